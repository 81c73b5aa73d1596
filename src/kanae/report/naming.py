"""How records are named in a sentence: titles, labels, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.model.records import Citation, Document, Event, Labels, Leader, Source
from kanae.report.rich import Rich, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.ledger.book import Ledger
    from kanae.report.words import Words


@dataclass(frozen=True, slots=True)
class Naming:
    """Names of codes and records in the language of the words.

    Attributes:
        ledger: The ledger.
        words: The words.
    """

    ledger: Ledger
    words: Words

    def code(self, codelist: str, code: str) -> str:
        """Return the label of a code."""
        return self.ledger.label(codelist, code, self.words.lang)

    def short(self, codelist: str, code: str) -> str:
        """Return the short label of a code, else its label."""
        item = self.ledger.item(codelist, code)
        return (item.short or item.label).text(self.words.lang)

    def amount(self, value: float, unit: str) -> tuple[str, str]:
        """Return a number and its unit as the language counts: billions, but 億 and 억.

        A unit that is counted otherwise in a language has a score for it, and is called there by its short name.
        """
        item = self.ledger.item("units", unit)
        times = item.scores.get(self.words.lang, 1)
        return self.words.number(round(value * times, 6)), self.short("units", unit)

    def text(self, labels: Labels) -> str:
        """Return a text in the language of the page."""
        return labels.text(self.words.lang)

    def record(self, record_id: str) -> Span:
        """Return a link to a record of the page."""
        return Span(record_id, f"#{record_id}", "record")

    def records(self, record_ids: Iterable[str]) -> Rich:
        """Return links to records, joined by commas."""
        return self.words.list(tuple((self.record(record_id),) for record_id in record_ids))

    def event(self, event: Event) -> Rich:
        """Return the title of an event as a link to its entry."""
        return (Span(self.text(event.title), f"#{event.id}", "record"),)

    def states(self, members: Iterable[str]) -> str:
        """Return states as the language calls them together, 日米韓 or 한미일; other groups by their short names."""
        named = tuple(members)
        together = next((row for row in self.ledger.frameworks if row.members == named), None)
        if together is not None:
            return self.text(together.adjective)
        return self.words.texts["comma"].join(self.short("states", state) for state in named)

    def leader(self, leader: Leader) -> str:
        """Return a leader with the state led, and whether in an acting capacity."""
        key = "leader.acting" if leader.acting else "leader.named"
        return self.words.say(key, leader=self.text(leader.name), state=self.short("states", leader.state))

    def citations(self, citations: Iterable[Citation]) -> Rich:
        """Return the publishers cited, each a link to the source, with the place."""
        parts = tuple(self._citation(citation) for citation in citations)
        return self.words.list(parts) if parts else (Span(self.words.texts["entry.unsourced"]),)

    def document(self, document: Document, citations: Iterable[Citation]) -> Rich:
        """Return the document a commitment stands in, with its day and the place."""
        title = (Span(self.text(document.title), f"#{document.id}", "record"),)
        when = self.words.date(document.date)
        place = next((self.place(citation) for citation in citations), "")
        if not place:
            return self.words.rich("entry.document.no-place", document=title, date=when)
        return self.words.rich("entry.document", document=title, date=when, place=place)

    def place(self, citation: Citation) -> str:
        """Return the place in a source; empty when the whole work is meant."""
        if citation.paragraph is not None:
            return self.words.say("place.paragraph", number=str(citation.paragraph))
        return self.code("sections", citation.section) if citation.section is not None else ""

    def _citation(self, citation: Citation) -> Rich:
        source = self.ledger.by_id.get(citation.source)
        publisher = source.publisher if isinstance(source, Source) else citation.source
        link = Span(publisher, f"#{citation.source}", "source")
        place = self.place(citation)
        return self.words.rich("entry.paragraph", source=link, place=place) if place else (link,)
