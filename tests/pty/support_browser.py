"""A real browser without a window: it prints a paper and measures what is laid out."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
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
    shown = run(folder, f"--window-size={width},20000", "--dump-dom", file.as_uri()).decode()
    found = re.search(r"<pre>(\{.*?\})</pre>", shown)
    assert found is not None, shown[-500:]
    sizes: dict[str, Any] = json.loads(found[1])
    return sizes


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder for the browser, and take its profile away again."""
    yield tmp_path
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
