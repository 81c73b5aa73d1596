"""What changed between two sets of statuses, and how much of it hangs on the thresholds or the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.model.status import Status, StatusOn


@dataclass(frozen=True, slots=True)
class Change:
    """One commitment whose status differs.

    Attributes:
        commitment_id: Id of the commitment.
        before: Status before; ``None`` when it was not yet made.
        after: Status after.
        direction: 1 when the score rose, -1 when it fell, 0 when it stayed or one of the two is unknown.
    """

    commitment_id: str
    before: Status | None
    after: Status
    direction: int


def changes(before: Mapping[str, StatusOn], after: Mapping[str, StatusOn]) -> tuple[Change, ...]:
    """Compare two sets of statuses, by id.

    A commitment made in between has no status before; it is listed with ``None``.
    """
    found: list[Change] = []
    for commitment_id in sorted(after):
        old, new = before.get(commitment_id), after[commitment_id]
        if old is None:
            found.append(Change(commitment_id, None, new.status, 0))
        elif old.status is not new.status:
            found.append(Change(commitment_id, old.status, new.status, _direction(old.score, new.score)))
    return tuple(found)


def _direction(before: int | None, after: int | None) -> int:
    if before is None or after is None:
        return 0
    return (after > before) - (after < before)
