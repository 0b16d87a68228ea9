"""From raw notes to a difference with a reason, a task and a question, by keys alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import by_date
from so_tui.domain.opinions import State
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from so_tui.ui.screens.opinions.screen import OpinionsScreen
from tests.ui.support import SIZES, Session, demo, open_app


def raw() -> AppState:
    """Return the made-up case with two doctors and their notes, and nothing compared yet."""
    state = demo()
    kept = {d.id: d for d in in_order(state.doctors.values())[:2]}
    visits = {v.id: v for v in state.visits.values() if v.doctor_id in kept}
    return replace(
        state,
        doctors=kept,
        visits=visits,
        cells={},
        marks={},
        opinions={},
        versions={},
        differences={},
    )


async def pull(user: Session, doctor: Doctor, part: str) -> None:
    """Put the line of the doctor's notes that holds `part` into the cell on the markers."""
    visits = {v.id for v in user.state.visits.values() if v.doctor_id == doctor.id and v.took_place}
    line = next(n for n in user.state.notes.values() if n.visit_id in visits and part in n.text)
    await user.choose("point:markers", "#tidy")
    await user.press("space")
    await user.to_field("source")
    await user.press("right", "tab")
    await user.choose(line.id, "#lines")
    await user.press("space", "ctrl+s")
    await user.wait(lambda: any(c.text == line.text for c in user.state.cells.values()), "the cell")
    await user.wait(lambda: user.app.screen.query("#field-text"), "the next point's form")
    await user.press("escape")


@pytest.mark.parametrize("size", SIZES)
async def test_from_notes_to_what_is_to_be_done(data_dir: Path, size: tuple[int, int]) -> None:
    state = raw()
    first, second = in_order(state.doctors.values())
    (at_first, *_) = (v for v in by_date(state.visits.values()) if v.doctor_id == first.id)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.press("y")
        await user.sees("Dr Ben Sample", "Still empty")
        await pull(user, second, "HER2")
        await user.press("o")
        await user.choose(f"{at_first.id}/{first.id}", "#dialog RowList")
        await user.press("enter")
        await user.sees("Dr Ada Example", "Still empty")
        await pull(user, first, "HER2")
        await user.press("m")
        await user.wait(lambda: user.app.screen.query("#grid"), "the grid")
        await user.choose("markers", "#grid")
        await user.press("right", "x", "i")
        await user.sees("What did Dr Ben Sample see")
        await user.press("space", "escape", "left", "i")
        await user.sees("What did Dr Ada Example see")
        await user.press("down", "space", "escape", "m")
        await user.sees(text("summary.headline.differ", count=1)[:30])
        rows = user.rows("#summary").rows
        assert any(text("summary.unlike") in row.cells[-1] for row in rows)
        await user.choose(f"{second.id}/markers", "#summary")
        await user.press("enter", "down", "space")
        await user.choose("reread", "#dialog RowList")
        await user.press("t", "q", "escape")
        (difference,) = user.state.differences.values()
        assert difference.reasons == ("reading",)
        new = [q for q in user.state.questions.values() if q.id not in state.questions]
        assert [q.point for q in new] == ["markers"]
        assert len(user.state.tasks) == len(state.tasks) + 1
        (mark,) = user.state.marks.values()
        assert (set(mark.doctor_ids), mark.state) == ({first.id, second.id}, State.DIFFERS)
        await user.saved()


@pytest.mark.parametrize("key", ["d,e", "enter"], ids=["why", "cell"])
async def test_half_typed_words_stay_with_the_two_doctors_they_are_about(
    data_dir: Path, key: str
) -> None:
    """Words on why the third differs from the second stood in the form about the first."""
    state = demo()
    _, second, third = in_order(state.doctors.values())
    async with open_app(data_dir, SIZES[-1], state=state, mode="opinions") as user:
        shown = user.app.screen
        assert isinstance(shown, OpinionsScreen)
        shown.focus_key(f"{third.id}/plan/{second.id}")
        await user.press(*key.split(","))
        await user.type("the same slid")
        await user.press("escape", "escape")
        shown.focus_key(f"{third.id}/plan")
        shown.against = ""
        shown.focus_key(f"{third.id}/plan")
        await user.press(*key.split(","))
        await user.wait(lambda: len(user.app.screen_stack) > 1, "the form")
        await user.misses("the same slid")
        await user.press("escape", "escape", "1")
        (row,) = (r for r in user.rows().rows if "the same slid" in r.cells[-1])
        await user.choose(row.key)
        await user.press("enter")
        await user.wait(lambda: shown.against == second.id, "the two doctors")
