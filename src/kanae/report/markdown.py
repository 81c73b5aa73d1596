"""A report as Markdown, with anchors so that its links lead somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kanae.report.blocks import Entries, Entry, Heading, Paragraph, Picture, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.report.blocks import Block, Page
    from kanae.report.rich import Rich, Span

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def as_markdown(page: Page) -> str:
    """Return a report as Markdown; in place of a picture stand the rows behind it."""
    lines = [f"# {_escape(page.title)}", "", _rich(page.subtitle)]
    for warning in page.warnings:
        lines += ["", f"> {_rich(warning)}"]
    for section in page.sections:
        lines += ["", *_section(section)]
    lines += ["", "---"]
    for line in page.footer:
        lines += ["", _rich(line)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_anchor(section.anchor)}{_escape(section.title)}"
    for block in section.blocks:
        yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _rich(block.text)
        case Table():
            yield f"### {_escape(block.caption)}"
            yield ""
            yield from _table(block)
        case Picture():
            yield f"### {_anchor(block.anchor)}{_escape(block.caption)}"
            yield ""
            yield from _table(block.table)
        case Heading():
            yield f"### {_escape(block.text)}"
        case Entries():
            yield f"#### {_escape(block.heading)}"
            yield ""
            for item in block.items:
                yield from _entry(item)


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(_escape(name) for name in table.header) + " |"
    yield "|" + "|".join("---:" if place in table.numeric else "---" for place in range(len(table.header))) + "|"
    for row in table.rows:
        yield "| " + " | ".join(_rich(cell) for cell in row) + " |"


def _entry(entry: Entry) -> Iterator[str]:
    badge = f" **{_escape(entry.badge)}**" if entry.badge else ""
    yield f"- {_anchor(entry.anchor)}{_rich(entry.head)}{badge}"
    for line in entry.lines:
        yield f"    - {_rich(line)}"


def _anchor(name: str) -> str:
    return f'<a id="{name}"></a>'


def _rich(rich: Rich) -> str:
    return "".join(_span(span) for span in rich)


def _span(span: Span) -> str:
    if span.role == "anchor":
        return _anchor(span.target[1:])
    return f"[{_escape(span.text)}](<{span.target}>)" if span.target else _escape(span.text)


def _escape(text: str) -> str:
    r"""Return text in which no character means anything to Markdown.

    Examples:
        >>> _escape("a_b|c")
        'a\\_b\\|c'
    """
    return _SPECIAL.sub(r"\\\1", text)
