"""The page about the patient on paper: only what was given."""

from dataclasses import replace
from datetime import date

from so_tui.demo.case import demo_state
from so_tui.domain.about_me import LISTS
from so_tui.domain.state import Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.about_me import about_of
from so_tui.papers.about import make_about
from so_tui.papers.files import Layout
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import TODAY

DEMO = demo_state(TODAY)
ABOUT = replace(about_of(DEMO), born=date(1961, 5, 3))
EMPTY = replace(DEMO, about_me={})


def test_it_has_each_line_of_the_page() -> None:
    """Hard case: medicines, allergies, history print nowhere."""
    paper = make_about(apply(DEMO, [Put(ABOUT)]), TODAY)
    assert paper is not None
    assert paper.lead == ("Pat Demo, born 3 May 1961, phone 555-0101",)
    printed = [item.text for block in paper.blocks for item in block.items]
    assert printed == [line for name in LISTS for line in ABOUT.lines(name)]
    assert "Plasters: red skin" in printed


def test_what_was_not_given_prints_nothing() -> None:
    only = replace(ABOUT, born=None, phone=BLANK, history=Clean("\n \n"), devices=BLANK)
    paper = write_paper(apply(DEMO, [Put(only)]), PaperKind.ABOUT, Layout.TEXT, TODAY)
    assert paper is not None
    assert [word for word in ("born", "phone", "FOUND AND DONE", "DEVICES") if word in paper] == []
    assert "ALLERGIES" in paper


def test_a_page_with_nothing_on_it_is_no_paper() -> None:
    bare = replace(ABOUT, history=BLANK, medicines=BLANK, allergies=BLANK, devices=BLANK,
                   illnesses=BLANK, contacts=BLANK)  # fmt: skip
    for state in (EMPTY, apply(DEMO, [Put(bare)])):
        assert write_paper(state, PaperKind.ABOUT, Layout.HTML, TODAY) is None
