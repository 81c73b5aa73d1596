"""The brief in a real browser: wide, on a phone, on paper, by keyboard, in the dark."""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from kanae.model.cells import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LANGUAGES = ("en", "ja", "ko")
WIDTHS = {"wide": 1280, "tablet": 800, "phone": 390, "small": 320}

_MISSING = """() => {
  const text = document.body.innerText + [...document.querySelectorAll("details")].map((d) => d.textContent).join("");
  const characters = [...new Set(text)].filter((c) => !/[\\s\\p{Cf}]/u.test(c));
  const canvas = new OffscreenCanvas(40, 40);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.font = "28px " + getComputedStyle(document.body).fontFamily;
  const drawn = (c) => {
    context.clearRect(0, 0, 40, 40);
    context.fillText(c, 4, 30);
    return context.getImageData(0, 0, 40, 40).data.join("");
  };
  const nothing = new Set(["\\u{10fffe}", "\\u{efffe}"].map(drawn));
  return characters.filter((c) => nothing.has(drawn(c)));
}"""

_OUTSIDE = """() => [...document.querySelectorAll("figure svg")].filter((svg) => svg.getBoundingClientRect().width)
  .flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2
        || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
    }).map((text) => text.textContent);
  })"""

_OVERLAPPING = """() => [...document.querySelectorAll("figure svg")].filter((svg) => svg.getBoundingClientRect().width)
  .flatMap((svg) => {
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent
      && !text.closest("[transform*=rotate]") && !(text.getAttribute("transform") || "").includes("rotate"));
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const found = [];
    for (let a = 0; a < texts.length; a++) for (let b = a + 1; b < texts.length; b++) {
      const [p, q] = [boxes[a], boxes[b]];
      const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
      const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      const isHalo = texts[a].textContent === texts[b].textContent && p.left === q.left && p.top === q.top;
      if (!isHalo && across > 1.5 && down > 5) found.push(texts[a].textContent + " / " + texts[b].textContent);
    }
    return found;
  })"""

_CROSSED = """() => [...document.querySelectorAll("figure svg")].filter((svg) => svg.getBoundingClientRect().width)
  .flatMap((svg) => {
    const isThin = (line) => Math.min(line.getBoundingClientRect().width, line.getBoundingClientRect().height) < 4;
    const drawn = "line[stroke-width='2'], path[stroke-width='2'], path[fill='var(--faint)']";
    const points = [...svg.querySelectorAll(drawn)]
      .filter((line) => isThin(line) || !(line.getAttribute("d") || "").includes("Z"))
      .flatMap((line) => {
        const [matrix, length] = [line.getScreenCTM(), line.getTotalLength()];
        const steps = Math.ceil(length / 4);
        return Array.from({ length: steps + 1 }, (_, step) =>
          line.getPointAtLength(length * step / Math.max(steps, 1)).matrixTransform(matrix));
      });
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent);
    return texts.filter((text) => {
      const box = text.getBoundingClientRect();
      return points.some(({ x, y }) => box.left + 1 < x && x < box.right - 1 && box.top + 3 < y && y < box.bottom - 3);
    }).map((text) => text.textContent);
  })"""
"""Words over a line that is drawn to be read: the line at 1, the day of the page, an interval, a series."""


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, **settings: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 844}, **settings)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_wider_than_the_page(browser: Browser, briefs: dict[str, Path], lang: str, width: str) -> None:
    with opened(browser, briefs[lang], WIDTHS[width]) as page:
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]


