"""A record as plain values by path, as its file writes them: what comparisons and corrections speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.model.records import Claim, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.records import Correction, Record

Value = str | int | bool | list[str] | tuple[str, ...] | None
"""A value of a file: text, a number, yes or no, a list, or nothing."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the value it led to.

    Attributes:
        correction: The correction.
        new: Value after it; a later correction of the same field may have changed it again.
    """

    correction: Correction
    new: Value


def values_of(record: Record) -> dict[str, Value]:
    """Return the values of a record by path, without its id and its corrections.

    A citation is one text with its place, so that a source added or a place mended is one change.

    Examples:
        >>> from kanae import open_ledger
        >>> values = values_of(open_ledger().get("freedom-edge"))
        >>> values["label.ja"], values["kind"]
        ('フリーダム・エッジ', 'exercise')
    """
    dumped = record.model_dump(mode="json", exclude={"id", "corrections", "citations"})
    values = dict(_flat(dumped, ""))
    if isinstance(record, Fact):
        values["citations"] = [f"{citation.source} {citation.place}".strip() for citation in record.citations]
    if isinstance(record, Claim):
        values["needs"] = [str(need) for need in record.needs]
    return values


def corrected(record: Record) -> list[Corrected]:
    """Return the corrections of a record, oldest first, each with the value it led to."""
    after = values_of(record)
    found: list[Corrected] = []
    for correction in reversed(record.corrections):
        found.append(Corrected(correction, after.get(correction.field)))
        after[correction.field] = correction.old
    return found[::-1]


def _flat(value: Any, path: str) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value
