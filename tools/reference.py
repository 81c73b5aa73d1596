"""The reference pages that follow from the code and the ledger, as Markdown.

They are made anew whenever the documentation is built, so they cannot fall behind. Prose that no code knows
(explanations, how-tos) stands in docs/ instead.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from typer.main import get_command
from typer.testing import CliRunner

import kanae
from kanae.cli import command_line
from kanae.events.codebooks import origins
from kanae.events.row_faults import FAULTS
from kanae.ledger.tables import columns_of
from kanae.model.events import EVENT_COLUMNS, MENTION_COLUMNS, STATES
from kanae.model.fetching import FETCH_STATES
from kanae.model.issues import IssueCode
from kanae.model.records import KINDS
from kanae.store.location import read_package_text
from kanae.store.yaml_files import parse_texts
from kanae.workflow import event_change, event_validation
from kanae.workflow.measuring import measure_named, measure_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kanae.model.measure import Column as MeasureColumn

WIDTH = 100

LANGUAGE_NAMES = {"en": "English", "ja": "日本語", "ko": "한국어"}


def command_paths() -> tuple[tuple[str, ...], ...]:
    """Return every command as its words, ``("ledger", "check")``; groups are left out."""
    return tuple(_paths(get_command(command_line()), ()))


def _paths(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield words
        return
    for name, child in children.items():
        yield from _paths(child, (*words, name))


def commands() -> str:
    """Return the page of commands: what ``--help`` says, under a heading each."""
    return "\n\n".join((_COMMANDS, *(_command(words) for words in ((), *command_paths()))))


def _command(words: tuple[str, ...]) -> str:
    result = CliRunner().invoke(command_line(), [*words, "--help"], prog_name="kanae", env={"COLUMNS": str(WIDTH)})
    name = " ".join(("kanae", *words))
    return f"## {name}\n\n```text\n{result.output.strip()}\n```"


def columns() -> str:
    """Return the page of columns: one table for each kind of record."""
    return "\n\n".join((_COLUMNS, *(_table(name) for name in KINDS)))


def _table(name: str) -> str:
    about = (KINDS[name].__doc__ or "").partition("\n")[0]
    rows = (f"| `{column.name}` | {column.type} | {_cell(column.describes)} |" for column in columns_of(name))
    return "\n".join((f"## {name}", "", about, "", "| Column | Type | Holds |", "|---|---|---|", *rows))


def codelists() -> str:
    """Return the page of codelists: every code with its names and its definition."""
    lists = kanae.open_ledger().codelists
    return "\n\n".join((_CODELISTS, *(_codelist(name, items) for name, items in lists.items())))


def _codelist(name: str, items: Mapping[str, Any]) -> str:
    rows = (
        f"| `{item.id}` | {_cell(item.label.en)} | {_cell(item.label.ja)} | {_cell(item.label.ko)} "
        f"| {_cell(item.definition.en)}{_numbers(item)} |"
        for item in items.values()
    )
    head = ("| Code | English | 日本語 | 한국어 | Definition |", "|---|---|---|---|---|")
    return "\n".join((f"## {name}", "", *head, *rows))


def _numbers(item: Any) -> str:
    parts = [] if item.value is None else [f"Value: {item.value}."]
    parts += [f"Group: {item.group}."] if item.group else []
    parts += [f"Score ({case}): {score}." for case, score in item.scores.items()]
    return "".join(f" {part}" for part in parts)


def issues() -> str:
    """Return the page of issues: every code with its texts in three languages."""
    return "\n\n".join((_ISSUES, *(_issue(code) for code in IssueCode)))


def issue_texts(lang: str) -> Mapping[str, str]:
    """Return what is said about the issue codes in one language."""
    return parse_texts(read_package_text("report", "words", f"issues.{lang}.yml"), f"issues.{lang}.yml")


def _issue(code: IssueCode) -> str:
    name = code.name.replace("_", " ").lower()
    return "\n\n".join((f"## {code}", f"*{name}* · {code.severity}", *_told(code)))


def _told(code: IssueCode) -> Iterator[str]:
    for lang, language in LANGUAGE_NAMES.items():
        texts = issue_texts(lang)
        yield f"**{language}.** **{texts[f'{code}.title']}**"
        yield texts[f"{code}.means"]
        yield "\n".join("- " + texts[f"line.{key}"].format(text=texts[f"{code}.{key}"]) for key in ("example", "fix"))


def measures() -> str:
    """Return the page of measures: the columns of each, with unit and range."""
    return "\n\n".join((_MEASURES, *(_measure(name) for name in measure_names())))


def _measure(name: str) -> str:
    return _columns(name, measure_named(name).columns)


def _columns(title: str, columns: Iterable[MeasureColumn]) -> str:
    rows = (f"| `{column.name}` | {column.unit} | {_range(column)} | {_cell(column.about)} |" for column in columns)
    return "\n".join((f"## {title}", "", "| Column | Unit | Range | Holds |", "|---|---|---|---|", *rows))


def _range(column: MeasureColumn) -> str:
    if column.low is None and column.high is None:
        return ""
    low, high = (f"{limit:g}" if limit is not None else "" for limit in (column.low, column.high))
    return f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"


def events() -> str:
    """Return the page of events: columns, states of files and of those to fetch, faults of rows, codebooks."""
    columns, mentions = (
        ((f"`{column.name}`", column.type, column.about) for column in table)
        for table in (EVENT_COLUMNS, MENTION_COLUMNS)
    )
    states = ((f"`{state}`", "no row" if state.failed else "rows", about) for state, about in STATES.items())
    slots = ((f"`{state}`", about) for state, about in FETCH_STATES.items())
    faults = ((f"`{fault}`", about) for fault, about in FAULTS.items())
    books = ((row["title"], row["origin"], row["licence"], f"`{row['sha256'][:12]}`") for row in origins())
    parts = (
        _listed("Columns", ("Column", "Type", "Holds"), columns),
        _listed("Columns of mentions", ("Column", "Type", "Holds"), mentions),
        _listed("States of files", ("State", "Gives", "Means"), states),
        _listed("States of files to fetch", ("State", "Means"), slots),
        _listed("Faults of rows", ("Fault", "Means"), faults),
        _listed("Codebooks", ("Table", "Origin", "Licence", "SHA-256"), books),
        _columns("Columns of validate", event_validation.COLUMNS),
        _columns("Columns of change", event_change.COLUMNS),
    )
    return "\n\n".join((_EVENTS, *parts))


def _listed(title: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (header, ("---",) * len(header), *rows)
    return "\n".join((f"## {title}", "", *("| " + " | ".join(map(_cell, line)) + " |" for line in lines)))


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|").replace("\n", " ")


_COMMANDS = """# Commands

