"""Lines chosen on bytes, against a plain loop over cells."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.events.lines import Watcher, lines_of

CODES = ["JPN", "KOR", "DEU", "", "JP", "JPNX", "jpn", "K\tR", "日本"]
WATCHED = {"JPN", "KOR"}


def cells(a: str, b: str, width: int, length: int) -> bytes:
    line = ["x" * length if place % 5 == 1 else "" for place in range(width)]
    for place, code in ((7, a), (17, b)):
        if place < width:
            line[place] = code
    return "\t".join(line).encode() + b"\n"


lines = st.lists(
    st.builds(
        cells,
        st.sampled_from(CODES),
        st.sampled_from(CODES),
        st.sampled_from([1, 8, 17, 18, 19, 57, 61]),
        st.sampled_from([0, 1, 7, 25, 90]),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(drawn=lines, pairs=st.booleans())
def test_the_same_lines_are_kept_as_by_a_loop_over_cells(drawn: list[bytes], pairs: bool) -> None:
    def is_kept(line: bytes) -> bool:
        found = line.removesuffix(b"\n").split(b"\t")
        if len(found) <= 18:
            return False
        a, b = found[7].decode(), found[17].decode()
        return a in WATCHED and b in WATCHED and a != b if pairs else a in WATCHED or b in WATCHED

    block = lines_of(b"".join(drawn))
    kept = Watcher(WATCHED, pairs=pairs).watched(block)
    assert kept.tolist() == [is_kept(line) for line in drawn]
    assert block.joined(kept) == b"".join(line for line in drawn if is_kept(line))


@settings(deadline=None)
@given(drawn=st.lists(st.binary(max_size=8).map(lambda raw: raw.replace(b"\n", b"\t")), min_size=1, max_size=9))
def test_columns_are_counted_as_by_splitting(drawn: list[bytes]) -> None:
    block = lines_of(b"".join(line + b"\n" for line in drawn))
    assert block.widths.tolist() == [len(line.split(b"\t")) for line in drawn]
    assert [block.text(place) for place in range(len(drawn))] == [line.rstrip(b"\r\n") for line in drawn]


def test_a_code_at_the_very_end_is_read_whole() -> None:
    line = b"\t" * 17 + b"KOR\t\n"
    assert Watcher(["KOR"]).watched(lines_of(line)).tolist() == [True]


def test_a_line_of_few_bytes_with_an_empty_code_at_its_end_is_dropped() -> None:
    line = b"\t" * 7 + b"DEU" + b"\t" * 11 + b"\n"
    assert Watcher(["KOR"]).watched(lines_of(line)).tolist() == [False]
    assert Watcher(["KOR"]).watched(lines_of(b"a\n")).tolist() == [False]


LONG = st.lists(st.sampled_from([b"", b"KOR", b"x" * 70, b"y" * 700]), min_size=18, max_size=90)


@settings(deadline=None)
@given(drawn=st.lists(LONG, min_size=1, max_size=5), column=st.integers(1, 17))
def test_cells_are_found_however_long_those_before_them_are(drawn: list[list[bytes]], column: int) -> None:
    rows = [b"\t".join(row) + b"\n" for row in drawn]
    block = b"".join(rows) + b"the end\n"
    begins = [sum(map(len, rows[:place])) + len(b"\t".join(row[:column])) + 1 for place, row in enumerate(drawn)]
    found = lines_of(block).cells([column], np.arange(len(drawn)))[0]
    assert found.astype("<u4").tobytes() == b"".join(block[begin : begin + 4] for begin in begins)


def test_even_lines_that_hide_an_uneven_one_are_counted_one_by_one() -> None:
    block = lines_of(b"a\tb\nc\nd\te\tf\n")
    assert np.array_equal(block.widths, [2, 1, 3])


def test_a_block_looked_through_in_parts_is_cut_where_a_plain_loop_cuts_it() -> None:
    drawn = [b"\t".join([b"x" * (place % 97)] * (place % 7 + 1)) for place in range(6000)]
    block = lines_of(b"".join(line + b"\n" for line in drawn))
    assert len(block.block) > 3 * (1 << 18)  # more than what is looked through at once
    assert [block.text(place) for place in range(len(block.widths))] == drawn
    assert block.widths.tolist() == [line.count(b"\t") + 1 for line in drawn]


def test_lines_without_a_byte_are_lines() -> None:
    block = lines_of(b"\n\na\n\n")
    assert [block.text(place) for place in range(4)] == [b"", b"", b"a", b""]
    assert block.widths.tolist() == [1, 1, 1, 1]
