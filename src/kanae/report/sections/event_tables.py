"""Tables of the chapter on events in the news: the periods, the validation, the changes looked for."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Literal

from kanae.measures.dated_turns import expected_inside
from kanae.measures.event_change import ratio_on
from kanae.report.blocks import Table
from kanae.report.rich import Figure, Rich, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.measures.event_change import EventChange
    from kanae.measures.event_validation import Validated
    from kanae.measures.exact_rates import Interval
    from kanae.model.news import NewsPeriod, NewsSeries
    from kanae.model.panels import PanelRow
    from kanae.report.sections.news_page import NewsPage

ANSWERS = {True: "yes", False: "no", None: "unknown"}
COUNTED = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")


def periods_table(page: NewsPage, shown: Sequence[NewsSeries], picture: str) -> Table:
    """Return the rows behind a picture: shares, or the balance of deeds and words."""
    balance = picture == "events-balance"
    words = page.words
    names = ("events-deeds-per-word", "interval") if balance else ("events-total",)
    header = (
        words.say("column.events-period"),
        words.say("column.events-parties"),
        *(words.say(f"events.quad.{name}") for name in (COUNTED[:2] if balance else COUNTED)),
        *(words.say(f"column.{name}") for name in names),
        words.say("column.events-whole"),
    )
    cells = tuple(
        (
            plain(page.period(period.name)),
            plain(page.naming.states(series.parties)),
            *(_balance_cells(page, period) if balance else _share_cells(page, period)),
            plain(words.number(period.whole_share, "percent")),
        )
        for series in shown
        for period in series.periods
    )
    numeric = tuple(range(2, len(header)))
    return Table(f"rows-{picture}", words.say("events.rows"), header, cells, numeric=numeric, folded=True)


def _share_cells(page: NewsPage, period: NewsPeriod) -> tuple[Rich, ...]:
    counts = (*period.quads, period.events)
    if not page.whole(period):
        return tuple(plain(page.words.texts["unknown"]) for _ in counts)
    return tuple(plain(page.words.number(count)) for count in counts)


def _balance_cells(page: NewsPage, period: NewsPeriod) -> tuple[Rich, ...]:
    unknown = plain(page.words.texts["unknown"])
    if not page.whole(period):
        return (unknown,) * 4
    said, done = period.quads[:2]
    counts = (plain(page.words.number(said)), plain(page.words.number(done)))
    if not said + done:
        return (*counts, unknown, unknown)
    ratio = ratio_on("say-do", period)
    low, high = (page.words.number(round(exp(end), 2)) for end in ratio.interval)
    return (
        *counts,
        plain(page.words.number(round(exp(ratio.value), 2))),
        plain(page.words.texts["span"].format(first=low, last=high)),
    )


def read_table(page: NewsPage) -> Table:
    """Return what was read of every pair by month, where no day is whole."""
    words = page.words
    header = (
        *(words.say(f"column.{name}") for name in ("events-period", "events-parties")),
        *(words.say(f"events.quad.{name}") for name in COUNTED),
        *(words.say(f"column.{name}") for name in ("events-total", "events-days-read")),
    )
    cells = tuple(
        (
            plain(page.period(row.period)),
            plain(page.naming.states((row.a, row.b))),
            *(_known(page, count) for count in _counts(row)),
            words.rich("events.of.days", n=_known(page, row.days_with_file), total=words.number(row.days)),
        )
        for row in page.news.read
    )
    return Table("events-read", words.say("events.read"), header, cells, numeric=tuple(range(2, len(header))))


def _known(page: NewsPage, count: int | None) -> Rich:
    return (page.words.figure(page.number(count)),)


def _counts(row: PanelRow) -> tuple[int | None, ...]:
    return row.verbal_cooperation, row.material_cooperation, row.verbal_conflict, row.material_conflict, row.events


def validation_table(page: NewsPage, *, folded: bool) -> Table:
    """Return the validation: of all days, or folded by stream, level and quarter."""
    rows = [
        row
        for row in page.news.validation.rows
        if (row.by != "all") == folded
        and (not folded or row.recall.tested or (row.precision and row.precision.flagged))
    ]
    group = ("events-group",) if folded else ()
    names = ("events-parties", "kind", *group, *_VALIDATED)
    header = tuple(page.words.say(f"column.{name}") for name in names)
    cells = tuple(_validated(page, row, folded=folded) for row in rows)
    numeric = tuple(range(3 if folded else 2, len(header) - 1))
    anchor, caption = ("events-groups", "events.groups") if folded else ("events-validation", "events.validation")
    return Table(anchor, page.words.say(caption), header, cells, numeric=numeric, folded=folded)


_VALIDATED = (
    *("events-found", "events-recall", "events-recall-interval", "events-recall-chance"),
    *("events-near", "events-precision", "events-precision-interval", "events-precision-chance", "events-called"),
)


def _validated(page: NewsPage, row: Validated, *, folded: bool) -> tuple[Rich, ...]:
    words, found, judged = page.words, row.recall, row.precision
    group = (plain(_group(page, row)),) if folded else ()
    return (
        plain(page.naming.states(row.parties)),
        plain(words.say(f"events.kind.{row.kind}")),
        *group,
        _of(page, "events", len(found.found), len(found.tested), found.tested),
        *_shares(page, found.share, found.by_chance, found.tested),
        _of(page, "days", judged.near, judged.flagged, judged.near_ids) if judged and judged.flagged else (),
        *(_shares(page, judged.share, judged.by_chance, judged.near_ids) if judged else ((), (), ())),
        plain(page.called(row)),
    )


def _group(page: NewsPage, row: Validated) -> str:
    if row.by == "level":
        return page.naming.code("levels", row.group)
    return page.period(row.group) if row.by == "quarter" else page.words.say(f"events.stream.{row.group}")


def _of(page: NewsPage, counted: Literal["days", "events"], n: int, total: int, record_ids: tuple[str, ...]) -> Rich:
    return page.words.rich(f"events.of.{counted}", n=page.number(n, record_ids), total=page.number(total, record_ids))


def _shares(
    page: NewsPage, share: Interval, by_chance: float | None, record_ids: tuple[str, ...]
) -> tuple[Rich, Rich, Rich]:
    words = page.words
    if share.value is None or share.low is None or share.high is None:
        return plain(words.texts["unknown"]), (), ()
    low, high = words.number(share.low, "percent"), words.number(share.high, "percent")
    return (
        (words.figure(page.number(share.value, record_ids, "percent")),),
        plain(words.texts["span"].format(first=low, last=high)),
        (words.figure(page.number(by_chance, record_ids, "percent")),),
    )


def changes_table(page: NewsPage) -> Table:
    """Return every series and scale in which a change was looked for."""
    names = (
        *("events-parties", "events-scale", "tested-from", "tested-to", "events-months"),
        *("answer", "p-value", "p-holm", "events-turns"),
    )
    header = tuple(page.words.say(f"column.{name}") for name in names)
    cells = tuple(_change(page, row) for row in page.news.changes.rows)
    return Table("events-changes", page.words.say("events.changes"), header, cells, numeric=(4, 6, 7), folded=True)


def _turns(page: NewsPage, row: EventChange) -> Rich:
    tested = [held for held in row.held if held.inside is not None]
    if not tested:
        return ()
    inside = [held.record_id for held in tested if held.inside and held.same_direction]
    chance = Figure(expected_inside(tested) or 0.0, page.ids(), "ratio")
    return page.words.rich("events.turns", n=page.number(len(inside)), total=page.number(len(tested)), chance=chance)


def _change(page: NewsPage, row: EventChange) -> tuple[Rich, ...]:
    words, change, periods = page.words, row.change, row.periods
    answer = words.say(f"cycle.answer.{ANSWERS[change.found]}")
    if change.found is None:
        answer = words.say(f"reason.{change.reason}")

    def probability(value: float | None) -> Rich:
        return () if value is None else (words.figure(Figure(value, page.ids(), "probability")),)

    return (
        plain(page.naming.states(row.series.parties)),
        plain(words.say(f"events.scale.{row.scale}")),
        plain(words.day(periods[0].first)) if periods else (),
        plain(words.day(periods[-1].last)) if periods else (),
        plain(words.number(len(periods))),
        plain(answer),
        probability(change.p_value),
        probability(row.p_adjusted),
        _turns(page, row),
    )
