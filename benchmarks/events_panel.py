"""How long a monthly panel takes, as a multiple of SQL written by hand for DuckDB, and how much memory it needs.

An event store of generated rows is written first: eleven years, a part a day made of 96 files, one row in eight between
two of seven watched states, as in GDELT. Then whole processes are started in turn, and the medians are compared. Both
count the same; that they do is checked. Of a hundred raw rows 37 are kept, so that 15 million kept rows stand for about
40 million raw ones. A billion raw rows is not measured: it is worked out from the time a row takes after the start.

``python benchmarks/events_panel.py [MILLIONS [ROUNDS]]``: kept rows in millions, 15 by default and 50 for the limit.
"""

from __future__ import annotations

import csv
import io
import math
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

from kanae.events.folder import EventFolder
from kanae.events.receipts import Part, Receipt
from kanae.model.events import EVENT_COLUMNS, FileCount

ROOT = Path(__file__).resolve().parents[1]
MILLIONS, ROUNDS = 15, 5
LIMIT, MEGABYTES = 1.7, 400.0
MONTHS, DAYS, FILES = 132, 28, 96
KEPT = 0.37
WATCHED = "AUS,CHN,JPN,KOR,PHL,PRK,USA"

ROWS = """
select 'gdelt2' as source, if(random() < 0.6, 'translated', 'english') as stream,
  cast({first} + i as varchar) as event_id,
  date '{day}' as event_day, date '{day}' as found_day, a_iso3 as a_country, a_iso3, 'GOV' as a_sector,
  b_iso3 as b_country, b_iso3, '' as b_sector,
  root || '0' as cameo, root, 'CONSULT' as plover, cast(quad as tinyint) as quad_given,
  cast(if(root = '09', 3, if(root = '14', 4, quad)) as tinyint) as quad_cameo,
  cast(floor(random() * 201) - 100 as smallint) as goldstein_tenths, random() < 0.6 as is_root_event,
  cast(1 + floor(random() * 40) as integer) as mentions, cast(1 + floor(random() * 9) as integer) as sources,
  cast(1 + floor(random() * 40) as integer) as articles, round(random() * 20 - 10, 6) as tone,
  cast(1 + floor(random() * 5) as tinyint) as geo_type, 'KS' as geo_fips, 'KOR' as geo_iso3,
  'Seoul, Soul-t''ukpyolsi, South Korea' as geo_name, 37.5664 as latitude, 126.997 as longitude,
  'https://www.example.org/news/' || md5(cast(i // 3 as varchar)) || '.html' as url,
  '20191024143000.export.CSV.zip' as file, cast(i as integer) as line
from (
  select i, root, if(root < '06', 1, if(root < '10', 2, if(root < '15', 3, 4))) as quad,
    states[1 + cast(floor(pow(random(), 2) * 7) as integer)] as a_iso3,
    if(random() < 0.14, states[1 + cast(floor(random() * 7) as integer)], 'DEU') as b_iso3
  from (
    select range as i, lpad(cast(1 + cast(floor(pow(random(), 2) * 20) as integer) as varchar), 2, '0') as root,
      ['USA', 'CHN', 'JPN', 'KOR', 'PRK', 'AUS', 'PHL'] as states
    from range({rows})
  )
)
"""
BY_HAND = """
import sys, duckdb
duckdb.execute("set enable_progress_bar = false")
print("period,a,b,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,events,articles,tenths")
for row in duckdb.sql(f'''
  select strftime(date_trunc('month', event_day), '%Y-%m') as period, least(a_iso3, b_iso3) as a,
    greatest(a_iso3, b_iso3) as b, count(*) filter (quad_given = 1), count(*) filter (quad_given = 2),
    count(*) filter (quad_given = 3), count(*) filter (quad_given = 4), count(*), sum(articles),
    sum(goldstein_tenths) / 10.0 / count(goldstein_tenths)
  from (select date_trunc('month', event_day) as event_day, a_iso3, b_iso3, quad_given, articles, goldstein_tenths
        from '{sys.argv[1]}/events/*/*.parquet')
  where a_iso3 in ({sys.argv[2]}) and b_iso3 in ({sys.argv[2]}) and a_iso3 <> b_iso3
  group by event_day, a, b order by all''').fetchall():
    print(*row, sep=",")
"""


