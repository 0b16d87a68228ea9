"""The papers about a case in a real browser without a window: any paper size, nothing cut off."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.opinions import Cell
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Drop, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.about_me import about_of
from so_tui.papers.files import Layout
from so_tui.papers.writing import PaperKind, write_paper
from tests.pty.support_browser import BROWSER, BROWSERS, PAGE, PAPERS, folder, run
from tests.support.values import TODAY
from tests.ui.hostile import hostile_case

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here: {', '.join(BROWSERS)}"),
]
__all__ = ["folder"]

MEASURE = """<script>
const box = e => e.getBoundingClientRect();
const all = [...document.querySelectorAll('body *')];
document.body.innerHTML = '<pre>' + JSON.stringify([
  all.filter(e => box(e).right > document.documentElement.clientWidth + 1
    || e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline').length,
  performance.getEntriesByType('resource').length,
]) + '</pre>';
</script>"""
MM = 96 / 25.4
ACROSS = {PaperKind.COMPARISON: 297 - 20}
"""Millimetres between the margins; the others stand upright."""
UPRIGHT = 210 - 40


def three_doctors() -> AppState:
    """Return the made-up case with words of the third doctor too, and one very long cell."""
    state = demo_state(TODAY)
    second, third = in_order(state.doctors.values())[1:3]
    told = [c for c in state.cells.values() if c.doctor_id == second.id]
    cells = [replace(c, id=f"{n:012x}", doctor_id=third.id) for n, c in enumerate(told)]
    long = Cell(case_id=state.case_id, doctor_id=third.id, point="trials",
                text=Clean("A line without an end. " * 40 + "x" * 200))  # fmt: skip
    return apply(state, [Put(cell) for cell in (*cells, long)])


def printed(folder: Path, html: str, paper: str = "A4") -> tuple[int, tuple[float, float]]:
    """Return the number of pages of a printed file, and the page's size in millimetres.

    `paper` is what is in the printer: no paper asks for a size of its own.
    """
    assert "A4" not in html
    file, pdf = folder / "paper.html", folder / "paper.pdf"
    sized = html.replace("size: landscape;", "").replace(
        "@page {", f"@page {{ size: {paper} {'landscape' * ('size: landscape' in html)};"
    )
    file.write_text(sized, "utf-8")
    run(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", file.as_uri())
    content = pdf.read_bytes()
    (box, *_) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    width, height = (float(each) * 25.4 / 72 for each in box)
    return len(PAGE.findall(content)), (width, height)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_three_doctors_stand_side_by_side_across(folder: Path, large: bool, paper: str) -> None:
    html = write_paper(three_doctors(), PaperKind.COMPARISON, Layout.HTML, TODAY, large=large)
    assert html is not None
    pages, size = printed(folder, html, paper)
    assert size == pytest.approx(PAPERS[paper][::-1], abs=1)
    assert pages <= (9 if large else 3)


def test_two_doctors_stand_upright(folder: Path) -> None:
    state = demo_state(TODAY)
    third = in_order(state.doctors.values())[2]
    html = write_paper(
        apply(state, [Drop(third)]), PaperKind.COMPARISON, Layout.HTML, TODAY, large=False
    )
    assert html is not None
    pages, size = printed(folder, html)
    assert size == pytest.approx(PAPERS["A4"], abs=1)
    assert pages <= 2


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("full", [False, True], ids=["demo", "full"])
def test_the_brief_is_one_page(folder: Path, paper: str, full: bool) -> None:
    state = demo_state(TODAY)
    if full:
        state = hostile_case(Clean("many words that go on " * 60))
        about = about_of(state)
        long = "\n".join(f"20{n}: {'many words that go on ' * 9}" for n in range(10, 40))
        state = apply(state, [Put(replace(about, history=Clean(long)))])
    html = write_paper(state, PaperKind.BRIEF, Layout.HTML, TODAY)
    assert html is not None
    assert printed(folder, html, paper)[0] == 1


@pytest.mark.parametrize("kind", PaperKind)
def test_nothing_is_cut_off_and_nothing_is_loaded(folder: Path, kind: PaperKind) -> None:
    html = write_paper(three_doctors(), kind, Layout.HTML, TODAY)
    assert html is not None
    width = round(ACROSS.get(kind, UPRIGHT) * MM)
    html = re.sub(r"<meta http-equiv=[^>]*>", f"<style>body {{ width: {width}px }}</style>", html)
    html = re.sub(r"@media screen \{.*\}\n", "", html)
    file = folder / "measure.html"
    file.write_text(html.replace("</body>", f"{MEASURE}</body>"), "utf-8")
    shown = run(folder, f"--window-size={width},30000", "--dump-dom", file.as_uri()).decode()
    found = re.search(r"<pre>(\[.*?\])</pre>", shown)
    assert found is not None, shown[-500:]
    assert found[1] == "[0,0]"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "kind", [PaperKind.AGENDA, PaperKind.LETTER, PaperKind.PHONE, PaperKind.ABOUT]
)
def test_what_is_handed_over_is_short(folder: Path, kind: PaperKind, paper: str) -> None:
    html = write_paper(demo_state(TODAY), kind, Layout.HTML, TODAY)
    assert html is not None
    assert printed(folder, html, paper)[0] <= (2 if kind is PaperKind.LETTER else 1)


def test_no_word_of_a_label_is_broken_in_large_print(folder: Path) -> None:
    """In large print "treatment" and "everyday" were broken inside the word."""
    html = write_paper(demo_state(TODAY), PaperKind.COMPARISON, Layout.HTML, TODAY, large=True)
    assert html is not None
    width = round((210 - 20) * MM)
    html = re.sub(r"<meta http-equiv=[^>]*>", f"<style>body {{ width: {width}px }}</style>", html)
    html = re.sub(r"@media screen \{.*\}\n", "", html).replace("overflow-wrap: anywhere;", "")
    file = folder / "labels.html"
    file.write_text(html.replace("</body>", f"{MEASURE}</body>"), "utf-8")
    shown = run(folder, f"--window-size={width},30000", "--dump-dom", file.as_uri()).decode()
    found = re.search(r"<pre>(\[.*?\])</pre>", shown)
    assert found is not None, shown[-500:]
    assert found[1] == "[0,0]"


@pytest.mark.parametrize("paper", PAPERS)
def test_no_row_is_left_alone_on_a_second_page(folder: Path, paper: str) -> None:
    """The comparison of two doctors put one row of 23 on a page of its own."""
    html = write_paper(demo_state(TODAY), PaperKind.COMPARISON, Layout.HTML, TODAY)
    assert html is not None
    assert "These are my own notes" in html
    assert printed(folder, html, paper)[0] == 1
