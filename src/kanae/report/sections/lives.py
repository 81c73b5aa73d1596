"""Which mechanisms live, which sleep, and at which level members met: sentences, bands and a table of comparators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.vitality import Vitality
from kanae.report.blocks import Paragraph, Table
from kanae.report.naming import Naming
from kanae.report.rich import Rich, Span, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kanae.measures.vitality import Life
    from kanae.report.answers import Answers, Lives, MechanismLife
    from kanae.report.words import Words


def life_paragraphs(words: Words, answers: Answers, lives: Lives) -> tuple[Paragraph, ...]:
    """Return what is said before the picture: how many live, which sleep, and at which level members met."""
    ours = [row for row in lives.mechanisms if row.framework == answers.framework.id]
    if not ours:
        return ()
    everything = tuple(row.id for row in ours)
    states = (*Vitality, None)
    by_state = {state: tuple(row.id for row in ours if row.life.state is state) for state in states}
    counts = tuple(
        words.rich("vitality.count", state=_name(words, state), n=count_of(ids))
        for state, ids in by_state.items()
        if ids
    )
    dormant = tuple(_dormant(words, answers, row) for row in ours if row.life.state is Vitality.DORMANT)
    told = (Paragraph(words.rich("vitality.dormant-ones", mechanisms=words.list(dormant))),) if dormant else ()
    changed = [row.id for row in ours if {row.shorter, row.longer} != {row.life.state}]
    summary = words.rich(
        "vitality.summary",
        n=count_of(everything),
        states=words.list(counts),
        percent=answers.sensitivity.percent,
        changed=count_of(changed, everything),
    )
    return (*_levels(words, answers, lives), Paragraph(summary), *told)


def _name(words: Words, state: Vitality | None) -> str:
    return words.say(f"vitality.{'not-known' if state is None else state.value}")


def _dormant(words: Words, answers: Answers, row: MechanismLife) -> Rich:
    """Say why a mechanism is dormant: a source that says so, or silence since its last act."""
    naming, life = Naming(answers.ledger, words), row.life
    mechanism = naming.text(row.label)
    if life.last_act is None or life.act_id not in answers.events:
        return words.rich("vitality.stopped", mechanism=mechanism, act=naming.record(life.act_id))
    day = Span(words.day(life.last_act), f"#{life.act_id}", "record")
    return words.rich("vitality.silent", mechanism=mechanism, day=day)


def _levels(words: Words, answers: Answers, lives: Lives) -> tuple[Paragraph, ...]:
    """Say at which level members met in the last whole year, a level that met in neither year left out."""
    naming = Naming(answers.ledger, words)
    everything = tuple(answers.events)
    by_level = {
        level: [row for row in lives.levels if row.level == level] for level in answers.ledger.codelists["levels"]
    }
    parts = [
        words.rich(
            "vitality.level",
            level=naming.code("levels", level),
            n=count_of(now.record_ids, everything),
            n_before=count_of(before.record_ids, everything),
        )
        for level, (before, now) in by_level.items()
        if before.n or now.n
    ]
    if not parts:
        return ()
    before, now = lives.levels[0].year, lives.levels[1].year
    text = words.rich("vitality.by-level", year=str(now), before=str(before), levels=words.list(tuple(parts)))
    return (Paragraph(text, "lead"),)


def life_cell(words: Words, life: Life) -> Rich:
    """Return the state of a mechanism as a link to the act that says so."""
    if life.state is None:
        return (Span(_name(words, None), role="unknown"),)
    return (Span(_name(words, life.state), f"#{life.act_id}", f"life-{life.state.value}"),)


def comparators_table(words: Words, answers: Answers, lives: Lives) -> tuple[Table, ...]:
    """Return the mechanisms of the frameworks compared, to be unfolded."""
    others = [row for row in lives.mechanisms if row.framework != answers.framework.id]
    if not others:
        return ()
    names = ("framework", "mechanism", "last", "life", "since", "searches")
    rows = tuple(_cells(words, answers, row) for row in others)
    header = tuple(words.say(f"column.{name}") for name in names)
    return (Table("vitality-comparators", words.say("vitality.comparators"), header, rows, folded=True),)


def _cells(words: Words, answers: Answers, row: MechanismLife) -> tuple[Rich, ...]:
    naming, life = Naming(answers.ledger, words), row.life
    return (
        plain(naming.text(answers.ledger.framework(row.framework).adjective)),
        plain(naming.text(row.label)),
        plain(words.day(life.last_act)) if life.last_act else plain(""),
        life_cell(words, life),
        plain(words.day(life.since)) if life.since else plain(""),
        naming.records(search.id for search in row.searches),
    )


def by_id(lives: Lives | None) -> dict[str, MechanismLife]:
    """Return mechanisms by id; none when vitality was not measured."""
    return {row.id: row for row in lives.mechanisms} if lives is not None else {}


def band_rows(words: Words, rows: Iterable[tuple[str, MechanismLife]], first: str) -> Sequence[dict[str, str]]:
    """Return the stretches in one state as a chart draws them, from a day on.

    Args:
        words: The words.
        rows: Name of the row of the chart, and mechanism.
        first: First day drawn, as ``YYYY-MM-DD``.
    """
    drawn: list[dict[str, str]] = []
    for name, row in rows:
        for band in row.bands:
            if band.last.isoformat() <= first or band.state is Vitality.PLANNED:
                continue
            state = "not-known" if band.state is None else band.state.value
            shown = Vitality.DORMANT.value if band.state is Vitality.ENDED else state
            begin, last = max(band.first.isoformat(), first), band.last.isoformat()
            if drawn and (drawn[-1]["series"], drawn[-1]["state"]) == (name, shown):
                drawn[-1]["last"] = last
            else:
                drawn.append({"first": begin, "last": last, "series": name, "state": shown})
    for stretch in drawn:
        state = words.say(f"vitality.{stretch['state']}")
        stretch["title"] = f"{stretch['series']}: {state} {stretch['first']} – {stretch['last']}"
    return drawn
