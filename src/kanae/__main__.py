"""``python -m kanae`` does what ``kanae`` does."""

from __future__ import annotations

from kanae.cli import main

if __name__ == "__main__":
    main()
