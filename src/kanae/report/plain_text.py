"""An entry as plain text, with its sources numbered below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.records import Source
from kanae.report.entries import source_entry
from kanae.report.rich import text_of

if TYPE_CHECKING:
    from kanae.report.blocks import Entry
    from kanae.report.naming import Naming
    from kanae.report.rich import Rich
    from kanae.report.words import Words


def as_text(words: Words, naming: Naming, entry: Entry) -> str:
    """Return an entry as lines of text; a source is a number in brackets, and its address stands below."""
    cited: list[str] = []
    lines = [f"{entry.anchor}  {_numbered(entry.head, cited)}", f"  {entry.badge}"]
    lines += [f"  - {_numbered(line, cited)}" for line in entry.lines]
    if cited:
        lines += ["", words.say("records.sources.title")]
    for number, source_id in enumerate(cited, start=1):
        source = naming.ledger.by_id.get(source_id)
        if isinstance(source, Source):
            head = text_of(source_entry(words, naming, source).head)
            address = source.url or source.archived_url or ""
            lines.append(f"  [{number}] {source_id}  {head} {address}".rstrip())
    return "\n".join(lines)


def _numbered(rich: Rich, cited: list[str]) -> str:
    text = ""
    for span in rich:
        if span.role == "anchor":
            text += f"{span.target[1:]} "
            continue
        text += span.text
        if span.role == "source":
            source_id = span.target[1:]
            if source_id not in cited:
                cited.append(source_id)
            text += f" [{cited.index(source_id) + 1}]"
    return text
