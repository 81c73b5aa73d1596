"""Everything one can type, read in a file or meet in a table has its place in the documentation."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import reference
from examples import PAGES, ROOT, name_of
from kanae.events.row_faults import RowFault
from kanae.ledger.tables import columns_of
from kanae.model.events import EVENT_COLUMNS, FileState
from kanae.model.fetching import FetchState
from kanae.model.issues import IssueCode
from kanae.model.records import KINDS
from kanae.store.location import ENVIRONMENT_VARIABLE
from kanae.store.query_rules import FUNCTIONS
from kanae.workflow.measuring import measure_names

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
LONGEST_PAGE = 300
GENERATED = {name: page() for name, page in reference.PAGES.items()}


def headings(page: str) -> list[str]:
    return re.findall(r"^## (.+)$", page, re.MULTILINE)


@pytest.mark.parametrize("words", reference.command_paths(), ids=" ".join)
def test_a_command_has_its_section(words: tuple[str, ...]) -> None:
    assert f"kanae {' '.join(words)}" in headings(GENERATED["commands"])


@pytest.mark.parametrize("code", IssueCode)
def test_an_issue_code_has_its_section(code: IssueCode) -> None:
    assert code in headings(GENERATED["issues"])


@pytest.mark.parametrize("lang", reference.LANGUAGE_NAMES)
def test_every_issue_code_is_explained_in_each_language(lang: str) -> None:
    told = {f"{code}.{part}" for code in IssueCode for part in ("title", "means", "example", "fix")}
    assert told <= set(reference.issue_texts(lang))


@pytest.mark.parametrize("name", measure_names())
def test_a_measure_has_its_command_and_its_section(name: str) -> None:
    assert name in headings(GENERATED["measures"])
    assert f"kanae measure {name}" in headings(GENERATED["commands"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_described(kind: str) -> None:
    assert kind in headings(GENERATED["columns"])
    assert [column.name for column in columns_of(kind) if not column.describes] == []


def test_every_column_state_and_fault_of_events_is_described() -> None:
    named = [*(column.name for column in EVENT_COLUMNS), *FileState, *FetchState, *RowFault]
    assert [name for name in named if f"| `{name}` |" not in GENERATED["events"]] == []


def test_the_setting_of_the_ledger_is_described() -> None:
    assert f"`{ENVIRONMENT_VARIABLE}`" in (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")


def test_every_variable_that_is_read_is_described() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").glob("*.sh"), ROOT / "Makefile"]
    used = {name for path in files for name in re.findall(r"\bKANAE_[A-Z_]+", path.read_text(encoding="utf-8"))}
    settings = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    assert {name for name in used if f"`{name}`" not in settings} == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_can_be_read_in_a_sitting(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) < LONGEST_PAGE


def glossary() -> list[list[str]]:
    text = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0] != "English"]


def test_a_term_of_the_glossary_stands_in_three_languages_and_is_explained() -> None:
    assert [row for row in glossary() if len(row) != 4 or not all(row)] == []
    letters = set(string.ascii_letters)
    assert [row[0] for row in glossary() if set(row[1]) <= letters or set(row[2]) <= letters] == []


def test_the_glossary_has_one_term_for_a_concept() -> None:
    for place in range(3):
        counts = Counter(row[place] for row in glossary())
        assert [term for term, count in counts.items() if count > 1] == []


def test_the_functions_a_claim_may_use_are_listed() -> None:
    text = (DOCS / "how-to" / "check-a-claim.md").read_text(encoding="utf-8")
    listed = text.partition("Functions that only compute are allowed:\n\n```text\n")[2].partition("\n```")[0]
    assert listed.split() == sorted(FUNCTIONS)
