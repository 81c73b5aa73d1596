"""The records that measures name and no other part of the page shows: instruments, meetings, coverage of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.institution_history import InstitutionHistory
from kanae.measures.instruments import InstrumentComparison
from kanae.model.records import Coverage, Event, Framework, Instrument
from kanae.report.record_entries import record_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.records import Record
    from kanae.report.answers import Answers
    from kanae.report.blocks import Entry
    from kanae.report.naming import Naming
    from kanae.report.words import Words

INSTITUTIONALISATION = "institutionalisation"

KINDS = (Framework, Instrument, Event, Coverage)
"""Kinds shown, in this order; commitments and evidence stand in the chapter of commitments."""


def compared_records(answers: Answers) -> tuple[Record, ...]:
    """Return the records that measures name and no other part of the page shows, by kind and id."""
    shown = {answers.framework.id, *answers.events}
    found = [row for record_id in sorted(set(_named(answers)) - shown) if (row := answers.ledger.by_id.get(record_id))]
    return tuple(row for kind in KINDS for row in found if isinstance(row, kind))


def compared_entries(words: Words, naming: Naming, answers: Answers) -> tuple[Entry, ...]:
    """Return the entries of these records."""
    return tuple(record_entry(words, naming, row) for row in compared_records(answers))


def _named(answers: Answers) -> Iterator[str]:
    """Yield what the rows of measures name; of the many rows of institutionalisation only those the page shows."""
    measured = answers.measured
    if measured is None:
        return
    for name, table in measured.tables.items():
        if name != INSTITUTIONALISATION:
            yield from (record_id for row in table.rows for record_id in row.record_ids)
    history = measured.of(INSTITUTIONALISATION, InstitutionHistory)
    if history is not None:
        yield from (year.framework for year in history.latest)
        for year in (*history.latest, *(row for row in history.rows if row.framework == answers.framework.id)):
            yield from year.scores.record_ids if year.scores else ()
    compared = measured.of("instruments", InstrumentComparison)
    if compared is not None:
        yield from (state.framework for state in compared.states)
        yield from (record_id for count in compared.counts for record_id in count.record_ids)
