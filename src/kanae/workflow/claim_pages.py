"""Checked claims as a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae import __version__
from kanae.errors import LedgerError
from kanae.workflow.pages import html_of
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.ledger.load import Progress
    from kanae.model.records import Language
    from kanae.workflow.claims import ClaimsChecked


def claims_page(checked: ClaimsChecked, lang: Language, progress: Progress) -> str:
    """Return the page of checked claims as one HTML file.

    Args:
        checked: The claims.
        lang: Language of the page.
        progress: Told each step.

    Raises:
        LedgerError: When there are no claims.
    """
    if not checked.rows:
        raise LedgerError("There is no claim to show.", "Begin one: kanae claims new FILE")
    from kanae.report.claims_page import compose_claims_page

    progress("composing the page")
    page = compose_claims_page(words_of(lang), checked.ledger, checked.rows, __version__, checked.asked.known_on)
    return html_of(page, progress)
