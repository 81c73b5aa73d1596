"""Measures by name: computed for a question, listed as rows, or all of them written to a folder."""

from __future__ import annotations

import json
import pkgutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kanae import __version__
from kanae.errors import MeasureError
from kanae.ledger.nearest import nearest
from kanae.model.cells import csv_text
from kanae.model.measure import plain_rows
from kanae.report.measured import Measured
from kanae.workflow.statuses import ask_query
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kanae.ledger.load import Progress
    from kanae.model.measure import Column, MeasureTable
    from kanae.model.records import Language
    from kanae.workflow.statuses import Query, Question


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """What a reader chooses beside the question; a measure takes of it what means something to it.

    Attributes:
        compare: Ids of the frameworks to compare with; empty for those the framework names.
        by: What rows are grouped by; ``None`` for the usual grouping.
        window_days: Days compared on either side of a change; ``None`` for the threshold of the ledger.
        states: States meant; empty for the members of the framework.
        ends: Two places, or points, between which a distance is meant; ``None`` for those the ledger draws lines to.
    """

    compare: tuple[str, ...] = ()
    by: str | None = None
    window_days: int | None = None
    states: tuple[str, ...] = ()
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as the commands and the brief use it.

    Attributes:
        columns: Its columns, without those every measure has.
        compute: From the question to its result.
        table: From the question and its result to its rows.
        in_brief: Whether a chapter of the brief rests on it.
    """

    columns: tuple[Column, ...]
    compute: Callable[[Question, MeasureOptions], Any]
    table: Callable[[Question, Any], MeasureTable]
    in_brief: bool = True


@dataclass(frozen=True, slots=True)
class Printed:
    """A measure as a command prints it.

    Attributes:
        rows: Its rows as plain values.
        remarks: What a reader must know beside the numbers, in words.
    """

    rows: list[dict[str, Any]]
    remarks: tuple[str, ...]


def measure_names() -> tuple[str, ...]:
    """Return the names of all measures, in the order of the alphabet.

    Examples:
        >>> "cadence" in measure_names()
        True
    """
    package = import_module("kanae.workflow.measures")
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(package.__path__)))


def measure_named(name: str) -> Measure:
    """Return a measure by its name.

    Raises:
        MeasureError: When there is none; names the nearest.
    """
    if name not in measure_names():
        raise MeasureError(f"There is no measure '{name}'.", nearest(name, measure_names()))
    measure: Measure = import_module(f"kanae.workflow.measures.{name.replace('-', '_')}").MEASURE
    return measure


def measure_table(question: Question, name: str, options: MeasureOptions) -> MeasureTable:
    """Compute one measure as a table.

    Raises:
        MeasureError: When there is no such measure, or it has no answer to the question.
    """
    measure = measure_named(name)
    return measure.table(question, measure.compute(question, options))


def printed_measure(query: Query, name: str, options: MeasureOptions, lang: Language) -> Printed:
    """Compute one measure for a command.

    Raises:
        LedgerError: When the ledger cannot be opened or has no such framework.
        MeasureError: When the measure has no answer to the question.
    """
    table = measure_table(ask_query(query), name, options)
    return Printed(plain_rows(table), remarks_of(table, lang))


def remarks_of(table: MeasureTable, lang: Language) -> tuple[str, ...]:
    """Return in words what a reader must know beside the numbers: the caveats, and why values are not known."""
    words = words_of(lang)
    reasons = sorted({row.reason for row in table.rows if row.reason})
    return tuple(
        words.say(key)
        for key in (*(f"caveat.{caveat}" for caveat in table.caveats), *(f"reason.{reason}" for reason in reasons))
    )


def measured(question: Question, progress: Progress) -> Measured:
    """Compute every measure that a chapter of the brief rests on; one that has no answer has no chapter."""
    results: dict[str, Any] = {}
    tables: dict[str, MeasureTable] = {}
    for name in measure_names():
        measure = measure_named(name)
        if not measure.in_brief:
            continue
        progress(f"measuring {name}")
        with suppress(MeasureError):
            results[name] = measure.compute(question, MeasureOptions())
            tables[name] = measure.table(question, results[name])
    return Measured(results, tables)


def write_measures(query: Query, out: Path, progress: Progress) -> int:
    """Write every measure as CSV and JSON with a manifest; the same ledger gives the same bytes.

    Args:
        query: What is asked.
        out: Where the folder shall stand.
        progress: Told the name of each measure.

    Returns:
        How many measures were written.

    Raises:
        StorageError: When something else stands there, or the disk does not take it.
    """
    from kanae.store.folders import write_folder_beside

    question = ask_query(query)
    files: dict[str, str] = {}
    for name in measure_names():
        progress(f"measuring {name}")
        table = measure_table(question, name, MeasureOptions())
        files[f"{name}.csv"] = _csv(table)
        files[f"{name}.json"] = _json(measure_facts(table))
    files["manifest.json"] = _json(_manifest(query, question))

    def write(beside: Path) -> None:
        for file_name, text in files.items():
            (beside / file_name).write_text(text, encoding="utf-8", newline="\n")

    write_folder_beside(out, write, tuple(files))
    return len(measure_names())


def measure_facts(table: MeasureTable) -> dict[str, Any]:
    """Return a measure as plain data, with what its columns mean and what bounds it."""
    return {
        "measure": table.measure,
        "framework": table.framework,
        "as_of": table.as_of.isoformat(),
        "columns": [asdict(column) for column in table.columns],
        "coverage": list(table.coverage),
        "caveats": list(table.caveats),
        "parameters": dict(table.parameters),
        "rows": plain_rows(table),
    }


def _csv(table: MeasureTable) -> str:
    header = [*(column.name for column in table.columns), "record_ids", "reason"]
    return csv_text(header, ([row[name] for name in header] for row in plain_rows(table)))


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _manifest(query: Query, question: Question) -> dict[str, Any]:
    return {
        "kanae_version": __version__,
        "ledger_digest": question.ledger.digest,
        "framework": question.framework.id,
        "as_of": question.as_of.isoformat(),
        "known_on": query.known_on.isoformat() if query.known_on else None,
        "reading": question.reading.value,
        "measures": list(measure_names()),
    }
