"""``python -m kanae`` is the command line too."""

from __future__ import annotations

from kanae.cli import main

if __name__ == "__main__":
    main()
