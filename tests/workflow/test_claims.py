"""Claims checked on the real ledger, and on ledgers in which one record is gone, another, or more than there was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kanae.ledger.book import Ledger
from kanae.ledger.claims import Claims, claims_of
from kanae.ledger.load import read_sound
from kanae.model.claims import CheckedClaim, Verdict
from kanae.model.dates import PartialDate
from kanae.model.records import Claim, Event, Record
from kanae.store.location import find_ledger
from kanae.store.queries import QueryRunner
from kanae.workflow.claims import ClaimsAsked, ClaimsChecked, check_read_claims
from kanae.workflow.measuring import MeasureOptions, measure_table
from kanae.workflow.statuses import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FIRST_KEYS = ["claim_id", "type", "verdict", "figure", "record_ids", "missing"]


@pytest.fixture(scope="module")
def runner() -> Iterator[QueryRunner]:
    with QueryRunner() as made:
        yield made


@pytest.fixture(scope="module")
def claims() -> Claims:
    return claims_of(read_sound(find_ledger()))


@pytest.fixture(scope="module")
def real(claims: Claims) -> Ledger:
    return claims.reading.ledger()


@pytest.fixture(scope="module")
def checked(claims: Claims, real: Ledger, runner: QueryRunner) -> ClaimsChecked:
    return check_read_claims(claims, real, ClaimsAsked(), runner)


def some(claims: Claims, *ids: str) -> Claims:
    rows = tuple(row for row in claims.rows if row[0].id.removeprefix("sakata-2026-") in ids)
    assert len(rows) == len(ids)
    return replace(claims, rows=rows)


def with_rows(ledger: Ledger, *changed: Record, without: tuple[str, ...] = ()) -> Ledger:
    """Return a ledger with records added or exchanged, and others gone."""
    new = {record.id: record for record in changed}
    records: dict[str, tuple[Record, ...]] = {}
    for name, rows in ledger.records.items():
        kept = [new.pop(row.id, row) if name != "codelists" else row for row in rows if row.id not in without]
        records[name] = tuple(kept)
    added = [row for row in new.values() if isinstance(row, Event)]
    assert len(added) == len(new)
    records["events"] = tuple(sorted((*records["events"], *added), key=lambda row: row.id))
    return Ledger(records, ledger.codelists, ledger.digest)


def verdict(claims: Claims, ledger: Ledger, runner: QueryRunner, number: str, **asked: Any) -> Verdict | None:
    (row,) = check_read_claims(some(claims, number), ledger, ClaimsAsked(**asked), runner).rows
    return row.decision.verdict if row.decision else None


def test_every_claim_is_checked_and_as_expected(checked: ClaimsChecked) -> None:
    assert [str(issue) for issue in checked.issues] == []
    assert checked.exit_code == 0
    assert all(row.claim.expect is not None for row in checked.rows)
    assert {row.decision.verdict for row in checked.rows if row.decision} >= {
        Verdict.CONFIRMED,
        Verdict.PARTLY,
        Verdict.UNDETERMINED,
        Verdict.JUDGEMENT,
    }


def test_every_verdict_can_be_followed_to_records(checked: ClaimsChecked) -> None:
    for row in checked.rows:
        if row.decision and row.decision.verdict in (Verdict.CONFIRMED, Verdict.PARTLY, Verdict.REFUTED):
            assert row.record_ids, row.claim.id
        if row.finding and row.finding.figure is not None:
            assert row.record_ids, row.claim.id
        assert all(record_id in checked.ledger.by_id for record_id in row.record_ids)


def test_where_a_verdict_differs_from_the_check_by_hand_the_claim_says_why(checked: ClaimsChecked) -> None:
    unsaid = []
    for row in checked.rows:
        first = {"not-found": "undetermined"}.get(row.claim.first_check or "", row.claim.first_check)
        found = row.decision.verdict.value if row.decision else None
        if first not in (None, found) and found != Verdict.JUDGEMENT and row.claim.differs is None:
            unsaid.append(row.claim.id)
    assert unsaid == []


def test_no_query_names_a_record(claims: Claims, real: Ledger) -> None:
    """The records of an answer come from what is asked, or the answer could not change."""
    facts = {record_id for name in ("events", "evidence", "instruments", "leaders") for record_id in _ids(real, name)}
    named = [
        (claim.id, fact) for claim, _ in claims.rows for fact in facts if claim.check and f"'{fact}'" in claim.check
    ]
    assert named == []


def _ids(ledger: Ledger, kind: str) -> set[str]:
    return {row.id for row in ledger.records[kind]}


ONE_GONE = [
    ("c003", "2026-01-nara-summit", Verdict.REFUTED),
    ("c026", "usa-president-2021-01-20", Verdict.UNDETERMINED),
    ("c045", "jpn-kor-usa-secretariat-2024", Verdict.UNDETERMINED),
    ("c049", "kor-president-2025-06-04", Verdict.REFUTED),
    ("c066", "usa-president-2025-01-20", Verdict.UNDETERMINED),
    ("c066", "coverage-trilateral-leaders-foreign-ministers", Verdict.CONFIRMED),
    ("c067", "coverage-trilateral-defence", Verdict.CONFIRMED),
    ("c070", "2024-07-11-youth-1-busan", Verdict.UNDETERMINED),
    ("c106", "jpn-kor-usa-tscf-2024", Verdict.UNDETERMINED),
    ("c110", "jpn-kor-gsomia-2016", Verdict.CONFIRMED),
    ("c110", "coverage-instruments", Verdict.UNDETERMINED),
]


@pytest.mark.parametrize(("number", "gone", "found"), ONE_GONE, ids=[f"{row[0]} {row[1]}" for row in ONE_GONE])
def test_without_one_decisive_record_the_verdict_is_another(
    claims: Claims, real: Ledger, runner: QueryRunner, number: str, gone: str, found: Verdict
) -> None:
    assert gone in real.by_id
    assert verdict(claims, with_rows(real, without=(gone,)), runner, number) is found


def test_a_missing_record_does_not_refute_where_the_ledger_is_not_covered(
    claims: Claims, real: Ledger, runner: QueryRunner
) -> None:
    gone = ("2026-01-nara-summit", "coverage-japan-rok-meetings")
    assert verdict(claims, with_rows(real, without=gone), runner, "c003") is Verdict.UNDETERMINED


def shifted(ledger: Ledger, event_id: str, day: str, **values: Any) -> Event:
    event = ledger.get(event_id)
    assert isinstance(event, Event)
    return event.model_copy(update={"date": PartialDate.parse(day), **values})


SHIFTED = [
    ("c003", "2026-01-nara-summit", "2026-02-13", Verdict.REFUTED),
    ("c070", "2024-07-11-youth-1-busan", "2024-08-11", Verdict.REFUTED),
    ("c066", "2024-11-15-summit-lima", "2025-11-15", Verdict.REFUTED),
    ("c011", "1994-11-summit-jakarta", "1995-11", Verdict.REFUTED),
    ("c058", "2025-02-15-fm-munich", "2025-01-19", Verdict.CONFIRMED),
]


@pytest.mark.parametrize(("number", "event", "day", "found"), SHIFTED)
def test_with_a_decisive_record_on_another_day_the_verdict_is_another(
    claims: Claims, real: Ledger, runner: QueryRunner, number: str, event: str, day: str, found: Verdict
) -> None:
    ledger = with_rows(real, shifted(real, event, day))
    (row,) = check_read_claims(some(claims, number), ledger, ClaimsAsked(), runner).rows
    assert row.decision is not None
    assert row.decision.verdict is found
    if number == "c058":
        assert event not in row.record_ids
        assert row.finding is not None
        assert row.finding.figure == 73


def test_an_unconfirmed_record_decides_nothing(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    doubtful = shifted(real, "2024-11-15-summit-lima", "2025-11-15", confidence="low", id="2025-11-15-made")
    assert verdict(claims, with_rows(real, doubtful), runner, "c066") is Verdict.CONFIRMED
    sure = doubtful.model_copy(update={"confidence": "high"})
    assert verdict(claims, with_rows(real, sure), runner, "c066") is Verdict.REFUTED


def test_what_only_the_publication_says_confirms_nothing(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    summit = real.get("2026-01-nara-summit")
    assert isinstance(summit, Event)
    own = tuple(citation for citation in summit.citations if citation.source == "sakata-2026")
    ledger = with_rows(real, summit.model_copy(update={"citations": own}))
    assert verdict(claims, ledger, runner, "c003") is Verdict.REFUTED


def test_on_an_earlier_day_less_is_seen(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    def on(number: str, year: int, month: int, day: int) -> Verdict | None:
        return verdict(claims, real, runner, number, as_of=date(year, month, day))

    assert on("c003", 2026, 1, 12) is Verdict.UNDETERMINED  # the month is not over
    assert on("c003", 2026, 1, 13) is Verdict.CONFIRMED
    assert on("c045", 2024, 11, 1) is Verdict.UNDETERMINED
    assert on("c106", 2024, 7, 27) is Verdict.UNDETERMINED
    assert on("c106", 2024, 7, 28) is Verdict.CONFIRMED
    assert on("c049", 2025, 6, 3) is Verdict.UNDETERMINED
    assert on("c049", 2025, 6, 4) is Verdict.CONFIRMED


def test_beyond_the_coverage_absence_means_nothing(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    later = ClaimsAsked(as_of=date(2026, 11, 26))
    (row,) = check_read_claims(some(claims, "c066"), real, later, runner).rows
    assert row.decision is not None
    assert row.decision.verdict is Verdict.UNDETERMINED
    assert [gap.reason for gap in row.decision.gaps] == ["ends-early"]
    searched = ClaimsAsked(as_of=date(2026, 11, 25))
    (row,) = check_read_claims(some(claims, "c066"), real, searched, runner).rows
    assert row.decision is not None
    assert row.decision.verdict is Verdict.CONFIRMED
    assert row.decision.relied_on == ("s063",), "a search of that very day stands in"


def test_what_was_not_recorded_yet_is_not_known(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    before = min(row.recorded for row in real.events)
    assert verdict(claims, real, runner, "c106", known_on=before) is Verdict.CONFIRMED
    earlier = date(before.year, before.month, before.day - 1)
    assert verdict(claims, real, runner, "c106", known_on=earlier, as_of=date(2026, 2, 28)) is Verdict.UNDETERMINED
    found = verdict(claims, real, runner, "c066", known_on=earlier, as_of=date(2026, 2, 28))
    assert found is Verdict.UNDETERMINED


def test_since_the_publication_a_verdict_may_have_changed(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    later = real.get("coverage-japan-rok-meetings").model_copy(update={"end": PartialDate.parse("2026-12")})
    moved = shifted(real, "2026-01-nara-summit", "2026-04-13")
    claim, origin = some(claims, "c003").rows[0]
    check = (claim.check or "").replace("'2026-01-31'", "'2026-12-31'")
    need = claim.needs[0].model_copy(update={"end": None})
    asked = replace(claims, rows=((claim.model_copy(update={"check": check, "needs": (need,)}), origin),))
    (row,) = check_read_claims(asked, with_rows(real, later, moved), ClaimsAsked(), runner).rows
    assert row.then_on == date(2026, 3, 31)
    assert row.then is not None
    assert row.then.verdict is Verdict.REFUTED
    assert row.decision is not None
    assert row.decision.verdict is Verdict.CONFIRMED


BROKEN = [
    ("SELECT tru AS holds, list(event_id) AS record_ids\n    FROM events", 1, "there is no column 'tru'"),
    ("SELECT TRUE AS holds,\n      list(event_id) AS record_ids\n    FROM evnts", 3, "there is no table 'evnts'"),
    ("SELECT TRUE AS holds\n    FROM events", 1, "returns no column 'record_ids', only holds"),
    ("SELECT TRUE AS holds, list(event_id) AS records FROM events", 1, "returns the unknown column 'records'"),
    ("SELECT TRUE AS holds, event_id AS record_ids FROM events", 1, "returns more than one row"),
    ("SELECT TRUE AS holds, event_id AS record_ids FROM events WHERE FALSE", 1, "returns no row"),
    ("SELECT count(*) AS holds, list(event_id) AS record_ids FROM events", 1, "which is neither TRUE, FALSE nor NULL"),
    ("SELECT TRUE AS holds, ['x'] AS record_ids FROM events LIMIT 1", 1, "names the record 'x'"),
    ("SELECT TRUE AS holds, [1] AS record_ids FROM events LIMIT 1", 1, "not a list of ids"),
    ("SELECT count(*) > 0 AS holds, list(event_id) AS record_ids, [1] AS figure FROM events", 1, "returns figure"),
    ("SELECT count(*) >= 0 AS holds, list(event_id) AS record_ids FROM events", 1, "even where nothing is recorded"),
    ("DROP TABLE events", 1, "is no SELECT"),
    ("SELECT\n      now() AS holds,\n      list(event_id) AS record_ids\n    FROM events", 2, "the function 'now'"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of claims of which most are broken, and one is not."""
    made = tmp_path / "claims"
    made.mkdir()
    text = (find_ledger() / "claims" / "sakata-2026" / "sakata-2026-c070.yml").read_text(encoding="utf-8")
    head, _, tail = text.partition("  check: |\n")
    tail = tail[tail.index("  figure:") :]
    sound = text.replace("sakata-2026-c070", "made-sound")
    (made / "sound.yml").write_text(sound, encoding="utf-8")
    for number, (sql, _, _) in enumerate(BROKEN):
        broken = f"{head}  check: |\n    {sql}\n{tail}".replace("sakata-2026-c070", f"made-{number:02}")
        (made / f"broken-{number:02}.yml").write_text(broken, encoding="utf-8")
    return made


