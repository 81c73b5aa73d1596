"""How long `kanae --help` takes, as a multiple of a Python that does nothing.

Whole processes, started in turn so that both meet the same machine; the median of the paired ratios is compared
with the limit. The ratio, unlike milliseconds, means the same on a fast machine and on a slow one.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

LIMIT = 15.0
PAIRS = 21


def seconds(*arguments: str) -> float:
    """Return how long a Python process with these arguments runs."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> int:
    """Measure, print, and return 1 when the limit is passed."""
    helping, bare = ("-m", "kanae", "--help"), ("-c", "pass")
    seconds(*helping), seconds(*bare)  # the first run of each writes byte code and fills the disk cache
    pairs = [(seconds(*helping), seconds(*bare)) for _ in range(PAIRS)]
    ratio = median(help_seconds / bare_seconds for help_seconds, bare_seconds in pairs)
    slow, fast = (1000 * median(pair[place] for pair in pairs) for place in (0, 1))
    print(f"kanae --help: {slow:.0f} ms, python -c pass: {fast:.0f} ms, ratio {ratio:.1f} of at most {LIMIT:.0f}")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
