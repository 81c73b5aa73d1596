"""Mentions of GDELT 2.0: which are kept, and what is told when their events came later."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from tests.events.conftest import contents, malformed, mention, packed, row, rows, stored, take_in
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.events.coverage import coverage_of
from kanae.events.spans import spans_of
from kanae.workflow.events import check_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Write = Callable[[str, bytes], Path]

EVENTS, LATER = "20191024143000.export.CSV.zip", "20191024150000.export.CSV.zip"
MENTIONS, TRANSLATED = "20191024143000.mentions.CSV.zip", "20191024143000.translation.mentions.CSV.zip"
NEXT = "20191024144500.mentions.CSV.zip"


def kanae(*words: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(word) for word in words])


def ids(store: Path) -> list[str]:
    return [found["event_id"] for found in stored(store, "mentions")]


def test_mentions_of_events_in_the_store_are_kept_in_their_own_table(tmp_path: Path, write: Write) -> None:
    korean = "srclc:kor; eng:Moses 2.1.1 / MosesCore Europarl ko-en / GT-KOR 1.0"
    sources = [
        write(EVENTS, row(event_id=1) + row(event_id=2, a_country="DEU", b_country="")),
        write(MENTIONS, mention(event_id=1) + mention(event_id=2) + mention(event_id=3)),
        write(TRANSLATED, mention(event_id=1, translation=korean, url="https://example.org/b")),
    ]
    counts = take_in(sources, tmp_path / "store")
    assert {name: (count.rows, count.kept, count.dropped, count.malformed) for name, count in counts.items()} == {
        EVENTS: (2, 1, 1, 0),
        MENTIONS: (3, 1, 2, 0),
        TRANSLATED: (1, 1, 0, 0),
    }
    first, second = stored(tmp_path / "store", "mentions")
    assert first == {
        "source": "gdelt2",
        "stream": "english",
        "event_id": "1",
        "found_time": datetime(2019, 10, 24, 14, 30),  # noqa: DTZ001  # UTC, and stored without saying so
        "mention_time": datetime(2019, 10, 24, 14, 30),  # noqa: DTZ001
        "kind": 1,
        "outlet": "example.org",
        "url": "https://example.org/a",
        "sentence": 3,
        "a_offset": 120,
        "b_offset": -1,
        "action_offset": 140,
        "in_raw_text": True,
        "confidence": 60,
        "length": 2500,
        "tone": -1.25,
        "language": None,
        "file": MENTIONS,
        "line": 1,
    }
    assert (second["stream"], second["language"]) == ("translated", "kor")


def test_the_first_files_have_14_columns(tmp_path: Path, write: Write) -> None:
    sources = [write(EVENTS, row(event_id=1)), write(MENTIONS, mention(14, event_id=1) + mention(event_id=1, url="b"))]
    assert take_in(sources, tmp_path / "store")[MENTIONS].kept == 2
    assert {found["language"] for found in stored(tmp_path / "store", "mentions")} == {None}


def test_rows_lie_by_the_month_in_which_the_report_was_found(tmp_path: Path, write: Write) -> None:
    late = mention(event_id=1, mention_time="20200102000000")
    take_in([write(EVENTS, row(event_id=1)), write(MENTIONS, mention(event_id=1) + late)], tmp_path / "store")
    months = sorted(path.name for path in (tmp_path / "store" / "mentions").iterdir())
    assert months == ["month=2019-10", "month=2020-01"]


def test_bad_lines_go_to_the_side_file_and_the_rest_is_kept(tmp_path: Path, write: Write) -> None:
    lines = [
        mention(event_id=1),
        mention(event_id=1).replace(b"\t", b"", 1),
        mention(event_id=1, outlet="a\0b"),
        mention(event_id=1, outlet="S").replace(b"\tS\t", b"\t\xe9\t"),
        mention(event_id="1x"),
        mention(event_id=1, mention_time="20190230000000"),
        mention(event_id=1, found_time="20191024256000"),
        mention(event_id=1, kind=7),
        mention(event_id=1, confidence=300),
        mention(event_id=1, confidence=""),
        mention(event_id=1, sentence="three"),
        mention(event_id=1, mention_time="2.01910E+13"),
        mention(event_id=9, confidence="not looked at"),
        b"\n",
        mention(event_id=1, url="https://example.org/서울"),
    ]
    take_in([write(EVENTS, row(event_id=1))], tmp_path / "store")
    counts = take_in([write(MENTIONS, b"".join(lines))], tmp_path / "store")[MENTIONS]
    assert [(line, fault) for _, line, fault in malformed(tmp_path / "store")] == [
        (2, "columns"),
        (3, "nul"),
        (4, "not-utf8"),
        (5, "not-a-number"),
        (6, "mention-time"),
        (7, "mention-time"),
        (8, "mention-kind"),
        (9, "confidence"),
        (10, "missing"),
        (11, "not-a-number"),
        (12, "mention-time"),
        (14, "columns"),
    ]
    assert (counts.rows, counts.kept, counts.dropped, counts.malformed) == (15, 2, 1, 12)
    assert [found["line"] for found in stored(tmp_path / "store", "mentions")] == [1, 15]


def test_a_mention_that_stands_twice_counts_once(tmp_path: Path, write: Write) -> None:
    content = mention(event_id=1) + mention(event_id=1) + mention(event_id=1, sentence=9)
    plain = MENTIONS.removesuffix(".zip")
    sources = [write(EVENTS, row(event_id=1)), write(plain, content), write(MENTIONS, content)]
    counts = take_in(sources, tmp_path / "store")
    assert (counts[plain].kept, counts[plain].duplicates) == (2, 1)
    assert (counts[MENTIONS].kept, counts[MENTIONS].dropped, counts[MENTIONS].duplicates) == (0, 3, 3)


def test_broken_files_are_named_and_nothing_is_lost_from_the_rest(tmp_path: Path, write: Write) -> None:
    folder = write(EVENTS, row(event_id=1)).parent
    content = b"".join(mention(event_id=1, sentence=place) for place in range(20_000))
    whole = packed(tmp_path / "whole.zip", content).read_bytes()
    broken = bytearray(whole)
    broken[-2_000] ^= 255
    (folder / MENTIONS).write_bytes(bytes(broken))
    write(TRANSLATED, rows(3))
    write(NEXT, b"")
    write("20191024150000.mentions.CSV.zip", mention(event_id=1))
    counts = take_in([folder], tmp_path / "store")
    assert {name: (count.state, count.rows) for name, count in counts.items() if count.holds_mentions} == {
        MENTIONS: ("corrupt", 0),
        TRANSLATED: ("unknown-layout", 0),
        NEXT: ("empty", 0),
        "20191024150000.mentions.CSV.zip": ("read", 1),
    }
    assert counts[TRANSLATED].detail == "most lines have 61 columns: no layout of mentions"
    assert len(stored(tmp_path / "store", "mentions")) == 1
    (folder / MENTIONS).write_bytes(whole)
    take_in([folder], tmp_path / "store")
    assert [count.kept for count in check_events(tmp_path / "store").files if count.file == MENTIONS] == [20_000]


def test_mentions_under_another_name_are_told_by_their_columns(tmp_path: Path, write: Write) -> None:
    counts = take_in([write("reports.csv", mention())], tmp_path / "store")["reports.csv"]
    assert counts.state == "unknown-layout"
    assert counts.detail == "most lines have 16 columns: mentions, whose files are named like .mentions.CSV"


def test_mentions_read_before_their_events_are_told_until_they_are_named_again(tmp_path: Path, write: Write) -> None:
    early, late = write(EVENTS, row(event_id=1)), write(LATER, row(event_id=5))
    told = write(MENTIONS, mention(event_id=1) + mention(event_id=5) + mention(event_id=9))
    take_in([early, told], tmp_path / "store")
    assert check_events(tmp_path / "store").stale == ()
    done = kanae("events", "ingest", late, "--to", tmp_path / "store")
    assert done.exit_code == 2
    assert f"some of their events; ingest these files again: {MENTIONS}" in done.stderr
    assert ids(tmp_path / "store") == ["1"]
    assert kanae("events", "check", tmp_path / "store").exit_code == 2
    take_in([told], tmp_path / "store")
    assert (ids(tmp_path / "store"), check_events(tmp_path / "store").stale) == (["1", "5"], ())
    take_in([early, late, told], tmp_path / "at-once")
    assert contents(tmp_path / "store") == contents(tmp_path / "at-once")


def test_events_that_no_file_could_mention_ask_for_nothing(tmp_path: Path, write: Write) -> None:
    take_in([write(EVENTS, row(event_id=1)), write(MENTIONS, mention(event_id=1))], tmp_path / "store")
    take_in([write(LATER, row(event_id=2))], tmp_path / "store")
    assert check_events(tmp_path / "store").stale == ()


def test_files_that_join_mentions_read_too_early_leave_them_to_be_told(tmp_path: Path, write: Write) -> None:
    told, more = write(MENTIONS, mention(event_id=5)), write(NEXT, mention(event_id=5, sentence=4))
    events = write(EVENTS, row(event_id=5))
    take_in([told], tmp_path / "store")
    take_in([events, more], tmp_path / "store")
    assert check_events(tmp_path / "store").stale == (MENTIONS, NEXT)
    take_in([more], tmp_path / "store")
    assert check_events(tmp_path / "store").stale == (MENTIONS, NEXT)
    take_in([told, more], tmp_path / "store")
    take_in([told, more, events], tmp_path / "at-once")
    assert contents(tmp_path / "store") == contents(tmp_path / "at-once")


def test_a_broken_file_that_was_replaced_lets_stale_mentions_be_read_again(tmp_path: Path, write: Write) -> None:
    told, broken = write(MENTIONS, mention(event_id=5)), write(NEXT, mention(event_id=5, sentence=4))
    whole = broken.read_bytes()
    broken.write_bytes(whole[:-30])
    take_in([told, broken], tmp_path / "store")
    events = write(EVENTS, row(event_id=5))
    broken.write_bytes(whole)
    take_in([events, told, broken], tmp_path / "store")
    report = check_events(tmp_path / "store")
    assert (report.stale, report.failed, len(ids(tmp_path / "store"))) == ((), (), 2)


def test_events_and_mentions_are_counted_apart(tmp_path: Path, write: Write) -> None:
    write(EVENTS, row(event_id=1) + row(event_id=2))
    folder = write(MENTIONS, mention(event_id=1) + mention(event_id=7)).parent
    done = kanae("events", "ingest", folder, "--to", tmp_path / "store")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "events, 1 file: 2 rows, 2 kept, 0 dropped, 0 malformed, 0 duplicates; months 2019-10 to 2019-10",
        "mentions, 1 file: 2 rows, 1 kept, 1 dropped, 0 malformed, 0 duplicates",
    ]
    manifest = json.loads((tmp_path / "store" / "manifest.json").read_bytes())
    assert (manifest["rows"], manifest["mention_rows"]) == (2, 1)
    assert "mentions" not in json.dumps(manifest["parts"])
    listed = json.loads(kanae("events", "check", tmp_path / "store", "--format", "json").stdout)
    assert [(found["file"], found["rows"], found["kept"]) for found in listed] == [(MENTIONS, 2, 1), (EVENTS, 2, 2)]


def test_a_file_of_mentions_covers_no_day_of_events(tmp_path: Path, write: Write) -> None:
    counts = take_in([write(EVENTS, row(event_id=1)), write("20191025000000.mentions.CSV", mention())], tmp_path / "s")
    assert [len(found.days) for found in coverage_of(spans_of(counts.values())).values() if found] == [1]


def test_a_damaged_part_of_mentions_is_found_and_read_anew(tmp_path: Path, write: Write) -> None:
    sources = [write(EVENTS, row(event_id=1)), write(MENTIONS, mention(event_id=1))]
    take_in(sources, tmp_path / "store")
    before = contents(tmp_path / "store")
    (part,) = (tmp_path / "store" / "mentions").rglob("*.parquet")
    part.write_bytes(b"")
    assert "is not as it was written" in check_events(tmp_path / "store").faults[0]
    take_in(sources, tmp_path / "store")
    assert contents(tmp_path / "store") == before
