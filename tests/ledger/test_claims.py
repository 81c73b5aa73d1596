"""Claims as files: each fault has its file and line; and what a ledger shows of the world on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import kanae
from kanae.errors import LedgerError
from kanae.ledger.check import check_folder
from kanae.ledger.claims import claims_of, join_claims, read_claim_files
from kanae.ledger.load import read_sound
from kanae.ledger.visible import visible_on
from kanae.model.records import Event, Fact, Instrument, Need

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.ledger.book import Ledger

CLAIM = """\
- id: made-c001
  publication: made-gazette
  section: opening
  paragraph: 1
  framework: camp-david
  text:
    en: They met in 2024.
    ja: 2024年に会合した。
    ko: 2024년에 만났다.
  type: date
  needs:
    - {coverage: made-coverage, start: 2024-01-01, end: 2024-12-31}
  absence: refutes
  check: |
    SELECT count(*) > 0 AS holds, list(event_id) AS record_ids
    FROM events WHERE year(date_first) = 2024
  expect: confirmed
  recorded: 2026-11-02
"""


@pytest.fixture
def file(folder: Path) -> Path:
    made = folder / "claims" / "made" / "made-c001.yml"
    made.parent.mkdir(parents=True)
    made.write_text(CLAIM, encoding="utf-8")
    return made


def test_a_sound_claim_has_no_issue(folder: Path, file: Path, today: date) -> None:
    reading, issues = check_folder(folder, today)
    assert issues == []
    (claim,) = reading.ledger().claims
    assert claim.check is not None
    assert claim.check.startswith("SELECT count(*) > 0 AS holds")
    assert str(claim.needs[0]) == "made-coverage 2024-01-01/2024-12-31"


NEEDS = "  needs:\n    - {coverage: made-coverage, start: 2024-01-01, end: 2024-12-31}\n"
CAUSE = "  not_checkable: cause\n  indicator: {en: a, ja: い, ko: 가}\n"

FAULTS = [
    ("an unknown key", "  absence:", "  absense:", "K201", "absense"),
    ("no text", "    ko: 2024년에 만났다.\n", "", "K202", "text:"),
    ("an unknown publication", "publication: made-gazette", "publication: made-gazete", "K206", "publication"),
    ("an unknown section", "section: opening", "section: openning", "K205", "section"),
    ("an unknown type", "type: date", "type: day", "K205", "type"),
    ("an unknown verdict", "expect: confirmed", "expect: true", "K205", "expect"),
    ("unknown coverage", "coverage: made-coverage", "coverage: made-cover", "K206", "made-cover"),
    ("an unknown framework", "framework: camp-david", "framework: camp", "K206", "framework"),
    ("another absence", "absence: refutes", "absence: maybe", "K203", "absence"),
    ("no date", "start: 2024-01-01", "start: 2024/01", "K203", "start"),
    ("a need backwards", "start: 2024-01-01", "start: 2025-01-01", "K214", "start"),
    ("a need for nothing", "coverage: made-coverage, ", "", "K214", "start"),
    ("needs left out", NEEDS, "", "K214", "check"),
    ("a judgement with a check alone", "type: date", "type: judgement", "K214", "type"),
    ("a reason for no judgement", "  expect", f"{CAUSE}  expect", "K214", "type"),
    ("another script", "ko: 2024년에 만났다.", "ko: 2024年に会合した。", "K306", "ko:"),
    ("text in the future", "recorded: 2026-11-02", "recorded: 2027-11-02", "K210", "recorded"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "code", "named"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_of_a_claim_has_its_line(
    folder: Path, file: Path, today: date, name: str, old: str, new: str, code: str, named: str
) -> None:
    assert CLAIM.count(old) == 1
    file.write_text(CLAIM.replace(old, new), encoding="utf-8")
    issues = check_folder(folder, today)[1]
    assert [(issue.code.value, issue.file) for issue in issues] == [(code, "claims/made/made-c001.yml")]
    text = file.read_text(encoding="utf-8").splitlines()
    assert named in text[issues[0].line - 1]
    assert issues[0].fix


def test_a_claim_without_a_check_says_why(folder: Path, file: Path, today: date) -> None:
    begin, end = CLAIM.index("  needs"), CLAIM.index("  expect")
    file.write_text(CLAIM[:begin] + CLAIM[end:], encoding="utf-8")
    assert [issue.code.value for issue in check_folder(folder, today)[1]] == ["K214"]
    lacks = "  lacks: {en: a record, ja: 記録, ko: 기록}\n"
    file.write_text(CLAIM[:begin] + lacks + CLAIM[end:], encoding="utf-8")
    assert check_folder(folder, today)[1] == []


def test_a_judgement_names_the_nearest_indicator(folder: Path, file: Path, today: date) -> None:
    judged = CLAIM.replace("type: date", "type: judgement\n  not_checkable: cause")
    file.write_text(judged, encoding="utf-8")
    assert [issue.code.value for issue in check_folder(folder, today)[1]] == ["K214"]
    with_it = judged.replace("  expect", "  indicator: {en: meetings, ja: 会合の数, ko: 회의 수}\n  expect")
    file.write_text(with_it, encoding="utf-8")
    assert check_folder(folder, today)[1] == []


def test_a_figure_is_named(folder: Path, file: Path, today: date) -> None:
    counted = CLAIM.replace("AS record_ids\n", "AS record_ids, count(*) as figure\n")
    file.write_text(counted, encoding="utf-8")
    (issue,) = check_folder(folder, today)[1]
    assert (issue.code.value, issue.line) == ("K214", 14)
    assert "what its figure is" in issue.message
    named = counted.replace("  expect", "  figure: {en: meetings, ja: 会合の数, ko: 회의 수}\n  expect")
    file.write_text(named, encoding="utf-8")
    assert check_folder(folder, today)[1] == []


PUBLICATION = """\
- id: my-essay
  publisher: Me
  publisher_kind: research
  language: en
  date: 2026-03
  accessed: 2026-11-01
  access: live
  recorded: 2026-11-02
