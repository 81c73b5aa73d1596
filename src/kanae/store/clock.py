"""The clock, read in one place so that everything else is given its day."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(tz=UTC).date()
