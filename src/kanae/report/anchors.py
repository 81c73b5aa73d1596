"""The places of a page that a link may lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.report.blocks import Entries, Paragraph, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kanae.report.blocks import Block, Section
    from kanae.report.rich import Rich


def anchors_of(sections: Iterable[Section]) -> frozenset[str]:
    """Return the ids of the records that sections show.

    Examples:
        >>> from kanae.report.blocks import Entry, Section
        >>> from kanae.report.rich import plain
        >>> events = Entries("Events", (Entry("e1", plain("A meeting")),))
        >>> anchors_of([Section("records", "Records", (events,))])
        frozenset({'e1'})
    """
    return frozenset(anchor for section in sections for block in section.blocks for anchor in _of_block(block))


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Entries():
            for entry in block.items:
                yield entry.anchor
                for line in (entry.head, *entry.lines):
                    yield from _of_line(line)
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from _of_line(cell)
        case Picture():
            yield from _of_block(block.table)
        case Paragraph():
            yield from _of_line(block.text)
        case _:
            return


def _of_line(line: Rich) -> Iterator[str]:
    return (span.target[1:] for span in line if span.role == "anchor")
