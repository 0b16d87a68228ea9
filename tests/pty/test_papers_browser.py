"""The sheet in a real browser without a window: pages, size of print, nothing cut off."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line
from so_tui.papers.render import Layout, write_sheet
from so_tui.papers.sheet import Sheet, make_sheet
from tests.support.values import TODAY
from tests.ui.hostile import ALL, hostile_case

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here: {', '.join(BROWSERS)}"),
]

MM = 96 / 25.4
"""CSS pixels in a millimetre."""
MARGIN, LARGE_MARGIN = 14, 10
"""Millimetres that the page's own style leaves at each edge; in large print."""
PAPERS = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""
PAGE = re.compile(rb"/Type /Page\b(?!s)")
MEASURE = """<script>
const box = e => e.getBoundingClientRect();
const all = [...document.querySelectorAll('body *')];
const front = document.querySelector('.front');
document.body.innerHTML = '<pre>' + JSON.stringify({
  front: box(front).height,
  size: parseFloat(getComputedStyle(front.querySelector('p')).fontSize),
  least: Math.min(...all.filter(e => e.textContent.trim()).map(
    e => parseFloat(getComputedStyle(e).fontSize))),
  beyond: all.filter(e => box(e).right > document.documentElement.clientWidth + 1
    || e.scrollWidth > e.clientWidth + 1).length,
  asked: performance.getEntriesByType('resource').length,
}) + '</pre>';
</script>"""


def run(folder: Path, *options: str) -> bytes:
    """Run the browser once, with a profile of its own and without a way to any network."""
    assert BROWSER is not None
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}",
        *options,
    ]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout


def pages(folder: Path, html: str, paper: str) -> int:
    """Return on how many pages a file is printed."""
    file, printed = folder / "sheet.html", folder / "sheet.pdf"
    file.write_text(html.replace("@page {", f"@page {{ size: {paper};"), "utf-8")
    run(folder, "--no-pdf-header-footer", f"--print-to-pdf={printed}", file.as_uri())
    content = printed.read_bytes()
    width, height = PAPERS[paper]
    (box, *_) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    points = [float(each) for each in box]
    assert points == pytest.approx([width * 72 / 25.4, height * 72 / 25.4], abs=1.5)
    return len(PAGE.findall(content))


def measure(folder: Path, html: str, paper: str, margin: int = MARGIN) -> dict[str, Any]:
    """Return sizes, in CSS pixels, of the page laid out at the width that the paper leaves.

    The page's own rule against scripts is taken out for this one look, and what it does on a
    screen only.
    """
    width = round((PAPERS[paper][0] - 2 * margin) * MM)
    wide = f"<style>body {{ width: {width}px }}</style>"
    html = re.sub(r"<meta http-equiv=[^>]*>", wide, html)
    html = re.sub(r"@media screen \{.*\}\n", "", html)
    file = folder / "measure.html"
    file.write_text(html.replace("</body>", f"{MEASURE}</body>"), "utf-8")
    shown = run(folder, f"--window-size={width},2000", "--dump-dom", file.as_uri()).decode()
    found = re.search(r"<pre>(\{.*?\})</pre>", shown)
    assert found is not None, shown[-500:]
    sizes: dict[str, Any] = json.loads(found[1])
    return sizes


def demo_sheet(state: AppState | None = None) -> Sheet:
    state = state or demo_state(TODAY)
    brought = "Slides, a disc, the first letter, and " * 5
    return make_sheet(state, in_order(state.doctors.values())[2], TODAY, brought=brought)


def fullest_sheet() -> Sheet:
    """Return the sheet of a case in which every text goes on and on."""
    return replace(demo_sheet(hostile_case("many words that go on " * 60)), more=())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder for the browser, and take its profile away again."""
    yield tmp_path
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheet_is_half_a_page_and_the_rest_comes_on_the_next(folder: Path, paper: str) -> None:
    sheet = demo_sheet()
    html = write_sheet(sheet, Layout.HTML)
    sizes = measure(folder, html, paper)
    assert sizes["front"] / MM <= PAPERS[paper][1] / 2 - MARGIN
    assert (sizes["beyond"], sizes["asked"]) == (0, 0)
    assert sizes["size"] == pytest.approx(11 * 96 / 72, abs=0.1)
    alone = write_sheet(replace(sheet, more=()), Layout.HTML)
    assert pages(folder, alone, paper) == 1
    assert pages(folder, write_sheet(replace(sheet, more=sheet.more[:5]), Layout.HTML), paper) == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_with_much_on_it_is_half_a_page_still(folder: Path, paper: str) -> None:
    html = write_sheet(fullest_sheet(), Layout.HTML)
    sizes = measure(folder, html, paper)
    assert sizes["front"] / MM <= PAPERS[paper][1] / 2 - MARGIN
    assert sizes["beyond"] == 0
    assert pages(folder, html, paper) == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("full", [False, True], ids=["usual", "full"])
def test_large_print_is_18_points_on_one_page(folder: Path, paper: str, full: bool) -> None:
    sheet = fullest_sheet() if full else demo_sheet()
    html = write_sheet(replace(sheet, more=()), Layout.HTML, large=True)
    sizes = measure(folder, html, paper, LARGE_MARGIN)
    assert sizes["least"] >= 18 * 96 / 72 - 0.1
    assert sizes["beyond"] == 0
    assert pages(folder, html, paper) == 1


def test_hostile_text_changes_neither_pages_nor_what_is_loaded(folder: Path) -> None:
    sheet = demo_sheet(hostile_case(clean_line(ALL + " <script>document.title='x'</script>")))
    html = write_sheet(replace(sheet, more=()), Layout.HTML)
    sizes = measure(folder, html, "A4")
    assert (sizes["beyond"], sizes["asked"]) == (0, 0)
    assert pages(folder, html, "A4") == 1
