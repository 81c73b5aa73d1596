"""Which fields of a record hold codes and references, found once per kind from its annotations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from kanae.model.records import Code, Part, Record, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

Mark = Code | Ref


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to reach the marked values below one field.

    Attributes:
        field: Name of the field.
        many: Whether the field holds a tuple.
        mark: The mark, for plain values.
        parts: The plans of the fields below, for values that are themselves parts.
    """

    field: str
    many: bool
    mark: Mark | None
    parts: tuple[_Plan, ...]


def marked_values(record: Record) -> Iterator[tuple[str, Mark, str]]:
    """Yield the path, the mark and the value of each code and reference of a record.

    Examples:
        >>> from kanae.model.records import Citation
        >>> plan = plans_of(Citation)[0]
        >>> plan.field, plan.mark
        ('source', Ref(kind='source'))
    """
    yield from _values(record, plans_of(type(record)), "")


@cache
def plans_of(part: type[Part]) -> tuple[_Plan, ...]:
    """Return the plans of a kind of record, in the order of its fields."""
    plans = (_plan(name, info.annotation, info.metadata) for name, info in part.model_fields.items())
    return tuple(plan for plan in plans if plan.mark or plan.parts)


def _plan(name: str, annotation: Any, metadata: list[Any]) -> _Plan:
    mark = _mark_among(metadata)
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return _Plan(name, many=True, mark=mark or _mark_within(inner), parts=_parts_within(inner))
    return _Plan(name, many=False, mark=mark or _mark_within(annotation), parts=_parts_within(annotation))


def _mark_among(metadata: Any) -> Mark | None:
    return next((item for item in metadata if isinstance(item, (Code, Ref))), None)


def _mark_within(annotation: Any) -> Mark | None:
    mark = _mark_among(getattr(annotation, "__metadata__", ()))
    if mark is not None:
        return mark
    return next((found for argument in get_args(annotation) if (found := _mark_within(argument))), None)


def _parts_within(annotation: Any) -> tuple[_Plan, ...]:
    candidates = (annotation, *get_args(annotation))
    parts = (kind for kind in candidates if isinstance(kind, type) and issubclass(kind, Part))
    return next((plans_of(kind) for kind in parts), ())


def _values(part: Part, plans: tuple[_Plan, ...], path: str) -> Iterator[tuple[str, Mark, str]]:
    for plan in plans:
        value = getattr(part, plan.field)
        if value is None:
            continue
        items = value if plan.many else (value,)
        for position, item in enumerate(items):
            place = f"{path}{plan.field}.{position}" if plan.many else path + plan.field
            if plan.mark is not None:
                yield place, plan.mark, item
            elif plan.parts:
                yield from _values(item, plan.parts, place + ".")
