"""Commitments and why they stand where they stand."""

from __future__ import annotations


def commitments() -> None:
    """List commitments."""


def why() -> None:
    """Say why."""
