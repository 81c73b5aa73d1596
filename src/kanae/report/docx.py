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
from docx.shared import Pt, RGBColor

from kanae.report.blocks import Entries, Entry, Heading, Paragraph, Picture, Table

if TYPE_CHECKING:
    from kanae.report.blocks import Block, Page
    from kanae.report.rich import Rich

FONTS = {"en": "Calibri", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
LONGEST_BOOKMARK = 40
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
        writer.paragraph(warning, "Intense Quote")
    for section in page.sections:
        writer.heading(section.title, 1, section.anchor)
        for block in section.blocks:
            writer.block(block)
    for line in page.footer:
        writer.paragraph(line)
    return _bytes_of(writer.document)


@dataclass
class _Writer:
    document: Any
    bookmarks: dict[str, str] = field(default_factory=dict[str, str])

    def set_language(self, lang: str) -> None:
        style = self.document.styles["Normal"]
        style.font.name = FONTS[lang]
        style.font.size = Pt(10)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONTS[lang])
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), lang)
        language.set(qn("w:eastAsia"), lang)
        style.element.get_or_add_rPr().append(language)

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
        paragraph = self.document.add_heading(text, level)
        if anchor:
            self._bookmark(paragraph, anchor)

    def paragraph(self, text: Rich, style: str | None = None) -> None:
        self._spans(self.document.add_paragraph(style=style), text)

    def table(self, table: Table) -> None:
        grid = self.document.add_table(rows=1 + len(table.rows), cols=len(table.header), style="Light Grid Accent 1")
        cells = iter(grid._cells)  # asked for once: each call walks the whole table
        for name in table.header:
            next(cells).paragraphs[0].add_run(name).bold = True
        for text in (text for row in table.rows for text in row):
            self._spans(next(cells).paragraphs[0], text)

    def entry(self, entry: Entry) -> None:
        paragraph = self.document.add_paragraph(style="List Bullet")
        self._bookmark(paragraph, entry.anchor)
        self._spans(paragraph, entry.head)
        if entry.badge:
            paragraph.add_run(f" [{entry.badge}]").bold = True
        for line in entry.lines:
            self.paragraph(line, "List Bullet 2")

    def _spans(self, paragraph: Any, text: Rich) -> None:
        for span in text:
            if span.role == "anchor":
                self._bookmark(paragraph, span.target[1:])
            elif span.target:
                self._link(paragraph, span.text, span.target)
            else:
                paragraph.add_run(span.text)

    def _link(self, paragraph: Any, text: str, target: str) -> None:
        link = OxmlElement("w:hyperlink")
        if target.startswith("#"):
            link.set(qn("w:anchor"), self._name(target[1:]))
        else:
            link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(text)
        run.font.color.rgb = RGBColor(0x1A, 0x4F, 0x9C)
        link.append(run._r)  # python-docx has no call for links
        paragraph._p.append(link)

    def _bookmark(self, paragraph: Any, anchor: str) -> None:
        name = self._name(anchor)
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), name.removeprefix("k"))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def _name(self, anchor: str) -> str:
        """Return the name of a bookmark: Word allows few characters, so they are numbered."""
        return self.bookmarks.setdefault(anchor, f"k{len(self.bookmarks) + 1}")


def _bytes_of(document: Any) -> bytes:
    raw = io.BytesIO()
    document.save(raw)
    same = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return same.getvalue()
