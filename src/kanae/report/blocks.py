"""What a report is made of, before it becomes a page: sections of paragraphs, tables, pictures and entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.report.rich import Rich


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its text.
        role: ``lead`` for the answer, ``note`` for a qualification; empty otherwise.
    """

    text: Rich
    role: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        anchor: Anchor of the table and name of its download.
        caption: What it shows.
        header: Names of the columns.
        rows: Cells by row.
        numeric: Columns of numbers, counted from 0.
        folded: Whether a reader unfolds it first.
    """

    anchor: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Rich, ...], ...]
    numeric: tuple[int, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of a legend.

    Attributes:
        text: Its name.
        colour: Name of its colour on the page.
        shape: ``dot``, ``ring``, ``bar``, ``band``, ``frame``, ``hatch`` or ``line``.
    """

    text: str
    colour: str
    shape: str = "bar"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, for a wide and a narrow page, with the rows behind it.

    Attributes:
        anchor: Anchor of the picture.
        caption: What it shows, as a sentence.
        description: What a reader who does not see it should know.
        wide: Vega-Lite specification for a wide page.
        narrow: The same for a phone.
        legend: Its legend.
        table: The rows behind it.
    """

    anchor: str
    caption: str
    description: str
    wide: Mapping[str, Any]
    narrow: Mapping[str, Any]
    legend: tuple[Legend, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the page shows it.

    Attributes:
        anchor: Anchor, the id of the record.
        head: Its first line.
        lines: What else is known.
        badge: Short label, such as a status.
        tone: Colour name of the badge.
    """

    anchor: str
    head: Rich
    lines: tuple[Rich, ...] = ()
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of records that a reader unfolds by its heading.

    Attributes:
        heading: The heading, with how many there are.
        items: The records.
        folded: Whether the reader unfolds each record too.
        open: Whether the list itself is unfolded from the start.
    """

    heading: str
    items: tuple[Entry, ...]
    folded: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section.

    Attributes:
        text: The heading.
    """

    text: str


Block = Paragraph | Heading | Table | Picture | Entries


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a heading.

    Attributes:
        anchor: Anchor.
        title: Heading.
        blocks: What it holds.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report in one language.

    Attributes:
        lang: Language.
        title: Title.
        subtitle: Second line, with the days it speaks for.
        sections: Sections.
        contents: Name of the list of contents.
        skip: Words of the link that skips to the content.
        download: Words of the link that saves the rows of a table.
        rows: Words that unfold the rows behind a picture.
        unfold: Words that unfold every entry of a list.
        back: Words of the link to the top.
        footer: Last lines.
        warnings: What a reader must know before the answer.
        facts: What the JSON form of the report says.
    """

    lang: str
    title: str
    subtitle: Rich
    sections: tuple[Section, ...]
    contents: str
    skip: str
    download: str
    rows: str
    unfold: str
    back: str
    footer: tuple[Rich, ...]
    warnings: tuple[Rich, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
