"""The answers from the real ledger, asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kanae
from kanae.report.brief import compose_brief
from kanae.workflow.briefs import whole_answer
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger
    from kanae.model.records import Language
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return kanae.open_ledger()


@pytest.fixture(scope="session")
def answers(ledger: Ledger) -> Answers:
    return whole_answer(ask(ledger, "camp-david"), None, lambda _: None)


@pytest.fixture(scope="session")
def pages(answers: Answers) -> dict[Language, Page]:
    return {lang: compose_brief(words_of(lang), answers, "0") for lang in ("en", "ja", "ko")}
