"""What the issue codes mean, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import KanaeError
from kanae.ledger.nearest import nearest
from kanae.model.issues import IssueCode
from kanae.workflow.wording import issue_words_of

if TYPE_CHECKING:
    from kanae.model.records import Language

_TOLD = ("title", "means", "example", "fix")


def explanation_rows(lang: Language) -> list[dict[str, str]]:
    """Return what every issue code means, in the order of the codes."""
    return [explanation_row(code, lang) for code in IssueCode]


def explanation_row(code: str, lang: Language) -> dict[str, str]:
    """Return what one issue code means.

    Raises:
        KanaeError: When there is no such code; names the nearest.

    Examples:
        >>> explanation_row("k203", "ja")["title"]
        '値が正しくない'
    """
    known = find_code(code)
    texts = issue_words_of(lang)
    told = {key: texts[f"{known}.{key}"] for key in _TOLD}
    return {"code": known.value, "severity": known.severity.value, **told}


def explanation_text(code: str, lang: Language) -> str:
    """Return what one issue code means, for a person.

    Raises:
        KanaeError: When there is no such code; names the nearest.
    """
    row = explanation_row(code, lang)
    texts = issue_words_of(lang)
    severity = texts[f"severity.{row['severity']}"]
    head = texts["line.head"].format(code=row["code"], severity=severity, title=row["title"])
    below = (texts[f"line.{key}"].format(text=row[key]) for key in ("example", "fix"))
    return "\n".join((head, "", row["means"], "", *below))


def find_code(code: str) -> IssueCode:
    """Return an issue code by its name; capitals or not is all the same.

    Raises:
        KanaeError: When there is no such code; names the nearest.
    """
    codes = {known.value: known for known in IssueCode}
    wanted = code.strip().upper()
    if wanted not in codes:
        raise KanaeError(f"There is no issue code '{code}'.", nearest(wanted, codes))
    return codes[wanted]
