"""The brief: the answer first, then everything it rests on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kanae.report.blocks import Page
from kanae.report.facts import facts_of
from kanae.report.naming import Naming
from kanae.report.sections.answer import answer_section
from kanae.report.sections.burden import burden_section
from kanae.report.sections.changes import changes_section
from kanae.report.sections.claims import claims_section
from kanae.report.sections.commitments import commitments_section
from kanae.report.sections.continuity import continuity_section
from kanae.report.sections.cycle import cycle_section
from kanae.report.sections.deeds import deeds_section
from kanae.report.sections.east_up import east_up_section
from kanae.report.sections.events import events_section
from kanae.report.sections.institutionalisation import institutionalisation_section
from kanae.report.sections.meetings import meetings_section
from kanae.report.sections.method import method_section
from kanae.report.sections.records import numbers_section, records_section, sources_section
from kanae.report.sections.roles import roles_section
from kanae.report.sections.say_do import say_do_section
from kanae.report.sections.timeline import timeline_section
from kanae.report.sections.votes import votes_section

if TYPE_CHECKING:
    from kanae.report.answers import Answers
    from kanae.report.rich import Rich
    from kanae.report.words import Words


def compose_brief(words: Words, answers: Answers, version: str) -> Page:
    """Put the brief together.

    Args:
        words: Words of the language, with no number shown yet.
        answers: What is to be said.
        version: Version of kanae.
    """
    naming = Naming(answers.ledger, words)
    sections = [
        answer_section(words, answers),
        timeline_section(words, answers),
        commitments_section(words, answers),
        say_do_section(words, answers),
        deeds_section(words, answers),
        meetings_section(words, answers),
        institutionalisation_section(words, answers),
        continuity_section(words, answers),
        cycle_section(words, answers),
        changes_section(words, answers),
        burden_section(words, answers),
        roles_section(words, answers),
        east_up_section(words, answers),
        votes_section(words, answers),
        events_section(words, answers),
        method_section(words, answers),
        records_section(words, answers),
        sources_section(words, answers),
    ]
    before_method = [section.anchor for section in sections].index("method")
    sections.insert(before_method, claims_section(words, answers, sections))
    sections.append(numbers_section(words, naming))
    return Page(
        lang=words.lang,
        title=words.say("page.title", adjective=naming.text(answers.framework.adjective)),
        subtitle=_subtitle(words, answers),
        sections=tuple(section for section in sections if section.blocks),
        contents=words.say("page.contents"),
        skip=words.say("page.skip"),
        download=words.say("page.download"),
        rows=words.say("page.rows"),
        unfold=words.say("page.unfold"),
        back=words.say("page.back"),
        footer=_footer(words, naming, answers, version),
        warnings=_warnings(words, answers),
        facts=facts_of(answers, version),
    )


def _subtitle(words: Words, answers: Answers) -> Rich:
    if answers.covered_to is None:
        return words.rich("page.subtitle.uncovered", as_of=answers.as_of)
    return words.rich("page.subtitle", as_of=answers.as_of, covered_to=answers.covered_to)


def _warnings(words: Words, answers: Answers) -> tuple[Rich, ...]:
    warnings: list[Rich] = []
    beyond = timedelta(0) if answers.covered_to is None else answers.as_of - answers.covered_to
    if beyond > timedelta(0):
        warnings.append(words.rich("page.beyond", days=beyond.days))
    if answers.known_on is not None:
        warnings.append(words.rich("page.known-on", known_on=answers.known_on))
    return tuple(warnings)


def _footer(words: Words, naming: Naming, answers: Answers, version: str) -> tuple[Rich, ...]:
    digest = answers.ledger.digest[:12]
    return (
        words.rich("page.footer.version", version=version, digest=digest),
        words.rich(
            "page.footer.cite", digest=digest, framework=naming.text(answers.framework.label), as_of=answers.as_of
        ),
    )