def write_store(folder: Path, millions: int) -> None:
    """Write an event store of generated rows."""
    rows = millions * 1_000_000 // (MONTHS * DAYS)
    parts, counts = [], []
    columns = ", ".join(column.name for column in EVENT_COLUMNS)
    with duckdb.connect() as connection:
        connection.execute("select setseed(0.5)")
        for number in range(MONTHS * DAYS):
            month, place = divmod(number, DAYS)
            day = date(2015 + month // 12, month % 12 + 1, place + 1)
            path = f"events/month={day:%Y-%m}/{day:%Y%m%d}.parquet"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            query = ROWS.format(first=number * rows, day=day, rows=rows)
            connection.execute(f"copy (select {columns} from ({query})) to '{folder / path}' (compression zstd)")
            parts.append(Part(path, rows, (folder / path).stat().st_size, ""))
            names = (f"{day:%Y%m%d}{slot // 4:02d}{slot % 4 * 15:02d}00.export.CSV.zip" for slot in range(FILES))
            counts += [FileCount(name, 0, "", source="gdelt2", rows=rows // FILES) for name in names]
    EventFolder(folder).write_manifest([Receipt("all", WATCHED, tuple(counts), tuple(parts), None, None, {})], WATCHED)


def run(*words: str) -> tuple[float, float, float, str]:
    """Return how long a Python process runs, on all cores together, its peak megabytes, and what it prints."""
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        text = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"python {' '.join(words)} ended with {child.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, text


def same(one: str, other: str) -> bool:
    """Tell whether two panels in CSV count the same, with the same means but for the last digits of a division."""
    rows = [list(csv.reader(io.StringIO(text)))[1:] for text in (one, other)]
    return len(rows[0]) == len(rows[1]) and all(
        mine[:9] == theirs[:9] and math.isclose(float(mine[9]), float(theirs[9]), rel_tol=1e-12, abs_tol=1e-12)
        for mine, theirs in zip(*rows, strict=True)
    )


def main(millions: int = MILLIONS, rounds: int = ROUNDS) -> int:
    """Measure, print, and return 1 when a limit is passed."""
    quoted = ", ".join(f"'{state}'" for state in WATCHED.split(","))
    with TemporaryDirectory() as place:
        store = Path(place) / "store"
        write_store(store, millions)
        size = sum(path.stat().st_size for path in store.rglob("*.parquet"))
        print(f"{millions} million kept rows, {size / 1e6:,.0f} MB", flush=True)
        ours, theirs, ratios, work, most = [], [], [], [], 0.0
        equal = True
        for _ in range(rounds):
            other, other_work, _, by_hand = run("-c", BY_HAND, str(store), quoted)
            mine, my_work, memory, panel = run(
                "-m", "kanae", "events", "panel", str(store), "--by", "month", "--format", "csv"
            )
            ours.append(mine)
            theirs.append(other)
            ratios.append(mine / other)
            work.append(my_work / other_work)
            most = max(most, memory)
            equal &= same(by_hand, panel)
        start, *_ = run("-m", "kanae", "events", "panel", str(store), "--to", "1900-01-01", "--format", "csv")
        stories, _, memory, _ = run("-m", "kanae", "events", "panel", str(store), "--stories", "--format", "csv")
    ratio = median(ratios)
    print(f"panel {median(ours):.2f} s, by hand {median(theirs):.2f} s")
    print(f"times by hand: {ratio:.2f}, at most {LIMIT}{'' if ratio <= LIMIT else '  <- beyond'}")
    print(f"the same in seconds of all cores, which a busy machine moves less: {median(work):.2f}")
    print(f"peak megabytes: {most:.0f}, at most {MEGABYTES:.0f}{'' if most <= MEGABYTES else '  <- beyond'}")
    print(f"same counts: {'yes' if equal else 'no  <- beyond'}")
    print(f"with reports and stories: {stories:.1f} s, {memory:.0f} megabytes (no limit)")
    raw = start + 1000 * KEPT / millions * max(median(ours) - start, 0.0)
    measured = f"{millions / KEPT:.0f} million raw rows, {millions} million of them kept"
    print(f"measured: {median(ours):.2f} s for {measured}; {start:.2f} s of it are the start")
    print(f"extrapolated from that, not measured: about {raw:.0f} s for a billion raw rows, 370 million of them kept")
    return int(not (equal and ratio <= LIMIT and most <= MEGABYTES))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(ROOT / "src"))
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
