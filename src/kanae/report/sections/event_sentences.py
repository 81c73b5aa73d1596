"""Sentences of the chapter on events in the news: recall and precision beside chance, and whether anything changed."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from kanae.measures.change_points import LEVEL
from kanae.report.blocks import Paragraph
from kanae.report.rich import Figure, Rich, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.measures.event_change import EventChange
    from kanae.measures.event_validation import Validated
    from kanae.measures.exact_rates import Interval
    from kanae.model.news import NewsSeries
    from kanae.report.sections.news_page import NewsPage


def lead(page: NewsPage, series: NewsSeries) -> Rich:
    """Return what the store holds, from when to when."""
    return page.words.rich(
        "events.lead" if len(series.periods) > 1 else "events.lead.one",
        source=page.source,
        first=page.period(series.periods[0].name),
        last=page.period(series.periods[-1].name),
        rows=page.number(page.news.rows),
        days=page.number(page.news.whole_days),
    )


def verdict(page: NewsPage, kind: str) -> Rich:
    """Return which series may be read as action, by the meetings or the exercises they find."""
    rows = page.checked(kind)
    action = [row for row in rows if row.action]
    if not action:
        return page.words.rich(f"events.verdict.{kind}.attention")
    if len(action) == len(rows):
        return page.words.rich(f"events.verdict.{kind}.action")
    names = page.words.list(tuple(plain(page.naming.states(row.parties)) for row in action))
    return page.words.rich(f"events.verdict.{kind}.some", names=names)


def recall_sentence(page: NewsPage, kind: str) -> Rich:
    """Return how many meetings or exercises of the ledger were found, pair by pair."""
    parts = page.words.list(tuple(_recall(page, row) for row in page.checked(kind)))
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


def precision_sentence(page: NewsPage) -> Rich:
    """Return how many flagged days lie near a meeting; that it is not known where the ledger looks at none."""
    known = [row for row in page.checked("meeting") if row.precision and row.precision.share.value is not None]
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


def beside_chart(page: NewsPage, kind: str) -> Rich:
    """Return recall and precision of meetings or exercises with their intervals, to stand beside a chart."""
    parts = tuple(
        page.words.rich(
            "events.beside.part",
            parties=page.naming.states(row.parties),
            recall=_share(page, row.recall.share, row.recall.tested),
            precision=_share(page, row.precision.share, row.precision.near_ids) if row.precision else "",
            called=page.called(row),
        )
        for row in page.checked(kind)
    )
    return page.words.rich(f"events.beside.{kind}", parts=page.words.list(parts))


def _share(page: NewsPage, share: Interval, record_ids: tuple[str, ...]) -> Rich:
    if share.value is None:
        return (page.words.figure(page.number(None)),)
    value, low, high = (page.number(one, record_ids, "percent") for one in (share.value, share.low, share.high))
    return page.words.rich("events.beside.share", share=value, low=low, high=high)


def change_paragraphs(page: NewsPage) -> Iterator[Paragraph]:
    """Yield the changes found; that none was, or that there was not enough to look."""
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
    if any(row.p_adjusted is not None and row.p_adjusted > LEVEL for row in found):
        yield Paragraph(page.words.rich("events.change.alone"))


def _change(page: NewsPage, row: EventChange) -> Rich:
    change = row.change
    span = row.range
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
