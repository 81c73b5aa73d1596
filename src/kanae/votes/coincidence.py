"""The State Department's tables of votes that coincide with those of the United States.

From «Voting Practices in the United Nations», a yearly report to the Congress under 22 U.S.C. 2414a. Headers and the
order of columns change from year to year; the columns are therefore found by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kanae.model.issues import IssueCode
from kanae.model.similarity import Coincidence
from kanae.votes.layouts import STATE_MEANINGS, Layout
from kanae.votes.long_form import states_of
from kanae.votes.numbers import numbers_in
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from kanae.model.issues import Issue

ROUNDING = 0.005 + 1e-9
"""The report prints two decimals."""


@dataclass(frozen=True, slots=True)
class CoincidenceReading:
    """What was read from a table of the State Department.

    Attributes:
        rows: The rows, by code of the state.
        issues: What was found wrong.
        year: Year, from the name of the file; ``None`` when it names none.
        file: Name of the file.
    """

    rows: tuple[Coincidence, ...]
    issues: tuple[Issue, ...]
    year: int | None
    file: str


def read_coincidence(layout: Layout) -> CoincidenceReading:
    """Read a table; a share that its own counts contradict is reported and kept.

    Args:
        layout: The file and its columns.
    """
    tally = Tally(list(layout.table.issues))
    counts = {name: layout.meanings[name][0] for name in ("same", "opposite", "partial")}
    further = {name: layout.meanings[name][0] for name in ("absent", "coincidence") if name in layout.meanings}
    states = [column for meaning in STATE_MEANINGS for column in layout.meanings.get(meaning, ())]
    cells = layout.table.read(list(dict.fromkeys([*counts.values(), *further.values(), *states])))
    names, place = states_of(layout, cells, tally)
    numbers = {
        name: numbers_in(cells[column], column, layout.table.name, tally) for name, column in (counts | further).items()
    }
    rows = []
    for row in np.flatnonzero(place >= 0):
        found = {name: float(values[row]) for name, values in numbers.items()}
        if any(np.isnan(found[name]) for name in counts):
            continue
        whole = {name: int(found[name]) for name in counts}
        absent, share = found.get("absent", np.nan), found.get("coincidence", np.nan)
        rows.append(
            Coincidence(
                state=names[place[row]],
                same=whole["same"],
                opposite=whole["opposite"],
                partial=whole["partial"],
                absent=None if np.isnan(absent) else int(absent),
                coincidence=None if np.isnan(share) else share,
            )
        )
    _report_shares(layout.table.name, rows, tally)
    year = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", layout.table.name)
    return CoincidenceReading(
        tuple(sorted(rows, key=lambda row: row.state)),
        tuple(tally.issues),
        int(year[0]) if year else None,
        layout.table.name,
    )


def _report_shares(file: str, rows: list[Coincidence], tally: Tally) -> None:
    """Report shares that are not those of the counts; the report of 2022 counts an absence as half a vote."""
    wrong = [row for row in rows if not _fits(row, row.agreement)]
    half = [row for row in wrong if _fits(row, row.agreement_with_absences)]
    other = [row for row in wrong if row not in half]
    if half:
        message = f"{counted_noun(len(half), 'share')} of the report count absences as abstentions; kanae does not"
        fix = "Nothing; to count as the report does, add --absent abstain."
        tally.add(file, IssueCode.COUNTS_CONTRADICT, message, map(_shown, half), fix)
    if other:
        message = f"{counted_noun(len(other), 'share')} of the report are not what their own counts give"
        tally.add(file, IssueCode.COUNTS_CONTRADICT, message, map(_shown, other), "Look at the report itself.")


def _fits(row: Coincidence, share: float | None) -> bool:
    return row.coincidence is None or share is None or abs(row.coincidence - share) <= ROUNDING


def _shown(row: Coincidence) -> str:
    return f"{row.state} ({row.coincidence}, counts give {row.agreement:.3f})"
