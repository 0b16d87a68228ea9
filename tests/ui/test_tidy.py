"""The tidy-up after a visit: only what is empty, one key an answer, two versions side by side."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import core_points, text
from so_tui.domain.opinions import Source, State
from so_tui.domain.people import in_order
from so_tui.domain.record_progress import Stage, settled
from so_tui.domain.records import OWN_COPY
from so_tui.domain.state import AppState
from so_tui.logic import records as tracking
from so_tui.logic.words import said_words
from so_tui.ui.widgets.grid import OpinionGrid
from so_tui.ui.widgets.row_list import RowList
from tests.ui.support import SIZES, Session, demo, open_app

sizes = pytest.mark.parametrize("size", [*SIZES, (120, 40)])
both_sizes = pytest.mark.parametrize("size", SIZES)
GONE = ("markers", "plan", "timing")


def second_without(*keys: str) -> AppState:
    """Return the made-up case in which nothing is written of the second doctor on these points."""
    state = demo()
    second = in_order(state.doctors.values())[1].id
    left = {
        id_: c for id_, c in state.cells.items() if c.doctor_id != second or c.point not in keys
    }
    marks = {
        id_: m
        for id_, m in state.marks.items()
        if second not in m.doctor_ids or m.point not in keys
    }
    return replace(state, cells=left, marks=marks)


def listed(user: Session) -> list[str]:
    """Return the keys of what is left."""
    rows: RowList = user.rows("#tidy")
    return [row.key for row in rows.rows if not row.heading]


async def open_tidy(user: Session) -> None:
    """Open the tidy-up from the grid."""
    await user.press("y")
    await user.wait(lambda: user.app.screen.query("#tidy"), "the tidy-up")


@sizes
async def test_only_what_is_empty_is_asked(data_dir: Path, size: tuple[int, int]) -> None:
    state = second_without(*GONE)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        points = [key for key in listed(user) if key.startswith("point:")]
        assert points == [f"point:{p.key}" for p in core_points() if p.key in GONE]
        await user.sees("Dr Ben Sample", f"Still empty: {len(listed(user))}")


@both_sizes
async def test_a_line_of_the_notes_goes_in_and_the_next_point_comes(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = second_without(*GONE)
    second = in_order(state.doctors.values())[1]
    asked = {q.id for q in state.questions.values() if q.point == "markers"}
    visit = next(v for v in state.visits.values() if v.doctor_id == second.id and v.took_place)
    line = next(n for n in state.notes.values() if n.visit_id == visit.id and "HER2" in n.text)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.choose("point:markers", "#tidy")
        await user.press("space")
        await user.to_field("source")
        await user.press("right", "tab")
        shown = [row.key for row in user.rows("#lines").rows if not row.heading]
        assert {state.notes[key].visit_id for key in shown} == {visit.id}
        on_point = [state.notes[key].question_id in asked for key in shown]
        assert on_point == sorted(on_point, reverse=True)
        await user.choose(line.id, "#lines")
        await user.press("space", "ctrl+s")
        (cell,) = (
            c for c in user.state.cells.values() if (c.doctor_id, c.point) == (second.id, "markers")
        )
        assert (cell.text, cell.source, cell.state) == (line.text, Source.REPORT, State.BLANK)
        await user.sees("Dr Ben Sample: Advised plan")
        await user.press("escape")
        await user.wait(lambda: "mark:markers" in listed(user), "the mark that is missing")
        assert "point:markers" not in listed(user)
        await user.saved()


@both_sizes
async def test_not_discussed_and_not_known_are_answers(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = second_without(*GONE)
    second = in_order(state.doctors.values())[1]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.choose("point:timing", "#tidy")
        await user.press(".")
        await user.choose("point:plan", "#tidy")
        await user.press("d")
        await user.wait(lambda: "point:plan" not in listed(user), "the next point")
        found = {c.point: c for c in user.state.cells.values() if c.doctor_id == second.id}
        assert found["timing"].state is State.NOT_DISCUSSED
        assert (found["plan"].state, found["plan"].source) == (State.NOT_CLEAR, Source.UNKNOWN)
        assert listed(user)[0] == "point:markers"
        await user.saved()
        await user.press("u")
        await user.wait(lambda: "point:plan" in listed(user), "the point again")


@both_sizes
async def test_another_visit_is_gone_through_from_its_first_line(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = second_without(*GONE)
    first = in_order(state.doctors.values())[0]
    visits = {v.doctor_id: v.id for v in state.visits.values() if v.took_place}
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.press("end", "o")
        await user.sees("Which visit?")
        await user.choose(f"{visits[first.id]}/{first.id}")
        await user.press("enter")
        await user.sees(f"{first.name}, ")
        assert user.rows("#tidy").key == listed(user)[0]


@both_sizes
async def test_two_versions_lead_to_their_cell_in_the_grid(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    theirs, *_ = (c for c in state.cells.values() if c.by)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.choose(f"version:{theirs.point}", "#tidy")
        await user.press("m")
        await user.wait(lambda: user.app.screen.query("#grid"), "the grid")
        await user.wait(lambda: user.rows("#grid").key == theirs.point, "the point")
        ids = [doctor.id for doctor in in_order(state.doctors.values())]
        grid = user.app.screen.query_one(OpinionGrid)
        assert ids[grid.doctor] == theirs.doctor_id


@both_sizes
@pytest.mark.parametrize("take", [False, True])
async def test_two_versions_stand_side_by_side(
    data_dir: Path, size: tuple[int, int], take: bool
) -> None:
    state = demo()
    theirs, *_ = (c for c in state.cells.values() if c.by)
    (mine,) = (
        c
        for c in state.cells.values()
        if (c.doctor_id, c.point, c.by) == (theirs.doctor_id, theirs.point, "")
    )
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.choose(f"version:{theirs.point}", "#tidy")
        await user.press("space")
        await user.sees("which words count", "Pat Demo", "Sam", str(theirs.text)[:20])
        assert user.state.cells[mine.id].text == mine.text
        await user.press(*(["down"] if take else []), "enter")
        key = f"version:{theirs.point}"
        await user.wait(lambda: key not in listed(user), "the choice")
        counts = said_words(user.state, mine.doctor_id, mine.point)
        assert counts == (theirs.text if take else mine.text)
        assert {user.state.cells[c.id].text for c in (mine, theirs)} == {mine.text, theirs.text}
        await user.saved()


@both_sizes
async def test_it_is_said_back_in_three_lines(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    second = in_order(state.doctors.values())[1]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.choose("recap:", "#tidy")
        await user.press("space")
        await user.type("It is the same illness")
        await user.drafted(f"form:recap:{second.id}", "the same illness")
        await user.type("\nWait for the test\nHe calls on Friday\n")
        assert (
            said_words(user.state, second.id, "recap")
            == "It is the same illness\nWait for the test\nHe calls on Friday"
        )
        await user.wait(lambda: "recap:" not in listed(user), "no more to say back")
        await user.saved()


@both_sizes
async def test_the_report_is_followed_until_it_is_confirmed(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first = in_order(state.doctors.values())[0]
    (report,) = (r for r in state.records.values() if r.back)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        for doctor_id in (OWN_COPY, first.id):
            key = f"transfer:{report.id}/{doctor_id}"
            await user.choose(key, "#tidy")
            for _ in range(8):
                if key not in listed(user):
                    break
                assert not settled(report, tracking.progress_of(user.state, report, doctor_id))
                await user.press("space")
            assert settled(report, tracking.progress_of(user.state, report, doctor_id))
        progress = tracking.progress_of(user.state, report, first.id)
        assert progress.stage is Stage.CONFIRMED
        await user.saved()


@both_sizes
async def test_without_a_visit_it_says_so(data_dir: Path, size: tuple[int, int]) -> None:
    state = replace(demo(), visits={}, notes={}, answers={})
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_tidy(user)
        await user.sees(text("tidy.no_visit")[:30])
        await user.press("space", ".", "escape")
        assert user.state.cells == state.cells
