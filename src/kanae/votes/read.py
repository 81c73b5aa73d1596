"""Files of votes in, one matrix of choices out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import UpstreamError
from kanae.model.votes import VoteReading
from kanae.store.foreign_tables import open_table
from kanae.votes.layouts import Layout, Shape, recognise
from kanae.votes.long_form import LongVotes, columns_about_votes, read_votes_of
from kanae.votes.matrix import matrix_of
from kanae.votes.resolutions import columns_about_roll_calls, read_issue_codes, read_resolutions, with_issue_codes
from kanae.votes.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kanae.model.votes import Resolution

VOTE_SHAPES = {Shape.VOTES, Shape.JOINED, Shape.WIDE_BY_ROLL_CALL, Shape.WIDE_BY_STATE}


def read_layouts(paths: Sequence[Path]) -> list[Layout]:
    """Tell what each file is.

    Raises:
        UpstreamError: When a file cannot be opened or is of no known layout.
    """
    return [recognise(open_table(path)) for path in paths]


def read_votes(paths: Sequence[Path]) -> VoteReading:
    r"""Read votes from one joined table, or from votes, roll calls and issue codes in files of their own.

    Args:
        paths: The files, in any order.

    Raises:
        UpstreamError: When a file is malformed, or there are no votes among the files.

    Examples:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "votes.csv")
        ...     _ = path.write_text("rcid,session,ccode,vote\n1,74,2,3\n1,74,740,1\n1,74,732,8\n")
        ...     reading = read_votes([path])
        >>> reading.calls.states, reading.calls.choices.tolist(), reading.calls.resolutions[0].year
        (('JPN', 'USA'), [[1, 3]], 2019)
    """
    return votes_from(read_layouts(paths))


def votes_from(layouts: Sequence[Layout]) -> VoteReading:
    """Read votes from files whose layout is known.

    Raises:
        UpstreamError: When a file is malformed, or there are no votes among the files.
    """
    tally = Tally([issue for layout in layouts for issue in layout.table.issues])
    known: dict[str, Resolution] = {}
    about: dict[str, set[str]] = {}
    parts: list[LongVotes] = []
    for layout in layouts:
        cells = layout.table.read(_columns(layout))
        if layout.shape in VOTE_SHAPES:
            parts.append(read_votes_of(layout, cells, tally))
        if layout.shape in (Shape.ROLL_CALLS, Shape.JOINED, Shape.WIDE_BY_ROLL_CALL):
            known.update(read_resolutions(layout, cells, tally))
        if layout.shape is Shape.ISSUES:
            about.update(read_issue_codes(layout, cells))
    if not parts:
        names = ", ".join(f"'{layout.table.name}' ({layout.shape})" for layout in layouts)
        raise UpstreamError(f"There are no votes in {names}.", "Name a file that says who voted how.")
    known = with_issue_codes(known, about)
    may_repeat = any(layout.shape is Shape.JOINED and "issue" in layout.meanings for layout in layouts)
    calls = matrix_of(parts, known, tally, may_repeat=may_repeat)
    main = next(layout for layout in layouts if layout.shape in VOTE_SHAPES)
    return VoteReading(calls, tuple(tally.issues), main.shape, tuple(layout.table.name for layout in layouts))


def _columns(layout: Layout) -> list[str]:
    votes = columns_about_votes(layout) if layout.shape in VOTE_SHAPES else []
    about = columns_about_roll_calls(layout) if layout.meanings.get("roll_call") else []
    needed = about if layout.shape is not Shape.VOTES else []
    return list(dict.fromkeys([*votes, *needed]))
