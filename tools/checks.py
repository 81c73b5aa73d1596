"""Run the checks of kanae one after the other, each named as it runs, and count them at the end.

::

    python tools/checks.py quick   linters, types, contracts, ledger: seconds
    python tools/checks.py docs    the documentation alone
    python tools/checks.py all     everything that `make test` promises

All checks run even when one fails, so that a run shows all there is to mend.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Check:
    """One program that has to end well.

    Attributes:
        name: What it checks, as it is shown.
        command: What follows ``python``.
        is_quick: Whether it takes seconds.
    """

    name: str
    command: tuple[str, ...]
    is_quick: bool = False


PYTEST = ("-m", "pytest", "--quiet")
APART = ("golden", "browser", "release")

CHECKS = (
    Check("style (ruff check)", ("-m", "ruff", "check", "--quiet", "."), is_quick=True),
    Check("layout (ruff format)", ("-m", "ruff", "format", "--check", "--quiet", "."), is_quick=True),
    Check("types (mypy --strict)", ("-m", "mypy", "--strict", "--no-error-summary"), is_quick=True),
    Check(
        "import contracts (lint-imports)",
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
        is_quick=True,
    ),
    Check("ledger (kanae ledger check)", ("-m", "kanae", "ledger", "check"), is_quick=True),
    Check(
        "unit, property and documentation tests (pytest)",
        (*PYTEST, "src", "tests", *(f"--ignore=tests/{folder}" for folder in APART)),
    ),
    Check("golden pages (pytest tests/golden)", (*PYTEST, "tests/golden")),
    Check("browser tests (pytest tests/browser)", (*PYTEST, "tests/browser")),
    Check("documentation (mkdocs build --strict)", ("-m", "mkdocs", "build", "--strict", "--quiet")),
    Check("wheel and sdist (pytest tests/release)", (*PYTEST, "tests/release")),
)


RUNS = {
    "quick": tuple(check for check in CHECKS if check.is_quick),
    "docs": tuple(check for check in CHECKS if "mkdocs" in check.command),
    "all": CHECKS,
}


def passes(check: Check) -> bool:
    """Run one check; tests are shown as they run, other programs only when they find fault."""
    environment = os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}
    is_test = "pytest" in check.command
    done = subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, *check.command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=None if is_test else subprocess.PIPE,
        stderr=None if is_test else subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0 and done.stdout:
        print(done.stdout.decode(errors="replace"), flush=True)
    return done.returncode == 0


def main(which: str) -> int:
    """Run the checks and say which failed."""
    checks = RUNS[which]
    failed: list[str] = []
    started = time.monotonic()
    for number, check in enumerate(checks, 1):
        print(f"== {number}/{len(checks)} {check.name}", flush=True)
        begun = time.monotonic()
        passed = passes(check)
        print(f"   {'ok' if passed else 'FAILED'}, {time.monotonic() - begun:.1f} s", flush=True)
        if not passed:
            failed.append(check.name)
    print()
    for name in failed:
        print(f"failed: {name}")
    print(f"all checks together took {time.monotonic() - started:.0f} s")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("which", choices=RUNS)
    sys.exit(main(asked.parse_args().which))
