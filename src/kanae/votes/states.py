"""Which state a file means: by Correlates of War number or code, ISO code or name.

Codes of three letters are a trap: AUS is Australia in ISO 3166 and Austria in the Correlates of War list. What a column
holds is therefore judged on all its values together, never cell by cell.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.votes.codelists import states

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Scheme(StrEnum):
    """Ways to write a state, the surest first."""

    COW = "cow"
    NAME = "name"
    ISO3 = "iso3"
    ISO2 = "iso2"
    COW_CODE = "cow_code"


@dataclass(frozen=True, slots=True)
class StateBook:
    """Codes of states by the ways files write them.

    Attributes:
        codes: For each scheme, the code by spelling.

    Examples:
        >>> book = state_book()
        >>> book.find("731", Scheme.COW), book.find("Korea, South", Scheme.NAME), book.find("AUS", Scheme.COW_CODE)
        ('PRK', 'KOR', 'AUT')
    """

    codes: Mapping[Scheme, Mapping[str, str]]

    def find(self, written: str, scheme: Scheme) -> str | None:
        """Return the code of a state, or ``None`` when nobody is known by that spelling."""
        spelling = fold_name(written) if scheme is Scheme.NAME else written.strip().upper()
        return self.codes[scheme].get(spelling)

    def scheme_of(self, values: Iterable[str]) -> Scheme:
        """Judge how a column writes states.

        Examples:
            >>> str(state_book().scheme_of(["AUS", "UKG", "USA"])), str(state_book().scheme_of(["AUS", "GBR"]))
            ('cow_code', 'iso3')
        """
        written = [value.strip() for value in values if value.strip() not in ("", "NA")]
        known = {scheme: sum(self.find(value, scheme) is not None for value in written) for scheme in Scheme}
        order = (Scheme.COW, Scheme.ISO3, Scheme.COW_CODE, Scheme.ISO2, Scheme.NAME)
        best = max(order, key=lambda scheme: known[scheme])
        return best if known[best] else Scheme.NAME

    def asked(self, written: str) -> str:
        """Return the code of a state someone named: by ISO code, name or Correlates of War number.

        Raises:
            MeasureError: When nobody is known by that spelling.

        Examples:
            >>> state_book().asked("kor"), state_book().asked("Republic of Korea")
            ('KOR', 'KOR')
        """
        for scheme in (Scheme.ISO3, Scheme.NAME, Scheme.ISO2, Scheme.COW):
            code = self.find(written, scheme)
            if code is not None:
                return code
        names = self.codes[Scheme.NAME]
        near = difflib.get_close_matches(fold_name(written), names, n=3)
        fix = (
            "Did you mean " + " or ".join(f"'{names[name]}'" for name in near) + "?" if near else "Write JPN, KOR, USA."
        )
        raise MeasureError(f"'{written}' is no state kanae knows.", fix)


def fold_name(name: str) -> str:
    """Return a name without accents, case, punctuation and articles, for comparing only.

    Examples:
        >>> fold_name("CÔTE D’IVOIRE") == fold_name("Cote d'Ivoire")
        True
        >>> fold_name("St. Lucia"), fold_name("Trinidad & Tobago")
        ('saint lucia', 'trinidad and tobago')
    """
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark)).casefold()
    words = re.sub(r"[^\w]+", " ", re.sub("['’`]", "", plain.replace("&", " and "))).split()
    return " ".join("saint" if word == "st" else word for word in words if word != "the")


@cache
def state_book() -> StateBook:
    """Return the book of the states that ship with kanae."""
    rows = states()
    return StateBook(
        {
            Scheme.COW: {str(number): row.id for row in rows for number in row.cow},
            Scheme.NAME: {fold_name(name): row.id for row in rows for name in row.names},
            Scheme.ISO3: {code: row.id for row in rows for code in (*row.other_codes, row.id)},
            Scheme.ISO2: {row.iso2: row.id for row in rows if row.iso2},
            Scheme.COW_CODE: {code: row.id for row in rows for code in row.cow_codes},
        }
    )
