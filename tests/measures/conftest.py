"""The limits and scores the rules are tried with: the values the codelists had when the rules were agreed."""

from __future__ import annotations

import pytest

from kanae.model.status import Scale, Status, Thresholds


@pytest.fixture(scope="session")
def limits() -> Thresholds:
    return Thresholds(position_days=730, kept_ratio=1.25, late_ratio=2.0, cadence_days=365, body_days=548)


@pytest.fixture(scope="session")
def scale() -> Scale:
    capped = (
        Status.ANNOUNCED,
        Status.PENDING,
        Status.NOT_BEGUN,
        Status.LATE,
        Status.SILENT,
        Status.DORMANT,
        Status.OVERDUE,
    )
    failed = (Status.LAPSED, Status.ENDED, Status.DROPPED, Status.CONTRADICTED)
    return Scale(
        scores={
            "position": {1: 1, 2: 1, 3: 1, 4: 1, 5: 1},
            "other": {1: -1, 2: 0, 3: 0, 4: 1, 5: 1},
        },
        ceilings=dict.fromkeys(capped, 0) | dict.fromkeys(failed, -1),
    )
