"""From the row of a query to what it found: the columns agreed, of the types agreed, or what is wrong with them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kanae.ledger.nearest import nearest
from kanae.model.claims import Finding
from kanae.model.queries import Answered, Refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from kanae.model.claims import Figure

COLUMNS = ("holds", "partly", "figure", "record_ids", "missing")
_SHAPE = "Return one row with holds, record_ids and, where wanted, partly, figure, missing."


def finding_of(answer: Answered, ids: Collection[str], *, judgement: bool) -> Finding | Refused:
    """Return what a query found, or what is wrong with the shape of its answer.

    Args:
        answer: The answer.
        ids: Ids of the records that the query could see.
        judgement: Whether the claim is a judgement, whose query shows an indicator and need not say ``holds``.

    Examples:
        >>> finding_of(Answered(("holds", "record_ids"), ((True, ["e1"]),)), {"e1"}, judgement=False).record_ids
        ('e1',)
        >>> finding_of(Answered(("hold", "record_ids"), ((True, ["e1"]),)), {"e1"}, judgement=False).what
        "returns the unknown column 'hold'"
    """
    refused = _wrong_shape(answer, judgement=judgement)
    if refused is not None:
        return refused
    values = dict(zip(answer.columns, answer.rows[0], strict=True))
    for column in ("holds", "partly"):
        if not isinstance(values.get(column), bool | None):
            return _wrong(column, values[column], "neither TRUE, FALSE nor NULL", "Compare something: count(*) > 0.")
    record_ids = _texts(values["record_ids"])
    if record_ids is None:
        return _wrong("record_ids", values["record_ids"], "not a list of ids", "Write list(event_id) AS record_ids.")
    missing = _texts(values.get("missing"))
    if missing is None:
        return _wrong(
            "missing", values["missing"], "neither text nor a list of texts", "Write a text, or leave it out."
        )
    figure = _figure(values.get("figure"))
    if isinstance(figure, Refused):
        return figure
    unknown = next((record_id for record_id in record_ids if record_id not in ids), None)
    if unknown is not None:
        message = f"names the record '{unknown}', which the ledger does not show on that day"
        return Refused(message, "Let ids come from the tables.", word=unknown, known=tuple(ids))
    return Finding(values.get("holds"), bool(values.get("partly")), figure, record_ids, missing)


def _wrong_shape(answer: Answered, *, judgement: bool) -> Refused | None:
    needed = ("record_ids",) if judgement else ("holds", "record_ids")
    for column in answer.columns:
        if column not in COLUMNS:
            return Refused(f"returns the unknown column '{column}'", f"{nearest(column, COLUMNS)} {_SHAPE}")
    for column in needed:
        if column not in answer.columns:
            return Refused(f"returns no column '{column}', only {', '.join(answer.columns)}", _SHAPE)
    if len(set(answer.columns)) < len(answer.columns):
        return Refused("returns a column twice", _SHAPE)
    if len(answer.rows) != 1:
        found = "no row" if not answer.rows else "more than one row"
        return Refused(f"returns {found}", "Count or list over all rows, so that there is always one row.")
    return None


def _wrong(column: str, value: Any, what: str, fix: str) -> Refused:
    return Refused(f"returns {column} {str(value)[:60]!r}, which is {what}", fix)


def _texts(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str | None) for item in value):
        return None
    return tuple(dict.fromkeys(item for item in value if item is not None))


def _figure(value: Any) -> Figure | Refused:
    if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, Decimal | float) and math.isfinite(value):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return _wrong("figure", value, "neither a number, a text nor a day", "Write one number, one text or one day.")
