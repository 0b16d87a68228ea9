"""What the grid leads to: another reference, questions, notes, records in hand, versions."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import points, text
from so_tui.domain.opinions import Cell, State
from so_tui.domain.people import Doctor
from so_tui.domain.text import Clean
from so_tui.logic.words import said_words
from so_tui.ui import messages
from so_tui.ui.widgets.grid import OpinionGrid
from tests.ui.support import NOW, SIZES, demo, open_app
from tests.ui.support_opinions import cell, doctors, recount, shown_counts

both_sizes = pytest.mark.parametrize("size", SIZES)


@both_sizes
async def test_another_doctor_is_the_reference(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    first, second, _ = doctors(state)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("plan", "#grid")
        await user.press("right", "r")
        await user.sees("1 Dr Ben Sample")
        assert user.app.screen.query_one(OpinionGrid).doctor == 0
        await user.press("=")
        assert user.status == text("opinions.is_first", doctor=second.name)
        await user.press("right", "=")
        (mark,) = (m for m in user.state.marks.values() if m != state.marks[m.id])
        was = state.marks[mark.id]
        assert mark == replace(was, state=State.SAME, marked_at=NOW)
        assert set(mark.doctor_ids) == {first.id, second.id}
        assert user.state.cells == state.cells
        await user.sees("= same: Hormone")
        await user.press("r")
        await user.sees("1 Dr Ada Example")
        await user.wait(lambda: shown_counts(user) == recount(user.state), "the counts of before")
        await user.saved()
        await user.press("u")
        assert user.state.marks == state.marks
        await user.sees("1 Dr Ada Example")


@pytest.mark.parametrize("width", range(96, 103))
@pytest.mark.parametrize("way", ["first", "from Home"])
async def test_each_doctors_words_stand_under_that_doctors_name(
    data_dir: Path, width: int, way: str
) -> None:
    """At widths at which the window has room for one doctor more than the list in it has.

    What is shown has to be what would be drawn anew.
    """
    state = demo()
    names = {doctor.id: str(doctor.name) for doctor in doctors(state)}
    cells = {
        key: replace(kept, text=Clean(names[kept.doctor_id].split()[1]))
        for key, kept in state.cells.items()
    }
    state = replace(state, cells=cells, versions={}, conflicts={}, differences={})
    mode = "opinions" if way == "first" else "home"
    async with open_app(data_dir, (width, 50), state=state, mode=mode) as user:
        if mode == "home":
            await user.press("5")
            await user.sees("[5 ")
        for step in ("", "down", "down"):
            await user.press(*filter(None, [step]))
            await user.at_rest()
            shown = user.lines
            user.app.screen.query_one(OpinionGrid).refresh()
            await user.at_rest()
            assert user.lines == shown


@both_sizes
async def test_one_key_makes_a_cell_a_question(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    second = doctors(state)[1]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("timing", "#grid")
        await user.press("right", "q")
        (question,) = (q for q in user.state.questions.values() if q.id not in state.questions)
        assert (question.doctor_ids, question.point) == ((second.id,), "timing")
        assert question.text == text("opinions.ask.not_discussed", point="When to start")
        await user.press("q")
        assert user.status == text("differences.asked_before")
        await user.press("left", "q")
        texts = Counter(q.text for q in user.state.questions.values())
        assert max(texts.values()) == 1
        await user.saved()


@both_sizes
async def test_one_key_opens_the_notes_of_a_cell(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    second = doctors(state)[1]
    line = next(n for n in state.notes.values() if "He drew it for us" in n.text)
    kept = cell(state, second, "felt")
    assert kept is not None
    pulled = replace(kept, text=line.text)
    state = replace(state, cells={**state.cells, kept.id: pulled})
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("felt", "#grid")
        await user.press("right", "s")
        await user.wait(lambda: user.app.screen.query("NoteLog"), "the notes")
        await user.wait(lambda: user.rows("NoteLog").key == line.id, "the line it came from")


@both_sizes
async def test_records_in_hand_are_ticked(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    third = doctors(state)[2]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.press("right", "right", "i")
        await user.sees("What did Dr Cleo Madeup see", "[ ]")
        key = user.rows("#dialog RowList").key
        await user.press("space")
        (opinion,) = (o for o in user.state.opinions.values() if o.doctor_id == third.id)
        assert opinion.had == (key,)
        await user.sees("[x]")
        await user.press("down", "space", "up", "space", "escape")
        (opinion,) = (o for o in user.state.opinions.values() if o.doctor_id == third.id)
        assert len(opinion.had) == 1
        assert key not in opinion.had
        await user.saved()


@both_sizes
async def test_a_companion_writes_beside_the_patient(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    second, third = doctors(state)[1:]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        user.app.post_message(messages.WriteAs("Sam"))
        await user.sees("Typing: Sam")
        await user.choose("plan", "#grid")
        await user.press("right", "enter")
        await user.type("Operate at once")
        await user.press("ctrl+s")
        await user.wait(lambda: len(user.state.cells) > len(state.cells), "Sam's words")
        before = cell(state, second, "plan")
        assert before is not None
        assert user.state.cells[before.id] == before
        (beside,) = (c for c in user.state.cells.values() if c.id not in state.cells)
        assert (beside.by, beside.text, beside.point) == ("Sam", "Operate at once", "plan")
        await user.wait(lambda: "Operate at once (Sam, " in user.detail, "both versions")
        assert before.text in user.detail
        await user.press("right", "enter")
        await user.type("Wait")
        await user.press("ctrl+s")
        kept = cell(user.state, third, "plan")
        assert kept is not None
        assert (kept.text, kept.by) == ("Wait", "Sam")
        user.app.post_message(messages.WriteAs(str(state.case.patient if state.case else "")))
        await user.sees("Typing: Pat Demo")
        await user.press("enter")
        await user.sees("What others wrote", "Wait")
        await user.type("Wait a week")
        await user.press("ctrl+s")
        await user.wait(
            lambda: said_words(user.state, third.id, "plan") == "Wait a week", "the patient's words"
        )
        assert user.state.cells[kept.id] == kept
        assert "In other words: Wait (Sam, " in user.detail
        await user.saved()


@both_sizes
async def test_what_was_said_before_is_kept(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    first = doctors(state)[0]
    before = cell(state, first, "plan")
    assert before is not None
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("plan", "#grid")
        await user.press("enter")
        await user.replace_line("Wait for the ISH")
        await user.to_field("when")
        await user.press("right", "ctrl+s")
        await user.wait(lambda: len(user.state.versions) > len(state.versions), "the earlier words")
        (version,) = (v for v in user.state.versions.values() if v.id not in state.versions)
        assert (version.text, version.doctor_id) == (before.text, first.id)
        assert f"{before.text} (heard)" in user.detail
        assert "Wait for the ISH" in user.detail
        await user.saved()
        await user.press("u")
        assert cell(user.state, first, "plan") == before
        assert version.id not in user.state.versions


@pytest.mark.parametrize("size", [*SIZES, (120, 40)])
async def test_four_doctors_with_long_cells(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    fourth = Doctor(case_id=state.case_id, name=Clean("Dr Dora Fourth"), order=3)
    everyone = {**state.doctors, fourth.id: fourth}
    long = Clean(("A long line of what was said, word by word. " * 50)[:2000])
    cells = [
        Cell(case_id=state.case_id, doctor_id=d, point=p.key, text=long)
        for d in everyone
        for p in points()
    ]
    state = replace(state, doctors=everyone, cells={c.id: c for c in cells})
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.sees("A long line")
        for _ in range(3):
            await user.press("right", "down")
        await user.sees("4 < Dr Dora Fourth")
        assert user.detail.count(str(long)) == 4
        await user.press("v")
        await user.sees("Dr Dora Fourth", "A long line of what was said")
        await user.press("escape", "left", "up", "f", "f")
        await user.wait(lambda: user.app.screen.query_one(OpinionGrid).doctor == 2, "the third")
