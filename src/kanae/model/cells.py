"""Text as a cell of a spreadsheet."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; numbers stay numbers.

    Examples:
        >>> inert("=1+1"), inert("-0.5"), inert("日米韓")
        ("'=1+1", '-0.5', '日米韓')
    """
    return f"'{text}" if text.startswith(_STARTS_FORMULA) and not _NUMBER.fullmatch(text) else text
