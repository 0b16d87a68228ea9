"""Opinions side by side: cells, marks, counts, columns that fit, unfinished words."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from so_tui.content import core_points, points, text
from so_tui.domain.opinions import State
from so_tui.domain.text import Clean
from so_tui.ui import messages
from so_tui.ui.widgets.grid import OpinionGrid
from tests.support.marks import marks_of
from tests.ui.support import SIZES, Session, demo, open_app
from tests.ui.support_opinions import cell, doctors, recount, shown_counts

both_sizes = pytest.mark.parametrize("size", SIZES)


@both_sizes
async def test_marks_are_set_by_keys(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    third = doctors(state)[2]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("diagnosis", "#grid")
        await user.press("right", "right")
        for key, mark in [
            ("=", State.SAME),
            ("+", State.ADDS),
            ("x", State.DIFFERS),
            (".", State.NOT_DISCUSSED),
            ("c", State.NOT_CLEAR),
        ]:
            await user.press(key)
            assert marks_of(user.state, third.id)["diagnosis"] is mark
            await user.saved()
            await user.wait(lambda: shown_counts(user) == recount(user.state), "the counts")
            assert mark.value in user.detail
        await user.press("minus")
        assert cell(user.state, third, "diagnosis") is None
        await user.saved()
        await user.press("u")
        kept = cell(user.state, third, "diagnosis")
        assert kept is not None
        assert kept.state is State.NOT_CLEAR
        assert recount(user.state) == shown_counts(user)


@both_sizes
async def test_the_first_doctor_is_not_held_against_anyone(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first = doctors(state)[0]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("diagnosis", "#grid")
        for key in ("=", "+", "x"):
            await user.press(key)
            assert user.status == text("opinions.is_first", doctor=first.name)
            assert user.state.cells == state.cells
        await user.press(".")
        kept = cell(user.state, first, "diagnosis")
        assert kept is not None
        assert kept.state is State.NOT_DISCUSSED
        await user.press("enter", "tab")
        words = [word for _, word in user.app.screen.query_one("#field-state").options]  # type: ignore[attr-defined]  # a Choice
        assert not [word for word in words if "same" in word or "differs" in word]


async def test_comparing_with_another_doctor_is_a_view_of_this_screen(data_dir: Path) -> None:
    """Compare with another doctor (`r`): Home's "compare" dropped from 13 of 26 to 1."""
    state = demo()
    first, second, _ = doctors(state)
    async with open_app(data_dir, state=state, mode="opinions") as user:
        await user.choose("plan", "#grid")
        await user.press("right", "r")
        await user.sees(f"compared with {second.name}")
        assert user.state is state or user.state.references == state.references
        assert not user.intents(messages.Commit)
        assert user.app.screen.query_one(OpinionGrid).doctor_id == second.id
        await user.press("right", "d")
        await user.sees(text("differences.title", point="Advised plan", first=second.name,
                             other=first.name)[:30])  # fmt: skip
        await user.press("escape", "1")
        open_points = text("home.open_points", first=first.name)
        await user.wait(
            lambda: any(open_points in row.cells for row in user.rows().rows), "the open points"
        )
        await user.press("5")
        await user.choose("plan", "#grid")
        await user.press("r")
        await user.sees(f"compared with {first.name}")


