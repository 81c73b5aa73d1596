"""How the answers were made, and what they cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.report.blocks import Paragraph, Section, Table
from kanae.report.naming import Naming
from kanae.report.rich import Rich, count_of, plain

if TYPE_CHECKING:
    from kanae.model.records import Coverage
    from kanae.report.answers import Answers
    from kanae.report.words import Words


def method_section(words: Words, answers: Answers) -> Section:
    """Return the section on method and limits."""
    sentences = (*_rules(words, answers), *_limits(words, answers))
    paragraphs = tuple(Paragraph(sentence) for sentence in sentences)
    tables = (_thresholds(words, answers), _coverage(words, answers))
    return Section("method", words.say("method.title"), (*paragraphs, *tables))


def _rules(words: Words, answers: Answers) -> tuple[Rich, ...]:
    naming = Naming(answers.ledger, words)
    everything = tuple(answers.commitments) or (answers.framework.id,)
    sensitivity = answers.sensitivity
    return (
        words.rich("method.status", as_of=answers.as_of, reading=naming.code("readings", answers.reading.value)),
        words.rich(
            "method.sensitivity",
            percent=sensitivity.percent,
            shorter=count_of((change.commitment_id for change in sensitivity.shorter), everything),
            longer=count_of((change.commitment_id for change in sensitivity.longer), everything),
        ),
    )


def _thresholds(words: Words, answers: Answers) -> Table:
    naming = Naming(answers.ledger, words)
    rows = tuple(
        (
            plain(naming.text(item.label)),
            words.rich("method.threshold", value=float(item.value), unit=words.texts[f"method.unit.{item.group}"]),
            plain(naming.text(item.definition)),
        )
        for item in answers.ledger.codelists["thresholds"].values()
        if item.value is not None
    )
    header = tuple(words.say(f"column.{name}") for name in ("threshold", "value", "remark"))
    return Table("thresholds", words.say("method.thresholds"), header, rows, folded=True)


def _limits(words: Words, answers: Answers) -> tuple[Rich, ...]:
    searches = sorted({row.id for rows in answers.searches.values() for row in rows})
    everything = tuple(answers.events) or (answers.framework.id,)
    unconfirmed = (row.id for row in answers.events.values() if not row.confirmed)
    corrected = (row.id for row in (*answers.events.values(), *answers.evidence.values()) if row.corrections)
    return (
        words.rich("method.searches", searches=count_of(searches, everything)),
        words.rich("method.unconfirmed", n=count_of(unconfirmed, everything)),
        words.rich("method.corrections", n=count_of(corrected, everything)),
        words.rich("method.audit"),
        words.rich("method.labels"),
    )


def _coverage(words: Words, answers: Answers) -> Table:
    rows = [row for row in answers.ledger.coverage if row.framework in (None, answers.framework.id)]
    rows.sort(key=lambda row: (row.label.text(words.lang), row.start.first))
    header = tuple(words.say(f"column.{name}") for name in ("part", "from", "to", "completeness", "remark"))
    return Table(
        "coverage", words.say("method.coverage.caption"), header, tuple(_cells(words, answers, row) for row in rows)
    )


def _cells(words: Words, answers: Answers, row: Coverage) -> tuple[Rich, ...]:
    naming = Naming(answers.ledger, words)
    return (
        plain(naming.text(row.label)),
        plain(words.date(row.start)),
        plain(words.date(row.end)),
        plain(naming.code("completeness", row.completeness)),
        plain(naming.text(row.remark)),
    )
