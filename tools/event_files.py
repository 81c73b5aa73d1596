"""Makes files of GDELT 2.0 for benchmarks: as long, as alike and as much about watched states as the published ones.

Rows are 400 to 420 bytes long, 37 % name one of seven watched states and 4.5 % two different ones. Rows of one report
stand together and share its place, tone and address, so the files pack about as small as the published ones.
"""

from __future__ import annotations

import random
import re
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

WATCHED = ("USA", "USA", "USA", "USA", "CHN", "JPN", "KOR", "AUS", "PRK", "PHL")
OTHERS = ("GBR", "IND", "RUS", "ISR", "FRA", "DEU", "PAK", "NGA", "CAN", "IRN", "TUR", "SYR", "ITA", "UKR", "EUR")
GOLDSTEIN = {
    "010": "0.0",
    "020": "3.0",
    "036": "4.0",
    "040": "1.0",
    "042": "1.9",
    "043": "2.8",
    "046": "7.0",
    "051": "3.4",
    "057": "8.0",
    "0871": "9.0",
    "090": "-2.0",
    "111": "-2.0",
    "112": "-2.0",
    "120": "-4.0",
    "173": "-5.0",
    "190": "-10.0",
}
TYPES = ("", "", "", "GOV", "GOV", "MIL", "BUS", "COP", "LEG", "MED", "EDU")
PLACES = ("Seoul, Soul-t'ukpyolsi, South Korea", "Tokyo, Tokyo, Japan", "Washington, United States")
WORDS = re.findall(r"[a-z]+", Path(__file__).read_text(encoding="utf-8").lower())

ROWS = 2_400
BACK = {0: 95, 7: 1, 30: 2, 365: 2}
"""Days between an event and its report → how many of 100 reports."""
ONE, TWO = 0.362, 0.0425
POOL = 12_000


def countries(draw: random.Random) -> tuple[str, str]:
    """Return the countries of two actors."""
    chance = draw.random()
    if chance < TWO:
        a = draw.choice(WATCHED)
        return a, draw.choice([code for code in WATCHED if code != a])
    if chance < ONE:
        pair = (draw.choice(WATCHED), draw.choice((*OTHERS, "", "", "", "", "", "", "", "", "", "", "", "")))
        return pair if draw.random() < 0.6 else pair[::-1]
    return draw.choice((*OTHERS, "", "", "", "")), draw.choice((*OTHERS, "", "", "", "", "", "", "", "", "", ""))


def actor(country: str, draw: random.Random) -> list[str]:
    """Return the ten columns of an actor."""
    kind = draw.choice(TYPES)
    name = " ".join(draw.sample(WORDS, 1)).upper()[:14] if country or kind else ""
    return [country + kind, name, country, "", "", "", "", kind, "", ""]


def place(draw: random.Random) -> list[str]:
    """Return the eight columns of a place."""
    name = draw.choice(PLACES) if draw.random() < 0.2 else ", ".join(draw.sample(WORDS, 3)).title()[:38]
    code = draw.choice(("KS", "JA", "US", "CH", "UK", "IN"))
    degrees = [f"{draw.uniform(-60, 60):.4f}", f"{draw.uniform(-180, 180):.4f}"]
    return [
        draw.choice("1234"),
        name,
        code,
        code + "01",
        str(draw.randrange(20_000)),
        *degrees,
        str(-draw.randrange(10**7)),
    ]


def story(draw: random.Random) -> list[list[str]]:
    """Return the rows of one report, without id and days."""
    mentions, tone = str(draw.choice((1, 2, 4, 6, 8, 10, 10, 20))), repr(draw.uniform(-12, 8))
    words = "-".join(draw.choices(WORDS, k=11))
    url = f"https://www.{draw.choice(WORDS)[:12]}{draw.randrange(400)}.com/{draw.choice(WORDS)[:9]}/{words}-{draw.randrange(10**7)}"
    where = place(draw)
    rows = []
    for _ in range(draw.choice((1, 1, 2, 3, 4, 6))):
        a, b = countries(draw)
        code = draw.choice(tuple(GOLDSTEIN))
        root = code[:2]
        quad = "1" if root <= "05" else "2" if root <= "09" else "3" if root <= "14" else "4"
        kind = [draw.choice("01"), code, code[:3], root, quad, GOLDSTEIN[code], mentions, "1", mentions, tone]
        first = where if a else ["0", *[""] * 7]
        second = where if b else ["0", *[""] * 7]
        rows.append([*actor(a, draw), *actor(b, draw), *kind, *first, *second, *where, url])
    return rows


def dates_of(day: datetime) -> list[str]:
    """Return the four columns of the day of an event."""
    return [f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day.year + day.timetuple().tm_yday / 365:.4f}"]


def write_files(folder: Path, count: int, seed: int = 1) -> int:
    """Write zip files of 15 minutes each and return the number of bytes they hold.

    Args:
        folder: Where to.
        count: How many.
        seed: Makes them repeatable.
    """
    draw = random.Random(seed)  # noqa: S311  # not for secrets
    pool: list[list[list[str]]] = []
    while sum(map(len, pool)) < POOL:
        pool.append(story(draw))
    begin, total, number = datetime(2019, 10, 1, tzinfo=UTC), 0, 900_000_000
    for step in range(count):
        now = begin + timedelta(minutes=15 * step)
        lines: list[str] = []
        dates, added = {back: dates_of(now - timedelta(days=back)) for back in BACK}, f"{now:%Y%m%d%H%M%S}"
        while len(lines) < ROWS:
            for row in draw.choice(pool):
                number += 1
                back = draw.choices(tuple(BACK), tuple(BACK.values()))[0]
                lines.append("\t".join((str(number), *dates[back], *row[:-1], added, row[-1])) + "\n")
        content = "".join(lines[:ROWS]).encode()
        total += len(content)
        name = f"{now:%Y%m%d%H%M%S}.export.CSV"
        with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
    return total


if __name__ == "__main__":
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    print(f"{write_files(to, int(sys.argv[2])):,} bytes")
