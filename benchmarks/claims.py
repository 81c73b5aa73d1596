"""How long all claims of the shipped ledger take, against the limit and against DuckDB without bounds.

Run it from the root of the repository::

    python benchmarks/claims.py

The first figures are whole processes, ``kanae claims check`` of all claims and of those of the founding essay; the
first run of each writes byte code and is not counted. The time of the processor stands beside them, for a machine that
has other work to do. The next is the run of the claims alone, from a ledger that is read to the last verdict. The last
compares the queries: through :class:`kanae.store.queries.QueryRunner`, which judges each query and runs it in a process
of its own, and through a plain DuckDB connection that holds the same tables and bounds nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import duckdb

from kanae.ledger.claims import claims_of
from kanae.ledger.load import read_sound
from kanae.ledger.tables import flat_table
from kanae.ledger.visible import visible_on
from kanae.model.queries import Answered, TableSet
from kanae.store.arrow import as_arrow
from kanae.store.location import find_ledger
from kanae.store.queries import QueryRunner
from kanae.workflow.claim_start import PROCESSES
from kanae.workflow.claim_tables import SEEN
from kanae.workflow.claims import ClaimsAsked, check_read_claims

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kanae.model.flat_tables import FlatTable

LIMIT_SECONDS = 3.0
RUNS = 5
ESSAY = "sakata-2026"
"""Folder of the claims of the essay that founded kanae."""


@dataclass(frozen=True, slots=True)
class Job:
    """Queries and the tables they are asked of.

    Attributes:
        queries: The queries of the claims that run on plain tables, one a claim.
        tables: Tables by schema, as a ledger shows them on the day.
        day: The day.
    """

    queries: tuple[str, ...]
    tables: Mapping[str, tuple[FlatTable, ...]]
    day: date


def job() -> Job:
    """Return the queries of the shipped claims; those that ask a measure are left out, for its time is not theirs."""
    claims = claims_of(read_sound(find_ledger()))
    ledger = claims.reading.ledger()
    day = ledger.covered_to("camp-david")
    visible = visible_on(ledger, day)
    tables = {
        "main" if part == "counted" else part: tuple(flat_table(visible.part(part), kind) for kind in kinds)
        for part, kinds in SEEN.items()
    }
    queries = (claim.check for claim, _ in claims.rows if claim.check is not None and "measure_" not in claim.check)
    return Job(tuple(queries), tables, day)


def bounded_seconds(work: Job) -> float:
    """Return how long the queries take, judged and in a process of their own that holds the tables already."""
    with QueryRunner() as runner:
        runner.hold("now", TableSet(work.day, work.tables))
        begun = time.perf_counter()
        for sql in work.queries:
            if not isinstance(runner.run("now", sql), Answered):
                raise SystemExit(f"a query was refused:\n{sql}")
        return time.perf_counter() - begun


def plain_seconds(work: Job) -> float:
    """Return how long DuckDB takes for the same queries, with nothing judged and nothing bounded."""
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute(f"CREATE MACRO as_of() AS DATE '{work.day.isoformat()}'")
    for schema, tables in work.tables.items():
        connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        for table in tables:
            connection.register("incoming", as_arrow(table))
            connection.execute(f'CREATE TABLE "{schema}"."{table.name}" AS SELECT * FROM incoming')
            connection.unregister("incoming")
    begun = time.perf_counter()
    for sql in work.queries:
        connection.execute(sql).fetchall()
    return time.perf_counter() - begun


def process_seconds(*claims: str) -> tuple[float, float]:
    """Return how long ``kanae claims check`` takes as a whole process: by the clock, and of the processor.

    Args:
        claims: The folder of claims; none for all of the ledger.
    """
    begun, before = time.perf_counter(), os.times()
    command = [sys.executable, "-m", "kanae", "claims", "check", *claims, "--format", "json"]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    taken, after = time.perf_counter() - begun, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return taken, used


def run_seconds() -> float:
    """Return how long all claims take from a ledger that is read, with processes that have begun."""
    claims = claims_of(read_sound(find_ledger()))
    ledger = claims.reading.ledger()
    with QueryRunner(processes=PROCESSES) as runner:
        time.sleep(1)
        begun = time.perf_counter()
        check_read_claims(claims, ledger, ClaimsAsked(), runner)
        return time.perf_counter() - begun


def main() -> int:
    """Measure, print, and return 1 when the limit is passed."""
    share = 0.0
    for name, claims in (("all claims", ()), ("the founding essay", (str(find_ledger() / "claims" / ESSAY),))):
        process_seconds(*claims)
        runs = [process_seconds(*claims) for _ in range(RUNS)]
        taken, used = median(run[0] for run in runs), median(run[1] for run in runs)
        share = max(share, taken / LIMIT_SECONDS)
        print(
            f"kanae claims check, {name}: {taken:.2f} s of at most {LIMIT_SECONDS:.0f} s, "
            f"ratio {taken / LIMIT_SECONDS:.2f} ({used:.2f} s of the processor)",
            flush=True,
        )
    alone = median(run_seconds() for _ in range(RUNS))
    print(f"the claims alone: {alone:.2f} s, ratio {alone / LIMIT_SECONDS:.2f}", flush=True)
    work = job()
    bounded = median(bounded_seconds(work) for _ in range(RUNS))
    plain = median(plain_seconds(work) for _ in range(RUNS))
    print(
        f"{len(work.queries)} queries: {bounded:.2f} s judged and bounded, {plain:.2f} s plain, "
        f"ratio {bounded / plain:.2f}"
    )
    return int(share > 1)


if __name__ == "__main__":
    sys.exit(main())
