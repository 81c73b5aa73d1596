"""What measures need of an event store: counts by day, pair and kind, and reports that name all members of a framework.

Rows of different sources are never added up: GDELT 1.0 and 2.0 read much of the same news.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.events.folder import MANIFEST, EventFolder, files_of
from kanae.events.stamps import taken_by_source
from kanae.model.news import DayCount, JointReport, News
from kanae.store.parquet_queries import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.model.news import Parties

COUNTS = """
select source, coalesce(stream, '') as stream, event_day, least(a_iso3, b_iso3) as a, greatest(a_iso3, b_iso3) as b,
       coalesce(nullif(cameo, ''), plover, '') as code, quad_cameo, count(*) as events
from read_parquet($files)
where a_iso3 <> b_iso3 and list_contains($members, a_iso3) and list_contains($members, b_iso3)
group by all order by all
"""
JOINT = """
with report as (
    select source, coalesce(stream, '') as stream, event_day, url, list(distinct quad_cameo) as quads,
           list_distinct(flatten(list([a_iso3, b_iso3]))) as named
    from read_parquet($files)
    where url <> '' and a_iso3 <> b_iso3 and list_contains($members, a_iso3) and list_contains($members, b_iso3)
    group by all
)
select source, stream, event_day, quad, count(*) as reports
from (select source, stream, event_day, unnest(quads) as quad from report where len(named) = len($members))
where quad is not null
group by all order by all
"""
_DIGEST_LETTERS = 12


def read_news(folder: Path, members: Parties) -> News:
    """Read counts of the events between members of a framework.

    Args:
        folder: Folder of an event store.
        members: The states, by ISO 3166-1 alpha-3.

    Raises:
        StorageError: When there is no store, an ingest of it was interrupted, or a part cannot be read.
    """
    store = EventFolder(folder)
    receipts = store.receipts() if folder.is_dir() else []
    manifest = folder / MANIFEST
    if not receipts or not manifest.is_file():
        raise StorageError(
            f"There is no whole event store in '{folder}'.", f"Make or finish it: kanae events ingest FILE --to {folder}"
        )
    states = sorted(members)
    values = {
        "files": [str(folder / part.path) for receipt in receipts for part in receipt.parts],
        "members": states,
    }
    counts = rows_of(COUNTS, values) if values["files"] else []
    joint = rows_of(JOINT, values) if values["files"] and len(states) > 2 else []
    return News(
        tuple(states),
        tuple(DayCount(row[0], row[1], row[2], (row[3], row[4]), *row[5:]) for row in counts),
        tuple(JointReport(*row) for row in joint),
        taken_by_source(files_of(receipts)),
        hashlib.sha256(manifest.read_bytes()).hexdigest()[:_DIGEST_LETTERS],
    )
