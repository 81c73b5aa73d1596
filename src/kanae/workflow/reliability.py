"""Codings of the same rows in two or more files, matched by id and compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.errors import MeasureError
from kanae.ledger.nearest import nearest
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kanae.measures.agreement import Agreement, Metric
    from kanae.model.records import Language

NAMED = 5
"""Rows that stand in one file only are named up to so many; all stand in JSON."""


@dataclass(frozen=True, slots=True)
class Codings:
    """What is compared.

    Attributes:
        files: One table a coder.
        ids: Columns that together name a row.
        value: Column of the value.
        metric: Nominal or ordinal.
        order: Values in their order, for the ordinal metric.
        where: Column and value: only rows to which every coder gives that value; ``None`` for all rows.
    """

    files: tuple[Path, ...]
    ids: tuple[str, ...]
    value: str
    metric: Metric
    order: tuple[str, ...] = ()
    where: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the codings agree.

    Attributes:
        codings: What was compared.
        found: Alpha and what it is made of.
        n_matched: Rows that stand in every file.
        unmatched: Names of the rows that do not.
    """

    codings: Codings
    found: Agreement
    n_matched: int
    unmatched: tuple[str, ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The comparison as one row."""
        found = self.found
        return [
            {
                "value": self.codings.value,
                "metric": self.codings.metric,
                "n_coders": len(self.codings.files),
                "n_units": found.n,
                "n_single": found.single,
                "n_matched": self.n_matched,
                "n_unmatched": len(self.unmatched),
                "alpha": found.alpha,
                "alpha_low": found.low,
                "alpha_high": found.high,
                "raw_agreement": found.raw,
                "unmatched": list(self.unmatched),
                "reason": found.reason or None,
            }
        ]

    @property
    def confusion(self) -> list[dict[str, Any]]:
        """The confusion matrix: one row for each value of an earlier coder, one column for each of a later one."""
        names = self.found.categories
        return [
            {self.codings.value: name, **dict(zip(names, counts, strict=True))}
            for name, counts in zip(names, self.found.confusion, strict=True)
        ]


def compare_codings(codings: Codings) -> Reliability:
    """Match the rows of the files and compare their values; an empty cell is a missing value.

    Raises:
        MeasureError: When fewer than two files are named, a column is missing, or a row stands twice in a file.
        UpstreamError: When a file cannot be read.
    """
    from kanae.measures.agreement import agreement

    if len(codings.files) < 2:
        raise MeasureError("One coding cannot be compared with itself.", "Name two files or more.")
    coders = [_read(path, codings) for path in codings.files]
    names = list(dict.fromkeys(name for coder in coders for name in coder))
    kept = [name for name in names if codings.where is None or _passes(coders, name)]
    units = {" ".join(name): tuple(coder[name][0] if name in coder else None for coder in coders) for name in kept}
    unmatched = tuple(" ".join(name) for name in kept if any(name not in coder for coder in coders))
    unknown = sorted({value for values in units.values() for value in values if value is not None} - set(codings.order))
    if codings.order and unknown:
        raise MeasureError(f"The value '{unknown[0]}' has no place in the order.", "Name every value after --order.")
    found = agreement(units, codings.metric, order=codings.order)
    return Reliability(codings, found, len(kept) - len(unmatched), unmatched)


def remarks_of(found: Reliability, lang: Language) -> tuple[str, ...]:
    """Return in words what a reader must know beside alpha."""
    words = words_of(lang)
    remarks = [words.say("caveat.reliability-scale")]
    if found.unmatched:
        named = words.texts["comma"].join(found.unmatched[:NAMED])
        remarks.append(words.say("reliability.unmatched", n=len(found.unmatched), names=named))
    if found.found.reason:
        remarks.append(words.say(f"reason.{found.found.reason}"))
    return tuple(remarks)


def _read(path: Path, codings: Codings) -> dict[tuple[str, ...], tuple[str | None, bool]]:
    """Return the value of each row, and whether the row passes, by the cells that name it."""
    from kanae.store.foreign_tables import open_table

    opened = open_table(path)
    wanted = [*codings.ids, codings.value, *([codings.where[0]] if codings.where else [])]
    for column in wanted:
        if column not in opened.columns:
            raise MeasureError(f"'{path.name}' has no column '{column}'.", nearest(column, opened.columns))
    columns = opened.read(list(dict.fromkeys(wanted)))
    rows: dict[tuple[str, ...], tuple[str | None, bool]] = {}
    for row in range(len(columns[codings.value].codes)):
        name = tuple(columns[column].text(row) for column in codings.ids)
        if name in rows:
            raise MeasureError(
                f"'{path.name}' has the row '{' '.join(name)}' twice.",
                "Name more columns after --id, or mend the file.",
            )
        passes = codings.where is None or columns[codings.where[0]].text(row) == codings.where[1]
        rows[name] = (columns[codings.value].text(row) or None, passes)
    return rows


def _passes(coders: Sequence[dict[tuple[str, ...], tuple[str | None, bool]]], name: tuple[str, ...]) -> bool:
    return all(coder[name][1] for coder in coders if name in coder)
