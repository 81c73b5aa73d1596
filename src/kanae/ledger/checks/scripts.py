"""Is each language written in its own script, and is nothing left in English?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, get_args

from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Labels, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.load import Reading

_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_KANA = "\u3041-\u3096\u30a1-\u30fa"
_HAN = "\u4e00-\u9fff"
_FOREIGN = {
    "en": (re.compile(f"[{_HANGUL}{_KANA}{_HAN}]"), "Japanese or Korean letters"),
    "ja": (re.compile(f"[{_HANGUL}]"), "Korean letters"),
    "ko": (re.compile(f"[{_KANA}]"), "Japanese letters"),
}
"""Letters that betray a text put under the wrong language; Chinese characters are at home in both."""


def each_language_is_written_in_its_script(reading: Reading) -> Iterator[Issue]:
    """Yield labels with letters of another language, and sentences that stand in English under another language."""
    for record, origin in reading.all_rows():
        for field in _label_fields(type(record)):
            labels = getattr(record, field)
            for lang in _FOREIGN if labels is not None else ():
                found = _fault(labels, lang)
                if found:
                    path = f"{field}.{lang}"
                    fix = "Write the text in its language; are two lines exchanged?"
                    yield origin.issue(path, IssueCode.WRONG_SCRIPT, f"{path}: {found}", fix)


def _fault(labels: Labels, lang: str) -> str | None:
    text = getattr(labels, lang)
    letters, named = _FOREIGN[lang]
    if letters.search(text):
        return f"'{text}' holds {named}"
    if lang != "en" and " " in text and text == labels.en:
        return f"'{text}' is still in English"
    return None


@cache
def _label_fields(kind: type[Record]) -> tuple[str, ...]:
    return tuple(
        name for name, info in kind.model_fields.items() if Labels in (info.annotation, *get_args(info.annotation))
    )
