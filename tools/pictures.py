"""Take the pictures of the brief that open the three READMEs: ``make pictures``, after a change of the page."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Write one picture for each language."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("error: no Chromium or Chrome was found\n  fix: install one", file=sys.stderr)
        return 3
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for lang in ("en", "ja", "ko"):
            page = browser.new_page(viewport={"width": 1080, "height": 900})
            path = Path(folder, f"{lang}.html")
            subprocess.run([sys.executable, "-m", "kanae", "brief", "--lang", lang, "--out", str(path)], check=True)  # noqa: S603  # our own command
            page.goto(path.as_uri())
            bottom = page.locator("#timeline figure .wide svg").bounding_box()
            height = round(bottom["y"] + bottom["height"]) + 12 if bottom else 900
            page.screenshot(
                path=IMAGES / f"brief-{lang}.png",
                full_page=True,
                clip={"x": 0, "y": 0, "width": 1080, "height": height},
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
