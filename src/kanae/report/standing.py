"""What can be said of a commitment in one word, and of a series."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kanae.measures.cadence import Punctuality
from kanae.model.status import Status, StatusOn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.report.answers import Answers, SeriesAnswer

AGAINST = (Status.CONTRADICTED, Status.LAPSED, Status.DROPPED, Status.ENDED)


class Standing(StrEnum):
    """What the record says of a commitment; each commitment has exactly one."""

    ACTED = "acted"
    WORDS = "words"
    AGAINST = "against"
    NOTHING = "nothing"
    REPLACED = "replaced"


def standing_of(status: StatusOn) -> Standing:
    """Return the standing of a commitment: a step against it counts before what was done earlier."""
    if status.status is Status.SUPERSEDED:
        return Standing.REPLACED
    if status.status in AGAINST:
        return Standing.AGAINST
    if status.status is Status.NO_EVIDENCE_FOUND:
        return Standing.NOTHING
    return Standing.ACTED if status.ladder > 1 else Standing.WORDS


def with_standing(statuses: Iterable[StatusOn], standing: Standing) -> tuple[str, ...]:
    """Return the ids of the commitments with a standing."""
    return tuple(status.commitment_id for status in statuses if standing_of(status) is standing)


def punctuality_of(answers: Answers, row: SeriesAnswer) -> Punctuality:
    """Return how a series keeps its rhythm; one that a source says has lapsed or ended is overdue."""
    status = answers.statuses.get(row.series.commitment or "")
    if status is not None and status.status in (Status.LAPSED, Status.ENDED):
        return Punctuality.OVERDUE
    return row.cadence.punctuality
