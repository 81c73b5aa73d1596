"""The measures a brief rests on: their results for the chapters, their tables for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.model.measure import MeasureTable

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Measured:
    """Measures by name.

    Attributes:
        results: What each measure found.
        tables: The same as rows.
    """

    results: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tables: Mapping[str, MeasureTable] = field(default_factory=dict[str, "MeasureTable"])

    def of(self, name: str, kind: type[ResultT]) -> ResultT | None:
        """Return the result of a measure; ``None`` when it was not computed.

        Examples:
            >>> Measured({"answer": 42}).of("answer", int), Measured().of("answer", int)
            (42, None)
        """
        found = self.results.get(name)
        return found if isinstance(found, kind) else None