@pytest.mark.parametrize("width", ["wide", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_of_pictures_are_whole_and_apart(
    browser: Browser, briefs: dict[str, Path], lang: str, width: str
) -> None:
    with opened(browser, briefs[lang], WIDTHS[width]) as page:
        pictures = page.locator("figure").count()
        assert pictures > 10
        assert page.locator("figure svg").count() == 2 * pictures
        assert page.evaluate(_OUTSIDE) == []
        assert page.evaluate(_OVERLAPPING) == []
        page.evaluate("document.getElementById('map').remove()")  # there names have a halo, and geodesics run below
        assert page.evaluate(_CROSSED) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_character_has_a_glyph(browser: Browser, briefs: dict[str, Path], lang: str) -> None:
    if lang != "en" and not has_fonts(lang):
        pytest.skip(f"no font for '{lang}' on this machine (Debian: fonts-noto-cjk)")
    with opened(browser, briefs[lang]) as page:
        assert page.evaluate(_MISSING) == []


def has_fonts(lang: str) -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return True  # macOS and Windows bring fonts for both
    return bool(subprocess.run([lister, f":lang={lang}", "family"], capture_output=True, check=True).stdout)


def test_a_number_leads_to_its_records_and_a_record_to_its_source(browser: Browser, briefs: dict[str, Path]) -> None:
    with opened(browser, briefs["en"]) as page:
        page.locator("#answer .figure").nth(1).click()
        target = page.locator(":target")
        assert target.is_visible()
        target.locator("a:not([class])").first.click()
        commitment = page.locator(":target")
        assert commitment.is_visible()
        source = commitment.locator("a.source").first
        assert source.is_visible()
        source.click()
        assert page.locator(":target a.address").first.get_attribute("href").startswith("http")


def test_a_mark_of_a_picture_leads_to_its_event(browser: Browser, briefs: dict[str, Path]) -> None:
    with opened(browser, briefs["ja"]) as page:
        page.locator("#timeline-picture .wide a").first.click(force=True)
        assert page.locator(":target").is_visible()


def test_the_first_key_offers_to_skip_to_the_answer(browser: Browser, briefs: dict[str, Path]) -> None:
    with opened(browser, briefs["ko"]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.url.endswith("#answer")


def test_keyboard_opens_what_is_folded_and_never_falls_into_a_picture(
    browser: Browser, briefs: dict[str, Path]
) -> None:
    with opened(browser, briefs["en"]) as page:
        summary = page.locator("#commitments details.list > summary").first
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator("#commitments details.list[open]").count() == 1
        assert page.evaluate("[...document.querySelectorAll('svg a')].every((link) => link.tabIndex === -1)")


def test_one_button_unfolds_a_list(browser: Browser, briefs: dict[str, Path]) -> None:
    with opened(browser, briefs["en"]) as page:
        page.locator("#commitments details.list > summary").first.click()
        button = page.locator("#commitments button.unfold").first
        button.click()
        inside = page.locator("#commitments details.list").first.locator("details.entry")
        assert inside.count() == page.locator("#commitments details.list").first.locator("details.entry[open]").count()
        assert button.get_attribute("aria-pressed") == "true"


def test_rows_of_a_table_are_saved_as_they_stand(browser: Browser, briefs: dict[str, Path], tmp_path: Path) -> None:
    with opened(browser, briefs["ja"], accept_downloads=True) as page:
        shown = page.evaluate(
            "[...document.getElementById('meetings-table').rows].map((row) => [...row.cells].map((c) => c.textContent))"
        )
        link = page.locator("#meetings > .download a").first
        for name in ("first.csv", "again.csv"):
            with page.expect_download() as waiting:
                link.click()
            waiting.value.save_as(tmp_path / name)
            assert waiting.value.suggested_filename == "kanae-meetings-table.ja.csv"
            text = (tmp_path / name).read_text(encoding="utf-8-sig")
            assert list(csv.reader(io.StringIO(text))) == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wide_table_stands_as_a_list_on_a_phone(browser: Browser, briefs: dict[str, Path], lang: str) -> None:
    with opened(browser, briefs[lang], WIDTHS["phone"]) as page:
        tables = page.locator("#roles .scroll > table")
        cut = (
            "[...document.querySelectorAll('#roles .scroll')].filter((box) => box.scrollWidth > box.clientWidth).length"
        )
        assert tables.count() == page.locator("#roles .scroll > table.stacked").count() > 0
        assert page.evaluate(cut) == 0
        names = tables.first.locator("th").all_text_contents()
        cells = tables.first.locator("tbody tr").first.locator("td")
        assert [cells.nth(number).get_attribute("data-column") for number in range(cells.count())] == names
    with opened(browser, briefs[lang]) as page:
        assert page.locator("table.stacked").count() == 0


def test_no_cell_of_a_saved_table_runs_as_a_formula(browser: Browser, briefs: dict[str, Path]) -> None:
    cells = ["=1+1", "-0.5", "+3%", "@x", 'a "b", c', "日米韓"]
    with opened(browser, briefs["en"]) as page:
        text = page.evaluate(
            """(cells) => {
                const table = document.createElement("table");
                const row = table.insertRow();
                for (const cell of cells) row.insertCell().textContent = cell;
                return csvOf(table);
            }""",
            cells,
        )
    assert text == csv_text(["header"], [cells]).removeprefix("header\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_prints_whole(browser: Browser, briefs: dict[str, Path], lang: str) -> None:
    with opened(browser, briefs[lang], 720) as page:
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 720
        printed = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
        assert page.locator("#sources details.list[open]").count() == 0
    assert 30 < len(printed.pages) < 100
    assert "2026" in printed.pages[0].extract_text()
    assert "https://" in printed.pages[-2].extract_text()


def test_dark_mode_changes_paper_and_ink(browser: Browser, briefs: dict[str, Path]) -> None:
    colours = []
    for scheme in ("light", "dark"):
        with opened(browser, briefs["en"], color_scheme=scheme) as page:
            colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            assert page.evaluate(_CONTRAST) >= 4.5
    assert colours[0] != colours[1]


_CONTRAST = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map(Number).map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const shown = [...document.querySelectorAll("p, a, h2, summary, .badge, td, .note, .line, .legend li")];
  return Math.min(...shown.map((node) => {
    const ink = light(getComputedStyle(node).color);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  }));
}"""


def test_headings_follow_one_another(browser: Browser, briefs: dict[str, Path]) -> None:
    with opened(browser, briefs["ko"]) as page:
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((node) => Number(node.tagName[1]))")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert page.evaluate("document.documentElement.lang") == "ko"
