"""Run every file of benchmarks/ and say which limits were passed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"


def main() -> int:
    """Run the benchmarks in order of name; each prints what it found and ends with 1 when it is too slow."""
    slow: list[str] = []
    for path in sorted(FOLDER.glob("*.py")):
        print(f"== {path.stem}", flush=True)
        done = subprocess.run([sys.executable, str(path)], check=False)  # noqa: S603  # our own files
        if done.returncode != 0:
            slow.append(path.stem)
    print(f"beyond their limits: {', '.join(slow)}" if slow else "all within their limits")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