This page is what `--help` says, made from the code.

**The same everywhere.**
Results go to the standard output, talk and progress to the standard error.
What lists takes `--format table|json|csv`: a table for a person, JSON for a pipe by default.
JSON is a list of objects with snake_case keys, and the ids of records and sources are always among them.
`--lang en|ja|ko` chooses the language of the words.

| Exit code | Means |
|---|---|
| 0 | done |
| 1 | faults: the message says what, where and one thing to do |
| 2 | warnings only, or an unknown command or option |
| 3 | something is not installed |
| 130 | interrupted; nothing half-written was left |"""

_COLUMNS = """# Columns

Each kind of record is one table: `ledger.table("events")` in Python, `events.csv` or the table `events` in an export.
This page is made from the code.

Dates are intervals: `date_first` and `date_last` are the first and last day a date may mean.
`date_text` is the date as its source gives it.
Texts in three languages are three columns, `_en`, `_ja` and `_ko`.
Lists are lists in Arrow, Parquet and DuckDB, and are joined by `;` in CSV and spreadsheets.
An empty cell means «not known» or «does not apply», never zero."""

_ISSUES = """# Issues

A fault in the data is an *issue*. `kanae ledger check` prints all of them at once, sorted by file and line:

```text
commitments/2023.yml:14 K203 error: deadline: '2023/08' is not a date
  fix: Write 2023-08.
```

`kanae explain K203 --lang ja` says what a code means and how to mend it.
Codes are stable: a code never changes its meaning and is never used again.

| Codes | Are about | Severity |
|---|---|---|
| K1xx | files | error |
| K2xx | records | error |
| K3xx | what wants a look | warning |
| K4xx | files of votes | warning |

`kanae ledger check` ends with 0 when clean, 1 with errors, 2 with warnings only."""

_MEASURES = """# Measures

The columns of each measure, made from the code.
What a measure claims, how it is worked out and what it cannot say stands in its explanation.

`kanae measure NAME` prints the columns in this order, then `record_ids`, the records behind the row.
Last comes `reason`, the key of the sentence that says why a value is not known.
`kanae measure all --out DIR` writes every measure as CSV and JSON.
Its `manifest.json` says the version, the digest of the ledger and what was asked.
An empty cell means «not known» or «does not apply», never zero."""

_EVENTS = """# Events

The two tables of an event store, made from the code.
The parts are Parquet, in `events/month=YYYY-MM/` by the event day and in `mentions/month=YYYY-MM/` by the day
a report was found.
An empty cell means «not given» or «does not apply», never zero.
Why there are two quad classes, and which row of an id is kept: [Events in the news](../explanation/events.md)."""

_CODELISTS = """# Codelists

Every code of the ledger with its names and what it means.
The lists stand in `ledger/codelists/`, one file each, and this page is made from them."""

PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "commands": commands,
        "columns": columns,
        "codelists": codelists,
        "issues": issues,
        "measures": measures,
        "events": events,
    }
)
"""Name of a generated page → what writes it."""
