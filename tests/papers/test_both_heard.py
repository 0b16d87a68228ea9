"""Two people heard different things: until the patient chooses, every paper tells both."""

from dataclasses import replace

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.edited_lines import Paper
from so_tui.domain.opinions import Cell, State, mark_between
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Drop, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.questions import values_for
from so_tui.logic.treating import take_over
from so_tui.papers.files import Layout, write_out
from so_tui.papers.letter import make_letter
from so_tui.papers.sheet import make_sheet
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import TODAY

DEMO = demo_state(TODAY)
FIRST, SECOND, THIRD = in_order(DEMO.doctors.values())
SAM, LEE = "Operate at once", "Wait for the scan of the spine"
TELLING = ("letter", "agenda", "sheet", "brief", "comparison")
"""The papers that tell what the second doctor advised."""


def heard(*people: tuple[str, str], chosen: str = "", state: AppState = DEMO) -> AppState:
    """Return the made-up case with what each of these people heard of the second doctor's plan."""
    place = SECOND.id, "plan"
    before = [c for c in state.cells.values() if (c.doctor_id, c.point) == place]
    cells = [
        Cell(case_id=state.case_id, doctor_id=SECOND.id, point="plan", text=Clean(words),
             by=Clean(by), counts=bool(chosen) and by == chosen)
        for by, words in people
    ]  # fmt: skip
    mark = mark_between(state.case_id, SECOND.id, FIRST.id, "plan", State.DIFFERS)
    old = state.marks.get(mark.id)
    return apply(state, [*map(Drop, before), *map(Put, cells), Put(mark, old)])


def paper(name: str, state: AppState) -> str:
    """Return a paper as one line of text."""
    if name == "sheet":
        written = write_out(make_sheet(state, THIRD, TODAY), Layout.TEXT)
    else:
        found = write_paper(state, PaperKind(name), Layout.TEXT, TODAY)
        assert found is not None
        written = found
    return " ".join(written.split())


@pytest.mark.parametrize("name", TELLING)
def test_both_stand_side_by_side_with_who_wrote_them(name: str) -> None:
    state = heard(("Sam", SAM), ("Lee", LEE))
    both = (f"{SAM} (Sam)", f"{LEE} (Lee)")
    found = paper(name, state)
    assert "; ".join(both) in found or "; ".join(reversed(both)) in found


@pytest.mark.parametrize("name", TELLING)
def test_only_the_chosen_words_stand_there_without_a_name(name: str) -> None:
    for state in (heard(("Sam", SAM), ("Lee", LEE), chosen="Sam"),
                  heard(("", SAM), ("Lee", LEE)), heard(("Sam", SAM), ("Lee", SAM))):  # fmt: skip
        found = paper(name, state)
        assert SAM in found
        assert LEE not in found
        assert f"{SAM} (" not in found


def test_the_long_words_of_one_leave_room_for_the_other() -> None:
    long = " ".join(["Operate"] * 90)
    for name in TELLING:
        found = paper(name, heard(("Sam", long), ("Lee", LEE)))
        assert "(Sam)" in found
        assert f"{LEE} (Lee)" in found


def test_the_treating_doctor_reads_what_both_heard_of_the_own_advice() -> None:
    state = heard(("Sam", SAM), ("Lee", LEE))
    state = apply(state, take_over(state, SECOND, TODAY))
    made = make_letter(state, Paper.LETTER, TODAY)
    assert made is not None
    said = " ".join(item.text for block in made.blocks for item in block.items)
    assert "(Sam)" in said
    assert "(Lee)" in said


def test_a_question_that_names_the_plan_names_both() -> None:
    cells = [c for c in DEMO.cells.values() if (c.doctor_id, c.point) == (FIRST.id, "plan")]
    both = [
        replace(cells[0], id=f"00000000000{n}", text=Clean(words), by=Clean(by), counts=False)
        for n, (by, words) in enumerate((("Sam", SAM), ("Lee", LEE)))
    ]
    state = apply(DEMO, [*map(Drop, cells), *map(Put, both)])
    plan = values_for(state)["plan"]
    assert f"{SAM} (Sam)" in plan
    assert f"{LEE} (Lee)" in plan


def test_the_words_of_one_that_are_private_leave_the_other_alone() -> None:
    state = heard(("Sam", SAM), ("Lee", LEE))
    lee = next(c for c in state.cells.values() if c.text == LEE)
    found = paper("brief", apply(state, [Put(replace(lee, private=True), lee)]))
    assert LEE not in found
    assert SAM in found
    assert f"{SAM} (" not in found
