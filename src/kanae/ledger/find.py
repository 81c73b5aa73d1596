"""Looking for records by words in any of the three languages."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.ledger.nearest import nearest
from kanae.ledger.placed import placed_records, texts_of
from kanae.model.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.ledger.load import Reading
    from kanae.ledger.placed import Placed


def find_records(reading: Reading, words: Sequence[str], kinds: Sequence[str] = ()) -> list[Placed]:
    """Return the records in whose id or texts every word stands, by kind and then by id.

    Capitals, full-width letters and half-width kana are all the same; a word with a blank in it is a phrase.
    A Latin word is looked for from its beginning, so that «Lima» does not find «climate».
    A source is found by its publisher, title, address and note.

    Args:
        reading: The ledger.
        words: Words that must all be there, in any language and any of the texts of the record.
        kinds: Kinds to look in, such as ``events``; by default all.

    Raises:
        LedgerError: When no word is given, or a kind is unknown.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise LedgerError(f"'{kind}' is no kind of record.", nearest(kind, KINDS))
    wanted = [pattern_of(folded) for word in words if (folded := fold(word))]
    if not wanted:
        raise LedgerError("There is no word to look for.", "Name one: kanae ledger find Lima")
    order = {kind: place for place, kind in enumerate(KINDS)}
    found = (
        placed
        for placed in placed_records(reading)
        if (not kinds or placed.kind in kinds) and _holds_all(placed, wanted)
    )
    return sorted(found, key=lambda placed: (order[placed.kind], placed.record_id))


def fold(text: str) -> str:
    """Return a text for comparing only: compatible letters, capitals and blanks made equal.

    Examples:
        >>> fold("  Ｆｒｅｅｄｏｍ  EDGE "), fold("ﾘﾏ")
        ('freedom edge', 'リマ')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def pattern_of(word: str) -> re.Pattern[str]:
    """Return what a folded word looks like in a folded text: Latin words from their beginning, others anywhere.

    Examples:
        >>> pattern_of("lima").search("climate") is None
        True
        >>> [bool(pattern_of(word).search("icbm発射後の会合")) for word in ("icbm", "会合")]
        [True, True]
    """
    begins_a_word = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    return re.compile(begins_a_word + re.escape(word))


def _holds_all(placed: Placed, wanted: Sequence[re.Pattern[str]]) -> bool:
    texts = [fold(placed.record_id), *(fold(text) for _, text in texts_of(placed.record))]
    return all(any(word.search(text) for text in texts) for word in wanted)
