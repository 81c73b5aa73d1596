"""What a query may say: one SELECT over the tables of the ledger, with functions that only compute.

The query is judged by its syntax tree, as DuckDB itself reads it, and everything that is not known to be harmless is
refused. DuckDB's own locks alone do not do: ``WITH x AS (INSERT …)`` passes as a SELECT, and a few functions, such as
``repeat``, take any amount of memory before a limit is asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kanae.model.queries import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST_QUERY = 10_000
LARGEST_STEP = 10_000
"""Largest number in ``range(…)``: enough for years, too little to take long."""

FUNCTIONS = _words(
    """
    abs acos any_value arg_max arg_min array_agg as_of asin atan atan2 avg bool_and bool_or cardinality ceil coalesce
    concat concat_ws contains corr cos count count_if count_star date_diff date_part date_sub date_trunc datediff
    datepart datetrunc day dayofyear degrees dense_rank element_at ends_with epoch exp first first_value flatten floor
    generate_series greatest if ifnull isfinite isnan isodow lag last last_day last_value lead least left len length
    list list_any_value list_apply list_concat list_contains list_distinct list_extract list_filter list_has
    list_has_all list_has_any list_intersect list_position list_reverse list_select list_slice list_sort list_transform
    list_unique list_value list_where list_zip ln log10 lower ltrim mad make_date max max_by mean median min min_by mod
    mode month nfc_normalize nth_value ntile nullif percent_rank pi pow power prefix quantile_cont quantile_disc quarter
    radians range rank regexp_extract regexp_full_match regexp_matches right round row row_number rtrim sign sin split
    sqrt starts_with stddev_pop stddev_samp strftime string_agg string_split strip_accents strlen strpos struct_extract
    struct_pack substr substring suffix sum tan to_days to_months to_weeks to_years trim trunc try_strptime typeof
    unnest upper var_pop var_samp week weekofyear year yearweek
    """
)
_STEPS = ("range", "generate_series")
_OF_THE_MACHINE = _words(
    """
    current_catalog current_database current_date current_localtime current_localtimestamp current_role current_schema
    current_time current_timestamp current_user localtime localtimestamp session_user user
    """
)
_EXPRESSIONS = _words(
    """
    BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA LAMBDA_REF OPERATOR
    POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW
    """
)
_PARTS = _words(
    """
    SELECT_NODE SET_OPERATION_NODE CTE_NODE BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION EMPTY EXPRESSION_LIST
    ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING
    """
)
_SAID = {
    "RECURSIVE_CTE_NODE": ("calls itself (WITH RECURSIVE)", "Write the steps out, or count with range(from, to)."),
    "SHOW_REF": ("asks about tables (SHOW, DESCRIBE or SUMMARIZE)", "See the columns: kanae ledger export."),
    "LIMIT_PERCENT_MODIFIER": ("takes a share of the rows", "Write LIMIT with a number."),
}
_NOWHERE = 2**63
_NESTED = (dict, list)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may be run.

    Attributes:
        sql: The query.
        tables: Tables it names, as schema and name; those of ``WITH`` are not among them.
    """

    sql: str
    tables: tuple[tuple[str, str], ...]


def judge_query(sql: str, serialize: Callable[[str], str], known: Mapping[str, Set[str]]) -> Query | Refused:
    """Return the query with the tables it names, or why it is refused.

    Args:
        sql: The query.
        serialize: DuckDB's ``json_serialize_sql``.
        known: Names of the tables by schema.
    """
    if len(sql) > LONGEST_QUERY:
        return Refused(f"the query is longer than {LONGEST_QUERY} characters", "Ask something simpler.")
    read = json.loads(serialize(sql))
    if read["error"]:
        return _unread(sql, read)
    if len(read["statements"]) != 1:
        return Refused(f"holds {len(read['statements'])} statements", "Write one SELECT.")
    parts = tuple(_parts(read["statements"][0]))
    named: list[tuple[str, str]] = []
    bound = {entry["key"].lower() for part in parts for entry in _bound_in(part)}
    for part in parts:
        refusal = _refusal(part)
        if refusal is None and part.get("type") == "BASE_TABLE":
            table = (part["schema_name"].lower() or "main", part["table_name"].lower())
            if part["schema_name"] or table[1] not in bound:
                refusal = _unknown_table(part, known)
                named.append(table)
        if refusal is not None:
            return replace(refusal, line=_line(sql, part))
    if not named:
        return Refused("reads no table", "Let the answer come from records: SELECT … FROM events.")
    return Query(sql, tuple(dict.fromkeys(named)))