def test_broken_claims_are_named_together_and_the_others_are_checked(
    folder: Path, claims: Claims, runner: QueryRunner
) -> None:
    from kanae.ledger.claims import join_claims, read_claim_files

    read = join_claims(read_claim_files(folder), claims.reading)
    checked = check_read_claims(read, read.reading.ledger(), ClaimsAsked(folder), runner)
    assert [issue.code.value for issue in checked.issues] == ["K215"] * len(BROKEN)
    first = next(
        line for line, text in enumerate((folder / "broken-00.yml").read_text().splitlines(), 1) if "tru " in text
    )
    for issue, (_, line, message) in zip(checked.issues, BROKEN, strict=True):
        assert message in issue.message
        assert issue.line == first + line - 1, issue
        assert issue.fix
    sound = next(row for row in checked.rows if row.claim.id == "made-sound")
    assert sound.decision is not None
    assert sound.decision.verdict is Verdict.CONFIRMED
    assert [row.fault != "" for row in checked.rows].count(True) == len(BROKEN)
    assert "event_id, date_first" in checked.issues[0].fix
    assert checked.exit_code == 1


def test_the_command_prints_json_with_the_keys_agreed(run: Callable[..., Any], checked: ClaimsChecked) -> None:
    ran = run("claims", "check", "--format", "json", "--lang", "ja")
    assert ran.code == 0, ran.err
    rows = json.loads(ran.out)
    assert all(list(row)[: len(FIRST_KEYS)] == FIRST_KEYS for row in rows)
    assert [row["claim_id"] for row in rows] == [row.claim.id for row in checked.rows]
    undetermined = [row for row in rows if row["verdict"] == "undetermined"]
    assert undetermined
    assert all(row["missing"] for row in undetermined)
    assert "0 errors" in ran.err


