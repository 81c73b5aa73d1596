"""Words and deeds in the world's news: an event store beside the ledger, with what its series can and cannot show."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from kanae.measures.event_change import ratio_on
from kanae.model.dates import PartialDate
from kanae.report.blocks import Entries, Entry, Legend, Paragraph, Picture, Section
from kanae.report.charts.events import COLOURS, QUADS, NewsRow, NewsSpan, balance_chart, shares_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, plain
from kanae.report.sections.event_tables import changes_table, periods_table, validation_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kanae.measures.event_change import EventChange
    from kanae.measures.event_validation import Validated
    from kanae.model.news import NewsPeriod, NewsSeries
    from kanae.report.answers import Answers
    from kanae.report.blocks import Block
    from kanae.report.news import NewsAnswer
    from kanae.report.words import Words

KINDS = ("meeting", "exercise")
STACKED = (1, 0, 2, 3)
"""Places of the classes among the counts, from the bottom of a column."""


def events_section(words: Words, answers: Answers) -> Section:
    """Return the section; empty when no event store is given."""
    title = words.say("events.title")
    if answers.news is None:
        return Section("events", title, ())
    return Section("events", title, tuple(_blocks(NewsPage(words, answers, answers.news))))


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

    def called(self, row: Validated | None) -> str:
        """Return what a series may be called."""
        return self.words.say("events.called.action" if row and row.action else "events.called.attention")

    def few(self, period: NewsPeriod) -> bool:
        """Tell whether the values of a period rest on few events."""
        return period.events < self.news.validation.limits["small-number"]

    def whole(self, period: NewsPeriod) -> bool:
        """Tell whether so many days of a period are whole that it has a value."""
        return period.whole_share >= self.news.validation.limits["whole-percent"] / 100


def _blocks(page: NewsPage) -> Iterator[Block]:
    words, news = page.words, page.news
    shown = [series for series in news.series if series.periods and series.addressed]
    if not shown:
        yield Paragraph(words.rich("events.lead.none", source=page.source, rows=page.number(news.rows)), "lead")
    else:
        yield Paragraph(_lead(page, shown[0]), "lead")
        yield Paragraph(_attention(page), "")
        for kind in KINDS:
            yield Paragraph(_recalled(page, kind))
        yield Paragraph(_precise(page))
        yield from _changes(page)
        yield _shares(page, shown)
        yield Paragraph(_beside(page), "note")
        yield _balance(page, shown)
        yield Paragraph(_beside(page), "note")
        yield validation_table(page, folded=False)
        yield validation_table(page, folded=True)
        yield changes_table(page)
        yield Paragraph(words.rich("events.note.series"), "note")
        yield Paragraph(words.rich("events.note.sums"), "note")
    if news.others:
        others = words.texts["comma"].join(words.say(f"events.source.{name}") for name in news.others)
        yield Paragraph(words.rich("events.others", others=others), "note")
    yield Entries(words.say("list", name=words.texts["events.stores"], n=1), (_entry(page),))


def _lead(page: NewsPage, series: NewsSeries) -> Rich:
    return page.words.rich(
        "events.lead",
        source=page.source,
        first=page.period(series.periods[0].name),
        last=page.period(series.periods[-1].name),
        rows=page.number(page.news.rows),
        days=page.number(page.news.whole_days),
    )


def _meetings(page: NewsPage) -> list[Validated]:
    return [row for row in page.news.validation.rows if row.by == "all" and row.kind == "meeting"]


def _attention(page: NewsPage) -> Rich:
    rows = _meetings(page)
    action = [row for row in rows if row.action]
    if not action:
        return page.words.rich("events.verdict.attention")
    if len(action) == len(rows):
        return page.words.rich("events.verdict.action")
    names = page.words.list(tuple(plain(page.naming.states(row.parties)) for row in action))
    return page.words.rich("events.verdict.some", names=names)


def _recalled(page: NewsPage, kind: str) -> Rich:
    rows = [row for row in page.news.validation.rows if row.by == "all" and row.kind == kind]
    parts = page.words.list(tuple(_recall(page, row) for row in rows))
    return page.words.rich(f"events.recall.{kind}", days=page.news.validation.days, parts=parts)


def _recall(page: NewsPage, row: Validated) -> Rich:
    found, name = row.recall, page.naming.states(row.parties)
    if found.share.value is None:
        return page.words.rich("events.recall.none", parties=name, n=page.number(len(found.tested), found.tested))
    return page.words.rich(
        "events.recall.part",
        parties=name,
        found=page.number(len(found.found), found.tested),
        n=page.number(len(found.tested), found.tested),
        share=page.number(found.share.value, found.tested, "percent"),
        low=page.number(found.share.low, found.tested, "percent"),
        high=page.number(found.share.high, found.tested, "percent"),
        chance=page.number(found.by_chance, found.tested, "percent"),
    )


def _precise(page: NewsPage) -> Rich:
    known = [row for row in _meetings(page) if row.precision and row.precision.share.value is not None]
    if not known:
        return page.words.rich("events.precision.none")
    parts = tuple(
        page.words.rich(
            "events.precision.part",
            parties=page.naming.states(row.parties),
            near=page.number(row.precision.near, row.precision.near_ids),
            n=page.number(row.precision.flagged, row.precision.near_ids),
            share=page.number(row.precision.share.value, row.precision.near_ids, "percent"),
            chance=page.number(row.precision.by_chance, row.precision.near_ids, "percent"),
        )
        for row in known
        if row.precision
    )
    return page.words.rich("events.precision", parts=page.words.list(parts))


def _beside(page: NewsPage) -> Rich:
    """Return recall and precision in one line, to stand beside a chart."""
    parts = []
    for row in _meetings(page):
        exact = row.precision.share.value if row.precision else None
        parts.append(
            page.words.rich(
                "events.beside.part",
                parties=page.naming.states(row.parties),
                recall=page.number(row.recall.share.value, row.recall.tested, "percent"),
                precision=page.number(exact, row.precision.near_ids if row.precision else (), "percent"),
                called=page.called(row),
            )
        )
    return page.words.rich("events.beside", parts=page.words.list(tuple(parts)))


def _changes(page: NewsPage) -> Iterator[Paragraph]:
    rows = page.news.changes.rows
    tested = [row for row in rows if row.change.found is not None]
    found = [row for row in tested if row.change.found]
    if not tested:
        most = max((len(row.periods) for row in rows), default=0)
        yield Paragraph(page.words.rich("events.change.few", n=page.number(most)))
    elif not found:
        yield Paragraph(page.words.rich("events.change.none", n=page.number(len(tested))))
    for row in found:
        yield Paragraph(_change(page, row))


def _change(page: NewsPage, row: EventChange) -> Rich:
    change = row.change
    span = _range(row)
    ratio = row.scale != "per-million"
    before, after = (
        None if value is None else exp(value) if ratio else value for value in (change.rate_before, change.rate_after)
    )
    return page.words.rich(
        f"events.change.{row.scale}",
        parties=page.naming.states(row.series.parties),
        before=Figure(before, page.ids(), "ratio"),
        after=Figure(after, page.ids(), "ratio"),
        low=span[0] if span else "",
        high=span[1] if span else "",
        p=Figure(change.p_value, page.ids(), "probability"),
        holm=Figure(row.p_adjusted, page.ids(), "probability"),
    )


def _range(row: EventChange) -> tuple[date, date] | None:
    if row.change.first is None or row.change.last is None:
        return None
    return row.periods[row.change.first].first, row.periods[row.change.last].last


def _row(page: NewsPage, series: NewsSeries, *, balance: bool) -> NewsRow:
    checked = page.news.validation.of(series.source, series.parties, "meeting")
    name, called = page.naming.states(series.parties), page.called(checked)
    if checked is None or checked.recall.share.value is None:
        title = page.words.say("events.row.unmeasured", parties=name, called=called)
    else:
        title = page.words.say(
            "events.row", parties=name, called=called, found=len(checked.recall.found), n=len(checked.recall.tested)
        )
    changed = [row for row in page.news.changes.rows if row.scale == "say-do" and row.series.parties == series.parties]
    spans = [_span(page, series, period) for period in series.periods]
    return NewsRow(title, spans, _range(changed[0]) if balance and changed else None)


def _span(page: NewsPage, series: NewsSeries, period: NewsPeriod) -> NewsSpan:
    total, ratio = sum(period.quads), ratio_on("say-do", period)
    cooperation = period.quads[0] + period.quads[1]
    return NewsSpan(
        period.first,
        period.last,
        page.whole(period),
        page.few(period),
        tuple(period.quads[place] / total for place in STACKED) if total else (),
        (ratio.value, *ratio.interval) if cooperation else None,
        page.words.say(
            "events.span",
            period=page.period(period.name),
            parties=page.naming.states(series.parties),
            said=period.quads[0],
            done=period.quads[1],
            conflict=period.quads[2] + period.quads[3],
        ),
    )


def _shares(page: NewsPage, shown: list[NewsSeries]) -> Picture:
    rows = [_row(page, series, balance=False) for series in shown]
    legend = tuple(Legend(page.words.say(f"events.quad.{name}"), COLOURS[name]) for name in QUADS)
    return Picture(
        anchor="events-shares",
        caption=page.words.say(f"events.shares.caption.{page.news.by}", source=page.source),
        description=page.words.say("events.shares.description"),
        wide=shares_chart(rows, wide=True),
        narrow=shares_chart(rows, wide=False),
        legend=(*legend, *_flags(page)),
        table=periods_table(page, shown, "events-shares"),
    )


def _balance(page: NewsPage, shown: list[NewsSeries]) -> Picture:
    rows = [_row(page, series, balance=True) for series in shown]
    changed = [Legend(page.words.say("events.legend.range"), "tone-fading", "ring")] if _any_change(rows) else []
    return Picture(
        anchor="events-balance",
        caption=page.words.say(f"events.balance.caption.{page.news.by}", source=page.source),
        description=page.words.say("events.balance.description"),
        wide=balance_chart(rows, wide=True),
        narrow=balance_chart(rows, wide=False),
        legend=(
            Legend(page.words.say("events.legend.ratio"), "deed-acts", "dot"),
            Legend(page.words.say("events.legend.interval"), "deed-acts", "band"),
            *changed,
            *_flags(page),
        ),
        table=periods_table(page, shown, "events-balance"),
    )


def _any_change(rows: list[NewsRow]) -> bool:
    return any(row.change is not None for row in rows)


def _flags(page: NewsPage) -> tuple[Legend, ...]:
    few = int(page.news.validation.limits["small-number"])
    return (
        Legend(page.words.say("events.legend.hatched"), "faint", "hatch"),
        Legend(page.words.say("events.legend.few", n=few), "faint", "band"),
    )


def _entry(page: NewsPage) -> Entry:
    line = page.words.rich(
        "events.store", days=page.news.whole_days, rows=page.news.rows, digest=page.news.validation.digest
    )
    return Entry(page.news.record_id, (Span(page.source, role="address"),), (line,))
