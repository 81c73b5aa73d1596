"""Text with links, the same for every output format; and numbers that carry their records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kanae.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text, perhaps a link.

    Attributes:
        text: The text.
        target: ``#anchor`` within the page or an address; empty for plain text.
        role: What it is, for the styling of the page: ``figure``, ``record``, ``status`` and so on.
    """

    text: str
    target: str = ""
    role: str = ""


Rich = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the records behind it; a number that has none is refused.

    Attributes:
        value: The number; ``None`` when it is not known.
        record_ids: Records behind it; of a count of zero those that were looked through.
        form: How it is written.
    """

    value: float | None
    record_ids: tuple[str, ...]
    form: Literal["count", "percent", "ratio", "probability"] = "count"

    def __post_init__(self) -> None:
        """Refuse a number without records.

        Raises:
            MeasureError: When the number has no record behind it.
        """
        if self.value is not None and not self.record_ids:
            raise MeasureError(
                f"The number '{self.value}' has no record behind it.", "Hand the ids of its records to the report."
            )


def count_of(record_ids: Iterable[str], among: Sequence[str] = ()) -> Figure:
    """Count records; of none, name those that were looked through.

    Examples:
        >>> count_of(["a", "b"]).value
        2
        >>> count_of([], among=["a"]).record_ids
        ('a',)
    """
    ids = tuple(record_ids)
    return Figure(len(ids), ids or tuple(among))


def plain(text: str) -> Rich:
    """Return text without links."""
    return (Span(text),)


def text_of(rich: Rich) -> str:
    """Return the text alone.

    Examples:
        >>> text_of((Span("12", "#n1"), Span(" acts")))
        '12 acts'
    """
    return "".join(span.text for span in rich)
