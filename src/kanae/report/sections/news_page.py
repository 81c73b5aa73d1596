"""What the parts of the chapter on events in the news need: the words, the store, and names in the language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.model.dates import PartialDate
from kanae.report.naming import Naming
from kanae.report.rich import Figure

if TYPE_CHECKING:
    from kanae.measures.event_validation import Validated
    from kanae.model.news import NewsPeriod
    from kanae.report.answers import Answers
    from kanae.report.news import NewsAnswer
    from kanae.report.words import Words


@dataclass(frozen=True)
class NewsPage:
    """What the parts of the chapter need.

    Attributes:
        words: Words of the language.
        answers: What the brief says.
        news: The event store.
    """

    words: Words
    answers: Answers
    news: NewsAnswer

    @property
    def naming(self) -> Naming:
        """Names of states and codes."""
        return Naming(self.answers.ledger, self.words)

    @property
    def source(self) -> str:
        """Name of the source shown."""
        return self.words.say(f"events.source.{self.news.source}")

    def ids(self, record_ids: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the records of a number that stand on the page, and the source."""
        return (*(one for one in record_ids if one in self.answers.events), self.news.record_id)

    def number(self, value: float | None, record_ids: tuple[str, ...] = (), form: str = "count") -> Figure:
        """Return a number with its records."""
        return Figure(value, self.ids(record_ids), "percent" if form == "percent" else "count")

    def period(self, name: str) -> str:
        """Return a month or a quarter as the language writes it."""
        year, _, quarter = name.partition("-Q")
        if quarter:
            return self.words.say("events.quarter", year=year, quarter=quarter)
        return self.words.date(PartialDate.parse(name))

    def checked(self, kind: str) -> list[Validated]:
        """Return the validation of all days on meetings or on exercises, pair by pair and of all."""
        return [row for row in self.news.validation.rows if row.by == "all" and row.kind == kind]

    def called(self, row: Validated | None) -> str:
        """Return what a series may be called."""
        return self.words.say("events.called.action" if row and row.action else "events.called.attention")

    def few(self, period: NewsPeriod) -> bool:
        """Tell whether the values of a period rest on few events."""
        return period.events < self.news.validation.limits["small-number"]

    def whole(self, period: NewsPeriod) -> bool:
        """Tell whether so many days of a period are whole that it has a value."""
        return period.whole_share >= self.news.validation.limits["whole-percent"] / 100
