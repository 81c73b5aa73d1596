"""The brief."""

from __future__ import annotations


def brief() -> None:
    """Write the brief."""