def _unread(sql: str, read: Mapping[str, Any]) -> Refused:
    message = str(read.get("error_message", ""))
    if message.startswith("Only SELECT"):
        return Refused("is no SELECT; nothing may be written, attached, read from files or set", "Write one SELECT.")
    place = int(read.get("position") or 0)
    return Refused(f"is not SQL: {message}", "Mend the spelling there or just before.", sql.count("\n", 0, place) + 1)


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        inner: Iterable[Any] = part
        if isinstance(part, dict):
            yield part
            inner = part.values()
        waiting.extend([each for each in inner if type(each) in _NESTED][::-1])


def _bound_in(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    bound = part.get("cte_map")
    return bound["map"] if isinstance(bound, dict) else []


def _refusal(part: Mapping[str, Any]) -> Refused | None:
    kind, name = part.get("type"), part.get("class")
    if name is not None:
        if name not in _EXPRESSIONS:
            return Refused(f"holds what is not allowed here ({str(name).lower()})", "Write plain SQL.")
        return _refused_expression(part)
    if isinstance(kind, str) and kind.isupper() and kind not in _PARTS:
        found, fix = _SAID.get(kind, (f"holds what is not allowed here ({kind.lower()})", "Write a plain SELECT."))
        return Refused(found, fix)
    if kind == "TABLE_FUNCTION" and part["function"]["function_name"].lower() not in (*_STEPS, "unnest"):
        return _no_function(part["function"]["function_name"])
    return None


def _refused_expression(part: Mapping[str, Any]) -> Refused | None:
    if part["class"] == "COLUMN_REF" and part["column_names"][-1].lower() in _OF_THE_MACHINE:
        return Refused(f"asks the machine ({part['column_names'][-1]})", "Write as_of() for the day asked about.")
    if part["class"] not in ("FUNCTION", "WINDOW"):
        return None
    name = part["function_name"].lower()
    if name[:1].isalpha() and (name not in FUNCTIONS or part.get("schema") or part.get("catalog")):
        return _no_function(name)
    if name in _STEPS and not all(_is_small(argument["expression"]) for argument in part["arguments"]):
        message = f"counts with {name}(…) by more than plain numbers up to {LARGEST_STEP}"
        return Refused(message, "Write small whole numbers.")
    return None


def _no_function(name: str) -> Refused:
    message = f"uses the function '{name}', which is not among those allowed"
    return Refused(message, "Use one of those in docs/how-to/check-a-claim.md.", word=name, known=tuple(FUNCTIONS))


def _is_small(expression: Mapping[str, Any]) -> bool:
    literal = expression.get("literal") or {}
    return literal.get("kind") == "INTEGER" and len(literal["text"]) <= 5 and int(literal["text"]) <= LARGEST_STEP


def _unknown_table(part: Mapping[str, Any], known: Mapping[str, Set[str]]) -> Refused | None:
    schema, name = part["schema_name"].lower() or "main", part["table_name"].lower()
    if not part["catalog_name"] and name in known.get(schema, frozenset()):
        return None
    shown = name if schema == "main" else f"{schema}.{name}"
    return Refused(f"there is no table '{shown}'", "", word=name, known=tuple(sorted(known["main"])))


def _line(sql: str, part: Mapping[str, Any]) -> int:
    place = part.get("query_location", 0)
    if not isinstance(place, int) or place > _NOWHERE // 2:
        return 1
    return sql.encode()[:place].count(b"\n") + 1
