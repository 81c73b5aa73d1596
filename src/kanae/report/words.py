"""The words of one language: whole sentences with named places, dates and numbers as that language writes them."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from kanae.errors import KanaeError
from kanae.report.rich import Figure, Rich, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.model.dates import PartialDate
    from kanae.model.records import Language

Value = str | int | float | date | Figure | Span | Rich

ONE_PERCENT = 0.01
"""Shares are written in whole per cent."""

_PATTERNS = {
    "en": {"day": "d MMM y", "month": "MMM y", "year": "y"},
    "ja": {"day": "y年M月d日", "month": "y年M月", "year": "y年"},
    "ko": {"day": "y년 M월 d일", "month": "y년 M월", "year": "y년"},
}


@dataclass
class Words:
    """Sentences of one language, and the numbers they showed.

    Attributes:
        lang: The language.
        texts: Sentence by key.
        figures: Numbers shown so far, by the records behind them; the place of the records is their anchor.
    """

    lang: Language
    texts: Mapping[str, str]
    figures: dict[tuple[str, ...], list[Figure]] = field(default_factory=dict[tuple[str, ...], list[Figure]])
    _places: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

    def say(self, key: str, **values: Value) -> str:
        """Return a sentence without links."""
        return "".join(span.text for span in self.rich(key, **values))

    def rich(self, key: str, **values: Value) -> Rich:
        """Return a sentence in which numbers and records are links.

        Raises:
            KanaeError: When the sentence, or a value for one of its places, is missing.
        """
        if key not in self.texts:
            raise KanaeError(f"There is no sentence '{key}' in '{self.lang}'.", f"Add it to words/{self.lang}.yml.")
        spans: list[Span] = []
        for text, place, _, _ in string.Formatter().parse(self.texts[key]):
            if text:
                spans.append(Span(text))
            if place is not None:
                if place not in values:
                    raise KanaeError(f"The sentence '{key}' has no value for '{place}'.", "Hand it to the sentence.")
                spans.extend(self._spans(values[place]))
        return tuple(spans)

    def figure(self, figure: Figure) -> Span:
        """Return a number as a link to the records behind it."""
        if figure.value is None:
            return Span(self.texts["unknown"], role="unknown")
        same = self.figures.setdefault(figure.record_ids, [])
        if figure not in same:
            same.append(figure)
        place = self._places.setdefault(figure.record_ids, len(self._places) + 1)
        return Span(self.number(figure.value, figure.form), f"#n{place}", "figure")

    def number(self, value: float, form: str = "count") -> str:
        """Write a number; a share that is neither nothing nor all is not written as such."""
        return _number(value, form, self.lang)

    def day(self, day: date) -> str:
        """Write a day."""
        return _date(day, "day", self.lang)

    def date(self, when: PartialDate) -> str:
        """Write a date as precisely as it is known; a span of days with its end."""
        first = _date(when.first, when.precision, self.lang)
        if "/" not in when.text:
            return first
        last = _date(when.last, "day", self.lang)
        return self.texts["span"].format(first=first, last=last)

    def half_year(self, half_year: str) -> str:
        """Write a half-year such as ``2023-H2``."""
        year, _, half = half_year.partition("-H")
        return self.texts[f"half-year.{half}"].format(year=year)

    def list(self, parts: tuple[Rich, ...]) -> Rich:
        """Join parts with the comma of the language."""
        spans: list[Span] = []
        for number, part in enumerate(parts):
            if number:
                spans.append(Span(self.texts["comma"]))
            spans.extend(part)
        return tuple(spans)

    def _spans(self, value: Value) -> Rich:
        match value:
            case tuple():
                return value
            case Span():
                return (value,)
            case Figure():
                return (self.figure(value),)
            case date():
                return (Span(self.day(value)),)
            case str():
                return (Span(value),)
            case _:
                return (Span(self.number(value)),)


@cache
def _number(value: float, form: str, lang: Language) -> str:
    """Write a number; a page writes the same few again and again."""
    if form == "percent":
        edge = min(max(value, ONE_PERCENT), 1 - ONE_PERCENT)
        sign = "<" if 0 < value < ONE_PERCENT / 2 else ">" if 1 - ONE_PERCENT / 2 < value < 1 else ""
        return sign + format_percent(edge if sign else value, "#,##0%", locale=lang)
    return format_decimal(value, "0.000" if form == "probability" else "#,##0.##", locale=lang)


@cache
def _date(day: date, precision: str, lang: Language) -> str:
    """Write a date as precisely as asked."""
    return format_date(day, _PATTERNS[lang][precision], locale=lang)