@both_sizes
async def test_note_lines_are_pulled_into_a_cell(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    second = doctors(state)[1]
    line = next(n for n in state.notes.values() if "He drew it for us" in n.text)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("life", "#grid")
        await user.press("right", "enter")
        await user.to_field("source")
        await user.press("tab")
        await user.choose(line.id, "#lines")
        await user.press("space", "ctrl+s")
        kept = cell(user.state, second, "life")
        before = cell(state, second, "life")
        assert kept is not None
        assert before is not None
        assert kept == replace(before, text=Clean(f"{before.text}\n{line.text}"))
        await user.saved()
        assert str(line.text) in user.detail


@both_sizes
async def test_a_cell_is_written_marked_and_emptied(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    third = doctors(state)[2]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("plan", "#grid")
        await user.press("right", "right", "enter")
        await user.type("Wait and see")
        await user.to_field("state")
        await user.press("right", "right", "right")
        await user.to_field("source")
        await user.press("right", "ctrl+s")
        kept = cell(user.state, third, "plan")
        assert kept is not None
        assert kept.text == "Wait and see"
        assert marks_of(user.state, third.id)["plan"] is State.DIFFERS
        assert kept.source.value == "from a report"
        assert "Wait and see" in user.text
        await user.saved()
        await user.drafted(f"form:cell:{third.id}/plan", "")
        await user.press("enter")
        await user.replace_line("")
        await user.press("ctrl+s")
        assert cell(user.state, third, "plan") == replace(kept, text=Clean(""))
        await user.press("minus")
        assert cell(user.state, third, "plan") is None
        await user.saved()


@both_sizes
async def test_half_a_cell_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    third = doctors(state)[2]
    key = f"form:cell:{third.id}/plan"
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("plan", "#grid")
        await user.press("right", "right", "enter")
        await user.type("Wait an")
        await user.drafted(key, "Wait an")
    async with open_app(data_dir, size, mode="opinions") as user:
        assert cell(user.state, third, "plan") is None
        await user.choose("plan", "#grid")
        await user.press("right", "right", "enter")
        await user.sees("Wait an", "Unsaved words")
        await user.type("d see")
        await user.press("ctrl+s")
        kept = cell(user.state, third, "plan")
        assert kept is not None
        assert kept.text == "Wait and see"
        await user.drafted(key, "")
        await user.saved()


@both_sizes
async def test_two_doctors_fit_and_the_third_is_reached(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="opinions") as user:
        await user.sees("Ada Example", "Ben Sample")
        assert "Cleo Madeup" not in header(user)
        await user.press("right", "right")
        await user.sees("Ada Example", "Cleo Madeup")
        assert "Ben Sample" not in header(user)
        assert user.app.screen.query_one(OpinionGrid).doctor == 2
        await user.press("left")
        await user.wait(lambda: "Ben Sample" in header(user), "the second doctor")
        await user.press("left")
        assert user.app.screen.query_one(OpinionGrid).doctor == 0


def header(user: Session) -> str:
    """Return the line with the doctors' names."""
    return next(line for line in user.lines if "1 Dr Ada" in line)


async def test_three_doctors_fit_at_120(data_dir: Path) -> None:
    async with open_app(data_dir, (120, 40), state=demo(), mode="opinions") as user:
        line = header(user)
        assert all(name in line for name in ("Ada Example", "Ben Sample", "Cleo Madeup"))
        await user.press("right", "right")
        assert header(user) == line


@both_sizes
async def test_one_key_goes_through_the_filters(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        grid = user.rows("#grid")

        def listed() -> set[str]:
            return {row.key for row in grid.rows if not row.heading}

        every, core = {p.key for p in points()}, {p.key for p in core_points()}
        heard = doctors(state)[:2]

        def holding(mark: State) -> set[str]:
            return {p for d in heard for p, s in marks_of(state, d.id).items() if s is mark}

        def empty() -> set[str]:
            return {p for p in every if any(cell(state, d, p) is None for d in heard)}

        assert listed() == every
        for expected, name in [
            (core, "core"),
            (holding(State.DIFFERS), "differs"),
            (holding(State.NOT_DISCUSSED), "not_discussed"),
            (holding(State.NOT_CLEAR), "not_clear"),
            (empty(), "empty"),
        ]:
            await user.press("f")
            await user.wait(partial(lambda wanted: listed() == wanted, expected), f"filter {name}")
            assert text(f"opinions.show.{name}") in user.text
        await user.press("f")
        await user.wait(lambda: listed() == every, "all points")


@both_sizes
async def test_what_a_doctor_had_in_hand(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    third = doctors(state)[2]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.press("right", "right", "o")
        await user.type("Slides only")
        await user.to_field("knew_first")
        await user.press("right", "ctrl+s")
        (opinion,) = (o for o in user.state.opinions.values() if o.doctor_id == third.id)
        assert (opinion.saw, opinion.knew_first) == ("Slides only", "before")
        await user.saved()


@both_sizes
async def test_a_doctor_is_added_as_a_column(data_dir: Path, size: tuple[int, int]) -> None:
    state = replace(
        demo(), doctors={}, visits={}, cells={}, opinions={}, notes={}, answers={}, questions={}
    )
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.sees("Press n to add the doctor you have now")
        await user.press("n")
        await user.type("Dr One\n\n\n\n")
        await user.sees("Dr One", "One doctor so far")
        await user.press("n")
        await user.type("Dr Two\n\n\n\n")
        await user.sees("Dr Two")
        assert [(d.name, d.order) for d in doctors(user.state)] == [("Dr One", 0), ("Dr Two", 1)]
        assert shown_counts(user) == {"": {"not marked": len(core_points())}}
        assert len(user.intents(messages.Commit)) == 2
        await user.saved()