"""
SECTIONS = """\
- id: my-second
  label: {en: second part, ja: 後半, ko: 후반}
  definition: {en: The second part., ja: 後半の部分。, ko: 후반 부분.}
  recorded: 2026-11-02
- id: my-first
  label: {en: first part, ja: 前半, ko: 전반}
  definition: {en: The first part., ja: 前半の部分。, ko: 전반 부분.}
  recorded: 2026-11-02
"""


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A publication that keeps its claims in a folder of its own."""
    made = tmp_path / "my-essay"
    made.mkdir()
    mine = CLAIM.replace("made-gazette", "my-essay")
    files = {
        "publication.yml": PUBLICATION,
        "sections.yml": SECTIONS,
        "a.yml": mine.replace("made-c001", "my-c001").replace("opening", "my-first"),
        "b.yml": mine.replace("made-c001", "my-c002").replace("opening", "my-second"),
    }
    for name, text in files.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def test_a_publication_may_keep_its_claims_in_a_folder_of_its_own(folder: Path, outside: Path) -> None:
    claims = join_claims(read_claim_files(outside), read_sound(folder))
    assert claims.issues == ()
    assert [claim.id for claim, _ in claims.rows] == ["my-c002", "my-c001"], "in the order of its own sections"
    one = join_claims(read_claim_files(outside / "a.yml"), read_sound(folder))
    assert one.issues == ()
    assert [claim.id for claim, _ in one.rows] == ["my-c001"]


