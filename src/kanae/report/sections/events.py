"""Words and deeds in the world's news: an event store beside the ledger, with what its series can and cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.event_change import ratio_on
from kanae.report.blocks import Entries, Entry, Legend, Paragraph, Picture, Section
from kanae.report.charts.events import COLOURS, QUADS, NewsRow, NewsSpan, balance_chart, shares_chart
from kanae.report.rich import Span
from kanae.report.sections.event_sentences import (
    beside_chart,
    change_paragraphs,
    lead,
    precision_sentence,
    recall_sentence,
    verdict,
)
from kanae.report.sections.event_tables import changes_table, periods_table, read_table, validation_table
from kanae.report.sections.news_page import NewsPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.measures.event_validation import Validated
    from kanae.model.news import NewsPeriod, NewsSeries
    from kanae.report.answers import Answers
    from kanae.report.blocks import Block
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


def _blocks(page: NewsPage) -> Iterator[Block]:
    words, news = page.words, page.news
    shown = [series for series in news.series if series.periods and series.addressed]
    if not shown:
        yield Paragraph(words.rich("events.lead.none", source=page.source, rows=page.number(news.rows)), "lead")
        yield read_table(page)
    else:
        yield Paragraph(lead(page, shown[0]), "lead")
        for kind in KINDS:
            yield Paragraph(verdict(page, kind))
        for kind in KINDS:
            yield Paragraph(recall_sentence(page, kind))
        yield Paragraph(precision_sentence(page))
        yield from change_paragraphs(page)
        for picture in (_shares(page, shown), _balance(page, shown)):
            yield picture
            for kind in KINDS:
                yield Paragraph(beside_chart(page, kind), "note")
        yield validation_table(page, folded=False)
        yield validation_table(page, folded=True)
        yield changes_table(page)
        yield Paragraph(words.rich("events.note.series"), "note")
    yield Paragraph(words.rich("events.note.sums"), "note")
    if len(news.streams) == 1:
        yield Paragraph(words.rich(f"events.streams.{news.streams[0]}"), "note")
    if news.others:
        others = words.texts["comma"].join(words.say(f"events.source.{name}") for name in news.others)
        yield Paragraph(words.rich("events.others", others=others), "note")
    yield Entries(words.say("list", name=words.texts["events.stores"], n=1), (_entry(page),))


def _row(page: NewsPage, series: NewsSeries, *, balance: bool) -> NewsRow:
    checked = {kind: page.news.validation.of(series.source, series.parties, kind) for kind in KINDS}
    changed = [row for row in page.news.changes.rows if row.scale == "say-do" and row.series.parties == series.parties]
    spans = [_span(page, series, period) for period in series.periods]
    return NewsRow(
        page.naming.states(series.parties),
        tuple(page.words.say(f"events.row.{kind}", found=_found(page, row)) for kind, row in checked.items()),
        spans,
        changed[0].range if balance and changed else None,
    )


def _found(page: NewsPage, checked: Validated | None) -> str:
    called = page.called(checked)
    if checked is None or checked.recall.share.value is None:
        return page.words.say("events.row.unmeasured", called=called)
    found, tested = len(checked.recall.found), len(checked.recall.tested)
    return page.words.say("events.row.found", called=called, found=found, n=tested)


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
        legend=(*legend, *_flags(page, rows)),
        table=periods_table(page, shown, "events-shares"),
    )


def _balance(page: NewsPage, shown: list[NewsSeries]) -> Picture:
    rows = [_row(page, series, balance=True) for series in shown]
    changed = [Legend(page.words.say("events.legend.range"), "tone-fading", "frame")] if _any_change(rows) else []
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
            *_flags(page, rows),
        ),
        table=periods_table(page, shown, "events-balance"),
    )


def _any_change(rows: list[NewsRow]) -> bool:
    return any(row.change is not None for row in rows)


def _flags(page: NewsPage, rows: list[NewsRow]) -> tuple[Legend, ...]:
    few = int(page.news.validation.limits["small-number"])
    spans = [span for row in rows for span in row.spans]
    flags = (
        (any(not span.whole for span in spans), Legend(page.words.say("events.legend.hatched"), "faint", "hatch")),
        (any(span.few for span in spans), Legend(page.words.say("events.legend.few", n=few), "faint", "band")),
        (
            any(span.whole and not span.shares for span in spans),
            Legend(page.words.say("events.legend.empty"), "faint", "frame"),
        ),
    )
    return tuple(legend for needed, legend in flags if needed)


def _entry(page: NewsPage) -> Entry:
    line = page.words.rich(
        "events.store", days=page.news.whole_days, rows=page.news.rows, digest=page.news.validation.digest
    )
    return Entry(page.news.record_id, (Span(page.source, role="address"),), (line,))
