"""A report as a Word document, with bookmarks so that its links lead somewhere."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from kanae.report.blocks import Entries, Entry, Heading, Paragraph, Picture, Table
from kanae.report.rich import Span, plain

if TYPE_CHECKING:
    from kanae.report.blocks import Block, Page
    from kanae.report.rich import Rich

FONTS = {"en": "Calibri", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
LINK_COLOUR = "1A4F9C"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every part of the file, so that equal reports are equal files."""


def as_docx(page: Page) -> bytes:
    """Return a report as a Word document; in place of a picture stand the rows behind it."""
    writer = _Writer(Document())
    writer.set_language(page.lang)
    writer.document.core_properties.title = page.title
    writer.document.core_properties.author = "kanae"
    writer.heading(page.title, 0, "top")
    writer.paragraph(page.subtitle)
    for warning in page.warnings:
        writer.paragraph(warning, "IntenseQuote")
    for section in page.sections:
        writer.heading(section.title, 1, section.anchor)
        for block in section.blocks:
            writer.block(block)
    for line in page.footer:
        writer.paragraph(line)
    return _bytes_of(writer.document)


@dataclass
class _Writer:
    """Builds the body element by element: python-docx looks a style up anew for each of ten thousand paragraphs."""

    document: Any
    bookmarks: dict[str, str] = field(default_factory=dict[str, str])
    links: dict[str, str] = field(default_factory=dict[str, str])

    def set_language(self, lang: str) -> None:
        style = self.document.styles["Normal"]
        style.font.name = FONTS[lang]
        style.font.size = Pt(10)
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONTS[lang])
        properties.append(_element("w:lang", val=lang, eastAsia=lang))

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self.paragraph(block.text)
            case Table():
                self.heading(block.caption, 2, block.anchor)
                self.table(block)
            case Picture():
                self.heading(block.caption, 2, block.anchor)
                self.table(block.table)
            case Heading():
                self.heading(block.text, 2)
            case Entries():
                self.heading(block.heading, 3)
                for item in block.items:
                    self.entry(item)

    def heading(self, text: str, level: int, anchor: str = "") -> None:
        self.paragraph(plain(text), f"Heading{level}" if level else "Title", anchor)

    def paragraph(self, text: Rich, style: str = "Normal", anchor: str = "") -> None:
        paragraph = _element("w:p")
        paragraph.append(_element("w:pPr"))
        paragraph[0].append(_element("w:pStyle", val=style))
        if anchor:
            self._bookmark(paragraph, anchor)
        self._spans(paragraph, text)
        self._append(paragraph)

    def table(self, table: Table) -> None:
        grid = self.document.add_table(rows=1, cols=len(table.header), style="Light Grid Accent 1")
        for cell, name in zip(grid.rows[0].cells, table.header, strict=True):
            cell.text = name
        for cells in table.rows:
            row = _element("w:tr")
            for text in cells:
                cell = _element("w:tc")
                cell.append(_element("w:p"))
                self._spans(cell[0], text)
                row.append(cell)
            grid._tbl.append(row)

    def entry(self, entry: Entry) -> None:
        badge = (Span(f" [{entry.badge}]"),) if entry.badge else ()
        self.paragraph((*entry.head, *badge), "ListBullet", entry.anchor)
        for line in entry.lines:
            self.paragraph(line, "ListBullet2")

    def _append(self, element: Any) -> None:
        self.document.element.body.sectPr.addprevious(element)

    def _spans(self, paragraph: Any, text: Rich) -> None:
        for span in text:
            if span.role == "anchor":
                self._bookmark(paragraph, span.target[1:])
            elif span.target:
                paragraph.append(self._link(span))
            else:
                paragraph.append(_run(span.text))

    def _link(self, span: Span) -> Any:
        if span.target.startswith("#"):
            link = _element("w:hyperlink", anchor=self._name(span.target[1:]))
        else:
            link = _element("w:hyperlink")
            link.set(qn("r:id"), self._relation(span.target))
        link.append(_run(span.text, LINK_COLOUR))
        return link

    def _relation(self, address: str) -> str:
        if address not in self.links:
            part = self.document.part
            self.links[address] = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.links[address]

    def _bookmark(self, paragraph: Any, anchor: str) -> None:
        name = self._name(anchor)
        number = name.removeprefix("k")
        paragraph.append(_element("w:bookmarkStart", id=number, name=name))
        paragraph.append(_element("w:bookmarkEnd", id=number))

    def _name(self, anchor: str) -> str:
        """Return the name of a bookmark: Word allows few characters, so they are numbered."""
        return self.bookmarks.setdefault(anchor, f"k{len(self.bookmarks) + 1}")


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _run(text: str, colour: str = "") -> Any:
    run = _element("w:r")
    if colour:
        run.append(_element("w:rPr"))
        run[0].append(_element("w:color", val=colour))
    words = _element("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    return run


def _bytes_of(document: Any) -> bytes:
    raw = io.BytesIO()
    document.save(raw)
    same = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return same.getvalue()
