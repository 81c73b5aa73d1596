"""The pages a stranger meets first, and what a program reads to cite kanae."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import kanae
from examples import ROOT, name_of
from kanae.store.yaml_files import parse_mappings

if TYPE_CHECKING:
    from pathlib import Path

READMES = tuple(sorted(ROOT.glob("README*.md")))
MARKDOWN = (*READMES, *(ROOT / name for name in ("DEVELOPERS.md", "CHANGELOG.md", "ledger/CHANGELOG.md")))
PICTURES = tuple(f"docs/images/brief-{lang}.png" for lang in ("en", "ja", "ko"))
"""Pictures of the brief; a link to one may wait until the page is drawn."""


def citation() -> dict[str, object]:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (record,), issues = parse_mappings("-\n" + "".join(f"  {line}\n" for line in text.splitlines()), "CITATION.cff")
    assert issues == []
    return record.values


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    return [link for link in found if not link.startswith("http")]


@pytest.mark.parametrize("page", READMES, ids=name_of)
def test_a_readme_opens_with_a_picture_and_two_commands(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    top = text.partition("\n## ")[0]
    assert any(f"({picture})" in top for picture in PICTURES)
    assert re.search(r"```sh\nmake brief .*\nmake test .*\n```", top)


def test_the_readmes_have_the_same_sections_and_examples() -> None:
    assert len(READMES) == 3
    shapes = {
        tuple(re.findall(r"^(#+ |```\w+|- |> |!\[)", page.read_text(encoding="utf-8"), re.MULTILINE)[:7])
        for page in READMES
    }
    assert len(shapes) == 1
    assert len({page.read_text(encoding="utf-8").count("\n## ") for page in READMES}) == 1


@pytest.mark.parametrize("page", MARKDOWN, ids=name_of)
def test_a_link_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if link not in PICTURES and not (page.parent / link).exists()] == []


def test_a_citation_has_what_the_format_asks_for() -> None:
    found = citation()
    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license"} <= set(found)
    assert found["cff-version"] == "1.2.0"
    assert found["version"] == kanae.__version__
    assert all("name" in author or "family-names" in author for author in found["authors"])


def test_the_package_has_the_version_of_its_description() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{kanae.__version__}"\n' in text


def test_the_changelog_begins_with_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])


def test_the_changelog_of_the_data_names_records_that_are_there() -> None:
    ledger = kanae.open_ledger(ROOT / "ledger")
    text = (ROOT / "ledger" / "CHANGELOG.md").read_text(encoding="utf-8")
    doubts = text.partition("## Open doubts")[2]
    named = re.findall(r"`([^`]+)`", doubts)
    assert named
    assert [name for name in named if name not in ledger.by_id] == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [("events", 400), ("commitments", 230), ("evidence", 400), ("instruments", 120), ("sources", 900)],
)
def test_the_ledger_holds_what_the_readmes_say(kind: str, least: int) -> None:
    assert len(kanae.open_ledger(ROOT / "ledger").records[kind]) >= least
    assert all(str(least) in page.read_text(encoding="utf-8") for page in READMES)
