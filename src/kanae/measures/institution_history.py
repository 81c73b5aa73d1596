"""The two scores year by year, with the rank each framework may have among those compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kanae.measures.institution_design import design_items
from kanae.measures.institution_practice import implementation_items
from kanae.measures.institutionalisation import Institutionalisation, institutionalisation
from kanae.measures.rank_intervals import Draws, RankInterval, random_weights, rank_intervals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kanae.measures.institution_facts import Institution


@dataclass(frozen=True, slots=True)
class InstitutionYear:
    """The scores of a framework at the end of a year.

    Attributes:
        framework: Id of the framework.
        year: The year.
        day: Its last day, or the day asked about when that comes first.
        scores: The scores; ``None`` when the day lies beyond the coverage.
        rank: Ranks it may have over both scores; ``None`` without scores or without another to compare with.
    """

    framework: str
    year: int
    day: date
    scores: Institutionalisation | None
    rank: RankInterval | None


@dataclass(frozen=True, slots=True)
class InstitutionHistory:
    """The scores of several frameworks over time.

    Attributes:
        rows: One row a framework and year, by framework in the order asked and then by year.
        draws: How the weights behind the ranks were drawn.
        mean_items: From so many known items on, the mean of a side is fit to be shown.
        coverage_ids: Coverage records that bound what may be concluded.
    """

    rows: tuple[InstitutionYear, ...]
    draws: Draws
    mean_items: int
    coverage_ids: tuple[str, ...] = ()

    @property
    def latest(self) -> tuple[InstitutionYear, ...]:
        """The last row of each framework, in the order asked."""
        last = {row.framework: row for row in self.rows}
        return tuple(last.values())


def institution_history(
    institutions: Sequence[Institution],
    *,
    as_of: date,
    known_to: Mapping[str, date],
    draws: Draws,
    mean_items: int,
    coverage_ids: tuple[str, ...] = (),
) -> InstitutionHistory:
    """Score each framework at the end of every year from its first record on.

    Args:
        institutions: What is on record, the framework asked about first.
        as_of: Day of the question; the last year ends on it.
        known_to: Last day the coverage speaks for, by framework; later days have no scores.
        draws: How weights are drawn.
        mean_items: From so many known items on, the mean of a side is fit to be shown.
        coverage_ids: Coverage records behind ``known_to``, to be shown.
    """
    scored = {
        (row.framework, year): _scored(row, _end_of(year, as_of), known_to.get(row.framework))
        for row in institutions
        for year in range((row.first_day() or as_of).year, as_of.year + 1)
    }
    weights = None
    ranks: dict[tuple[str, int], RankInterval] = {}
    for year in sorted({year for _, year in scored}):
        bounds = {
            framework: [(item.low, item.high) for item in scores.items]
            for (framework, of), scores in scored.items()
            if of == year and scores is not None
        }
        if len(bounds) > 1:
            weights = random_weights(len(next(iter(bounds.values()))), draws) if weights is None else weights
            found = rank_intervals(bounds, draws=draws, weights=weights)
            ranks |= {(framework, year): rank for framework, rank in found.items()}
    rows = tuple(
        InstitutionYear(framework, year, _end_of(year, as_of), scores, ranks.get((framework, year)))
        for (framework, year), scores in scored.items()
    )
    return InstitutionHistory(rows, draws, mean_items, coverage_ids)


def scores_on(institution: Institution, day: date) -> Institutionalisation:
    """Return the scores of a framework on a day."""
    return institutionalisation(
        institution.framework, day, (*design_items(institution, day), *implementation_items(institution, day))
    )


def _scored(institution: Institution, day: date, known_to: date | None) -> Institutionalisation | None:
    return None if known_to is None or day > known_to else scores_on(institution, day)


def _end_of(year: int, as_of: date) -> date:
    return min(date(year, 12, 31), as_of)