def test_another_verdict_than_expected_ends_the_command_with_1(run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "sakata-2026-c070.yml"
    text = (find_ledger() / "claims" / "sakata-2026" / path.name).read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert run("claims", "check", str(path)).code == 0
    path.write_text(text.replace("expect: confirmed", "expect: refuted"), encoding="utf-8")
    ran = run("claims", "check", str(path))
    line = text[: text.index("expect")].count("\n") + 1
    assert ran.code == 1
    assert f"{path.as_posix()}:{line} K216 error" in ran.err
    assert json.loads(ran.out)[0]["verdict"] == "confirmed"


def test_a_broken_claim_ends_the_command_with_1(run: Callable[..., Any], folder: Path) -> None:
    ran = run("claims", "check", str(folder), "--format", "csv")
    assert ran.code == 1
    assert "made-sound,date,confirmed" in ran.out
    assert ran.err.count("K215 error") == len(BROKEN)


def test_claims_are_listed_without_being_checked(run: Callable[..., Any]) -> None:
    ran = run("claims", "list", "--format", "json")
    rows = json.loads(ran.out)
    assert ran.code == 0
    assert {"claim_id", "section", "type", "text", "file", "line"} <= set(rows[0])


def test_a_new_claim_is_sound_and_never_written_over(run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "my-essay" / "my-essay-c001.yml"
    assert run("claims", "new", str(path)).code == 0
    ran = run("claims", "check", str(path), "--format", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)[0]["claim_id"] == "my-essay-c001"
    before = path.read_bytes()
    again = run("claims", "new", str(path))
    assert again.code == 1
    assert "is there already" in again.err
    assert path.read_bytes() == before
    assert run("claims", "new", str(tmp_path / "My Essay.yml")).code == 1


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_why_shows_verdict_records_sources_and_query(run: Callable[..., Any], real: Ledger, lang: Any) -> None:
    ran = run("why", "sakata-2026-c066", "--lang", lang)
    claim = real.get("sakata-2026-c066")
    assert isinstance(claim, Claim)
    assert ran.code == 0, ran.err
    for part in (
        claim.text.text(lang),
        real.label("verdicts", "confirmed", lang),
        "2024-11-15-summit-lima",
        "coverage-trilateral-leaders-foreign-ministers",
        "https://",
        "SELECT",
    ):
        assert part in ran.out


def test_why_as_json_has_the_query_and_the_sources(run: Callable[..., Any]) -> None:
    facts = json.loads(run("why", "sakata-2026-c109", "--format", "json").out)
    assert list(facts)[: len(FIRST_KEYS)] == FIRST_KEYS
    assert facts["relied_on"] == ["coverage-instruments"]
    assert "SELECT" in facts["check"]
    assert facts["sources"]


def test_an_unknown_claim_has_neighbours(run: Callable[..., Any]) -> None:
    ran = run("why", "sakata-2026-c06")
    assert ran.code == 1
    assert "sakata-2026-c0" in ran.err


def test_a_measure_is_a_table_when_a_query_names_it(
    claims: Claims, real: Ledger, runner: QueryRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, origin = some(claims, "c026").rows[0]
    check = (
        "SELECT CASE WHEN count(*) > 0 THEN bool_or(state = 'late' OR overdue_ratio > 1) END AS holds, "
        "max(overdue_ratio) AS figure, flatten(list(record_ids)) AS record_ids "
        "FROM measure_cadence WHERE series = 'leaders'"
    )
    asked = replace(claims, rows=((claim.model_copy(update={"check": check}), origin),))
    (row,) = check_read_claims(asked, real, ClaimsAsked(), runner).rows
    assert row.fault == ""
    assert row.finding is not None
    assert isinstance(row.finding.figure, float)
    assert "2024-11-15-summit-lima" in row.record_ids
    computed: list[str] = []
    monkeypatch.setattr(
        "kanae.workflow.claim_measures.measure_flat_table", lambda *given, **named: computed.append(str(given))
    )
    check_read_claims(some(claims, "c026"), real, ClaimsAsked(), runner)
    assert computed == []


@pytest.mark.parametrize("measure", ["institutionalisation", "instrument-years"])
def test_a_table_of_a_measure_has_the_rows_of_the_measure(
    claims: Claims, real: Ledger, runner: QueryRunner, measure: str
) -> None:
    claim, origin = some(claims, "c026").rows[0]
    check = (
        "SELECT CASE WHEN count(*) > 0 THEN TRUE END AS holds, count(*) AS figure, "
        f"list_distinct(flatten(list(record_ids))) AS record_ids FROM measure_{measure.replace('-', '_')}"
    )
    asked = replace(claims, rows=((claim.model_copy(update={"check": check}), origin),))
    (row,) = check_read_claims(asked, real, ClaimsAsked(), runner).rows
    table = measure_table(ask(real, claim.framework, as_of=row.as_of), measure, MeasureOptions())
    assert row.finding is not None
    assert row.finding.figure == len(table.rows) > 0
    assert set(row.finding.record_ids) == {record_id for line in table.rows for record_id in line.record_ids}


def test_a_claim_may_not_rest_on_claims(claims: Claims, real: Ledger, runner: QueryRunner) -> None:
    claim, origin = some(claims, "c026").rows[0]
    check = "SELECT count(*) > 0 AS holds, list(claim_id) AS record_ids FROM claims"
    asked = replace(claims, rows=((claim.model_copy(update={"check": check}), origin),))
    checked = check_read_claims(asked, real, ClaimsAsked(), runner)
    assert "there is no table 'claims'" in checked.issues[0].message
    assert isinstance(checked.rows[0], CheckedClaim)
