"""What must hold for any ledger: of knowledge, of strangers, and of how its rows lie in files."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kanae
from kanae.ledger.book import Ledger, as_known
from kanae.ledger.check import check_folder
from kanae.model.records import Commitment, Document, Event, Evidence, Record
from kanae.model.status import Effect, Reading, StatusOn
from kanae.store.location import find_ledger
from kanae.workflow.statuses import ask

often = settings(deadline=None, max_examples=60, derandomize=True)
seldom = settings(deadline=None, max_examples=10, derandomize=True)

FIRST_ENTRY = date(2026, 1, 1)
AS_OF = date(2026, 2, 28)
COMMITMENTS = ("c1", "c2", "c3")
TYPES = ("policy-position", "recurring-meeting", "new-body", "one-off-deliverable")
ACTORS = ("all", "all", "wider", "one")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """A record as it was entered and mended.

    Attributes:
        kind: Class of the record.
        versions: The day from which each version stood, oldest first.
    """

    kind: type[Record]
    versions: list[tuple[date, Row]]

    def on(self, day: date) -> Record | None:
        """Return the record as the curator had it on a day; ``None`` before it was entered."""
        standing = [row for since, row in self.versions if since <= day]
        return self.kind.model_validate(standing[-1]) if standing else None


entry_days = st.integers(0, 60).map(lambda number: FIRST_ENTRY + timedelta(days=number))
world_days = st.integers(0, 900).map(lambda number: (date(2023, 8, 18) + timedelta(days=number)).isoformat())
labels = st.sampled_from([{"en": text, "ja": text, "ko": text} for text in ("one", "two", "three")])


@st.composite
def histories(draw: st.DrawFn, kind: type[Record], row: Row, mendable: dict[str, st.SearchStrategy[Any]]) -> History:
    """Enter a record, then mend it up to three times, each time writing down the old value."""
    entered = draw(entry_days)
    current = {**row, "recorded": entered.isoformat(), "corrections": []}
    versions = [(entered, current)]
    for days_later in draw(st.lists(st.integers(0, 20), max_size=3)):
        mended_on = versions[-1][0] + timedelta(days=days_later)
        field = draw(st.sampled_from(sorted(mendable)))
        head, _, lang = field.partition(".")
        old = current[head][lang] if lang else current.get(head)
        new = draw(mendable[field])
        correction = {"field": field, "old": old, "reason": "A slip.", "on": mended_on.isoformat()}
        changed = {**current, head: {**current[head], lang: new} if lang else new}
        current = {**changed, "corrections": [*current["corrections"], correction]}
        versions.append((mended_on, current))
    return History(kind, versions)


def commitment_row(number: int, kind: str) -> Row:
    return {
        "id": COMMITMENTS[number],
        "framework": "camp-david",
        "document": "d1",
        "text": {"en": "x", "ja": "x", "ko": "x"},
        "pillar": "1",
        "field": "defense",
        "level": "leader",
        "type": kind,
        "measurable": "yes",
        "ambition": "1",
        "novelty": "new",
        "full_text": "yes",
        "confidence": "high",
    }


@st.composite
def evidence_histories(draw: st.DrawFn, number: int) -> History:
    row = {
        "id": f"f{number}",
        "commitment": draw(st.sampled_from(COMMITMENTS)),
        "date": draw(world_days),
        "text": draw(labels),
        "effect": draw(st.sampled_from(Effect)).value,
        "acted_by": draw(st.sampled_from(ACTORS)),
        "actors": ["JPN", "USA"],
        "confidence": draw(st.sampled_from(["high", "high", "low"])),
    }
    mendable: dict[str, st.SearchStrategy[Any]] = {
        "commitment": st.sampled_from(COMMITMENTS),
        "date": world_days,
        "effect": st.sampled_from(Effect).map(lambda effect: effect.value),
        "acted_by": st.sampled_from(ACTORS),
        "confidence": st.sampled_from(["high", "low"]),
        "actors": st.sampled_from([["KOR"], ["JPN", "KOR"]]),
        "text.ja": st.sampled_from(["一", "二"]),
        "note": st.sampled_from(["a remark", None]),
        "fit": st.sampled_from(["close", "loose"]),
    }
    return draw(histories(Evidence, row | {"fit": "close"}, mendable))


@st.composite
def made_histories(draw: st.DrawFn) -> list[History]:
    mendable: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(TYPES),
        "deadline": st.none() | world_days,
        "superseded_by": st.none() | st.just("c3"),
        "confidence": st.sampled_from(["high", "low"]),
    }
    made = [
        draw(histories(Commitment, commitment_row(number, draw(st.sampled_from(TYPES))), mendable))
        for number in range(draw(st.integers(1, len(COMMITMENTS))))
    ]
    return made + [draw(evidence_histories(number)) for number in range(draw(st.integers(0, 6)))]


@pytest.fixture(scope="module")
def real() -> Ledger:
    return kanae.open_ledger()


DOCUMENT = Document.model_validate(
    {
        "id": "d1",
        "date": "2023-08-18",
        "title": {"en": "x", "ja": "x", "ko": "x"},
        "kind": "joint-statement",
        "issuers": ["JPN"],
        "confidence": "high",
        "recorded": "2026-01-01",
    }
)


def ledger_of(real: Ledger, rows: list[Record]) -> Ledger:
    records: dict[str, tuple[Record, ...]] = {
        "codelists": real.records["codelists"],
        "frameworks": real.records["frameworks"],
        "documents": (DOCUMENT,),
    }
    for folder, kind in (("commitments", Commitment), ("evidence", Evidence), ("events", Event)):
        records[folder] = tuple(sorted((row for row in rows if isinstance(row, kind)), key=lambda row: row.id))
    return Ledger(records, real.codelists, "")


def standing(made: list[History], day: date) -> list[Record]:
    return [row for history in made if (row := history.on(day)) is not None]


def statuses(ledger: Ledger, reading: Reading = Reading.WIDE) -> dict[str, StatusOn]:
    return dict(ask(ledger, "camp-david", as_of=AS_OF, reading=reading).statuses)


@often
@given(made=made_histories(), day=entry_days)
def test_what_was_known_on_a_day_is_what_the_ledger_held_that_day(made: list[History], day: date, real: Ledger) -> None:
    then, now = ledger_of(real, standing(made, day)), ledger_of(real, standing(made, date.max))
    known = now.known_on(day)
    assert known.commitments == then.commitments
    assert known.evidence == then.evidence
    assert statuses(known) == statuses(then)


@often
@given(made=made_histories(), day=entry_days, later=st.integers(0, 30))
def test_what_was_known_does_not_depend_on_when_one_looks_back(
    made: list[History], day: date, later: int, real: Ledger
) -> None:
    now = ledger_of(real, standing(made, date.max))
    assert now.known_on(day + timedelta(days=later)).known_on(day) == now.known_on(day)


@often
@given(made=made_histories())
def test_on_the_last_day_all_is_known(made: list[History], real: Ledger) -> None:
    now = ledger_of(real, standing(made, date.max))
    assert now.known_on(date.max) == now


@often
@given(made=made_histories(), stranger=evidence_histories(99), reading=st.sampled_from(Reading))
def test_evidence_for_another_commitment_changes_no_status(
    made: list[History], stranger: History, reading: Reading, real: Ledger
) -> None:
    rows = standing(made, date.max)
    unrelated = stranger.on(date.max)
    assert isinstance(unrelated, Evidence)
    with_it = statuses(ledger_of(real, [*rows, unrelated]), reading)
    without = statuses(ledger_of(real, rows), reading)
    others = [commitment_id for commitment_id in without if commitment_id != unrelated.commitment]
    assert [with_it[commitment_id] for commitment_id in others] == [without[commitment_id] for commitment_id in others]
    assert set(with_it) == set(without)


@often
@given(made=made_histories(), number=st.integers(0, 200))
def test_an_event_that_no_evidence_names_changes_no_status(made: list[History], number: int, real: Ledger) -> None:
    rows = standing(made, date.max)
    event = real.events[number]
    assert statuses(ledger_of(real, [*rows, event])) == statuses(ledger_of(real, rows))


@often
@given(made=made_histories(), as_of=world_days)
def test_evidence_of_later_days_changes_no_status(made: list[History], as_of: str, real: Ledger) -> None:
    day = date.fromisoformat(as_of)
    rows = standing(made, date.max)
    past = [row for row in rows if not isinstance(row, Evidence) or row.date.last <= day]
    asked = [ask(ledger_of(real, kept), "camp-david", as_of=day).statuses for kept in (rows, past)]
    assert asked[0] == asked[1]


def test_of_the_real_ledger_nothing_recorded_or_mended_later_is_known(real: Ledger) -> None:
    days = sorted({row.recorded for row in (*real.events, *real.evidence, *real.searches)})
    assert len(days) > 1
    known = real.known_on(days[0])
    rows = [row for row in known.by_id.values() if not isinstance(row, Document)]
    facts = [row for row in rows if type(row).record_kind in ("event", "evidence", "commitment", "search")]
    assert facts
    assert {row.recorded for row in facts} == {days[0]}
    assert [row.id for row in rows for correction in row.corrections if correction.on > days[0]] == []


@pytest.mark.parametrize("days_back", [0, 1])
def test_undoing_a_correction_of_the_real_ledger_restores_what_was_written(days_back: int, real: Ledger) -> None:
    mended = [row for row in real.by_id.values() if row.corrections]
    assert mended
    for row in mended:
        last = row.corrections[-1]
        known = as_known(row, last.on - timedelta(days=days_back))
        head, _, lang = last.field.partition(".")
        value = known.model_dump(mode="json")[head]
        restored = (value[lang] if lang else value) == last.model_dump(mode="json")["old"]
        assert restored is (days_back == 1)


ROWS = {
    "sources": [
        f"- id: s{number}\n  publisher: Gazette {number}\n  publisher_kind: press\n  language: en\n"
        "  accessed: 2026-11-01\n  access: live\n  recorded: 2026-11-02\n"
        for number in range(3)
    ],
    "events": [
        f"- id: e{number}\n  date: 2024-06-0{number + 1}\n  kind: {kind}\n  level: leader\n  track: foreign\n"
        f"  members: [JPN, KOR, USA]\n  title: {{en: Meeting {number}, ja: 会合{number}, ko: 회의{number}}}\n"
        f"  citations:\n    - {{source: {source}}}\n  confidence: high\n  recorded: 2026-11-02\n"
        for number, (kind, source) in enumerate(
            [("summit", "s0"), ("summit", "s1"), ("sumit", "s2"), ("summit", "s9"), ("summit", "s0")]
        )
    ],
}
FAULTS = [
    ("K205", "kind: 'sumit' is not among the event-kinds"),
    ("K206", "citations.0.source: 's9' is not among the source records"),
]


@st.composite
def arrangements(draw: st.DrawFn) -> dict[str, str]:
    """Lay the rows into files, in any order, under any names."""
    files: dict[str, str] = {}
    for folder, rows in ROWS.items():
        for row in draw(st.permutations(rows)):
            file = f"{folder}/{draw(st.sampled_from(['2024', 'a', 'b', 'deep/c']))}.yml"
            files[file] = files.get(file, "") + row
    return files


@seldom
@given(files=arrangements())
def test_how_rows_lie_in_files_changes_neither_records_nor_faults(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ledger"
        for vocabulary in ("codelists", "frameworks"):
            shutil.copytree(find_ledger() / vocabulary, folder / vocabulary)
        for file, text in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        reading, issues = check_folder(folder, date(2026, 12, 1))
    ledger = reading.ledger()
    assert [row.id for row in ledger.sources] == ["s0", "s1", "s2"]
    assert [(row.id, row.date.text, row.title.en) for row in ledger.events] == [
        (f"e{number}", f"2024-06-0{number + 1}", f"Meeting {number}") for number in range(5)
    ]
    assert sorted((issue.code.value, issue.message) for issue in issues) == FAULTS
    for issue in issues:
        named = issue.message.split("'")[1]
        assert named in files[issue.file].splitlines()[issue.line - 1]
