"""States as files of votes name them, and seats that changed hands."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from kanae.model.dates import DayField
from kanae.model.records import Part, Text


def _wholes(value: object) -> object:
    return tuple(int(item) if isinstance(item, str) else item for item in value) if isinstance(value, list) else value


class VotingState(Part):
    """A state and the ways files write it.

    Attributes:
        id: ISO 3166-1 alpha-3 code, or that of a state that is gone.
        iso2: ISO 3166-1 alpha-2 code.
        cow: Correlates of War numbers.
        cow_codes: Correlates of War codes of three letters; some are ISO codes of other states.
        other_codes: Older or wrong codes of three letters seen in files.
        names: Names, the usual one first.

    Examples:
        >>> VotingState(id="KOR", iso2="KR", cow=["732"], names=["South Korea"]).cow
        (732,)
    """

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    iso2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    cow: Annotated[tuple[int, ...], BeforeValidator(_wholes)] = ()
    cow_codes: tuple[Text, ...] = ()
    other_codes: tuple[Text, ...] = ()
    names: Annotated[tuple[Text, ...], Field(min_length=1)]


class Seat(Part):
    """A code that means another state on some days.

    Attributes:
        id: Id of the rule.
        code: Code the file gives.
        first: First day it means another state; ``None`` for ever before.
        last: Last day it does, inclusive; ``None`` for ever after.
        means: The state that cast the vote.
        why: Why.
        source: Where that is written.
    """

    id: Text
    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    first: DayField | None = None
    last: DayField | None = None
    means: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    why: Text
    source: Text


class Spelling(Part):
    """A meaning and the ways files write it.

    Attributes:
        id: The meaning.
        names: The spellings; the first is preferred.
    """

    id: Text
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