def test_a_fault_outside_of_the_ledger_has_its_file_and_line(folder: Path, outside: Path) -> None:
    path = outside / "a.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("type: date", "type: dat"), encoding="utf-8")
    (outside / "c.yml").write_text((outside / "b.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (outside / "d.yml").write_text("- id: my-c003\n  text: nothing\n", encoding="utf-8")
    claims = join_claims(read_claim_files(outside), read_sound(folder))
    found = {(issue.file.rpartition("/")[2], issue.code.value, issue.line) for issue in claims.issues}
    assert ("a.yml", "K205", 10) in found
    assert ("c.yml", "K204", 1) in found
    assert ("d.yml", "K203", 2) in found
    assert [claim.id for claim, _ in claims.rows] == ["my-c002", "my-c001"]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_where_there_are_no_claims_is_said(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(LedgerError, match="holds no claims"):
        join_claims(read_claim_files(tmp_path / name), read_sound(folder))


def test_claims_of_the_ledger_stand_in_the_order_of_the_publication() -> None:
    from kanae.store.location import find_ledger

    rows = [claim for claim, _ in claims_of(read_sound(find_ledger())).rows]
    assert len(rows) > 10
    order = list(kanae.open_ledger().codelists["sections"])
    places = [(claim.publication, order.index(claim.section), claim.paragraph or 0) for claim in rows]
    assert places == sorted(places)


def test_a_claim_is_shown_found_and_exported(folder: Path, file: Path, run: Callable[..., object]) -> None:
    shown = run("ledger", "show", "made-c001", "--lang", "ja", "--ledger", str(folder))
    assert "2024年に会合した。" in shown.out  # type: ignore[attr-defined]
    assert "made-coverage" in shown.out  # type: ignore[attr-defined]
    found = run("ledger", "find", "만났다", "--ledger", str(folder), "--format", "csv")
    assert "made-c001" in found.out  # type: ignore[attr-defined]
    assert run("ledger", "export", "--format", "csv", "--out", str(folder / "x"), "--ledger", str(folder)).code == 0  # type: ignore[attr-defined]
    exported = (folder / "x" / "claims.csv").read_text(encoding="utf-8")
    assert "made-c001,made-gazette,opening,1,camp-david" in exported
    assert "made-coverage 2024-01-01/2024-12-31" in exported


def test_a_need_is_written_on_one_line() -> None:
    assert str(Need.model_validate({"coverage": "c", "search": "s", "start": "2025"})) == "c or s 2025/"


@pytest.fixture(scope="module")
def real() -> Ledger:
    return kanae.open_ledger()


@pytest.mark.parametrize("day", [date(2015, 6, 1), date(2023, 8, 18), date(2025, 8, 31), date(2026, 2, 28)])
def test_of_the_world_nothing_later_than_the_day_is_seen(real: Ledger, day: date) -> None:
    seen = visible_on(real, day)
    events = [row for row in real.events if row.date.last <= day and not row.planned]
    assert [row.id for row in seen.counted.events] == [row.id for row in events if row.confirmed]
    assert [row.id for row in seen.unconfirmed.events] == [row.id for row in events if not row.confirmed]
    dated = [row for row in seen.counted.by_id.values() if isinstance(row, Fact) and "date" in type(row).model_fields]
    assert {type(row).record_kind for row in dated} >= {"document", "event", "evidence", "role"} or day.year < 2020
    assert all(row.date.last <= day for row in dated)  # type: ignore[attr-defined]
    documents = {row.id for row in seen.counted.documents}
    assert all(row.document in documents or not real.get(row.document).confirmed for row in seen.counted.commitments)  # type: ignore[attr-defined]
    assert all(row.start.last <= day for row in seen.counted.leaders)
    assert all(row.end is None or row.end.last <= day for row in seen.counted.leaders)
    for row in seen.counted.instruments:
        dates = (row.signed, row.in_force, row.suspended, row.ended)
        assert all(when is None or when.last <= day for when in dates)
    assert seen.counted.claims == ()


def test_every_confirmed_fact_is_seen_in_the_end(real: Ledger) -> None:
    seen = visible_on(real, date.max)
    for kind in ("events", "evidence", "commitments", "instruments", "leaders", "burden", "documents", "searches"):
        rows = [row for row in real.records[kind] if not (isinstance(row, Fact) and not row.confirmed)]
        happened = [row for row in rows if not (isinstance(row, Event) and row.planned)]
        assert list(seen.counted.records[kind]) == happened


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 7, 7), None),
        (date(2024, 7, 8), "signed"),
        (date(2025, 9, 10), "signed"),
        (date(2025, 9, 11), "in-force"),
    ],
)
def test_an_instrument_is_seen_as_it_stood(real: Ledger, day: date, state: str | None) -> None:
    rows = {row.id: row for row in visible_on(real, day).counted.instruments}
    found = rows.get("jpn-phl-raa-2024")
    assert (found.state if isinstance(found, Instrument) else None) == state


def test_an_ended_instrument_was_once_in_force(real: Ledger) -> None:
    rows = {row.id: row for row in visible_on(real, date(2015, 1, 1)).counted.instruments}
    assert rows["aus-jpn-acsa-2010"].state == "in-force"
    assert rows["aus-jpn-acsa-2010"].ended is None


def test_a_leader_who_left_later_is_seen_in_office(real: Ledger) -> None:
    rows = {row.id: row for row in visible_on(real, date(2024, 6, 1)).counted.leaders}
    assert rows["jpn-prime-minister-2021-10-04"].end is None
    assert "jpn-prime-minister-2024-10-01" not in rows


def test_a_publication_is_no_witness_in_its_own_cause(real: Ledger) -> None:
    day = date(2026, 4, 1)
    facts = [row for row in real.by_id.values() if isinstance(row, Fact) and row.confirmed]
    facts = [row for row in real.by_id.values() if isinstance(row, Fact) and row.confirmed]
    facts = [row for row in real.by_id.values() if isinstance(row, Fact) and row.confirmed]
    alone = {row.id for row in facts if {citation.source for citation in row.citations} == {"sakata-2026"}}
    assert alone
    seen, apart = visible_on(real, day), visible_on(real, day, "sakata-2026")
    shown = {*seen.counted.by_id, *seen.planned.by_id} - {*apart.counted.by_id, *apart.planned.by_id}
    assert shown == alone & {*seen.counted.by_id, *seen.planned.by_id}
    assert "2024-12-03-martial-law" in apart.unconfirmed.by_id
    assert "1994-11-summit-jakarta" in apart.counted.by_id, "another source says so too"


def test_what_was_announced_is_seen_from_the_day_of_the_source(real: Ledger) -> None:
    announced = {row.id for row in visible_on(real, date(2026, 3, 31)).planned.events}
    assert "2026-08-youth-3-honolulu" in announced
    before = {row.id for row in visible_on(real, date(2026, 3, 30)).planned.events}
    assert "2026-08-youth-3-honolulu" not in before
