"""Opinions side by side: cells, marks, counts, columns that fit, unfinished words."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from so_tui.content import core_points, points, text
from so_tui.domain.opinions import Aside, Mark, State
from so_tui.domain.state import Put, apply
from so_tui.domain.text import Clean
from so_tui.ui import messages
from so_tui.ui.widgets.grid import OpinionGrid
from tests.support.marks import marks_of
from tests.ui.support import NOW, SIZES, Session, demo, open_app
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
    state = apply(state, [Put(replace(line, private=True))])
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.choose("life", "#grid")
        await user.press("right", "enter")
        await user.to_field("source")
        await user.press("tab")
        await user.choose(line.id, "#lines")
        await user.sees("He drew it for us", "(private)")
        await user.press("space", "ctrl+s")
        kept = cell(user.state, second, "life")
        before = cell(state, second, "life")
        assert kept is not None
        assert before is not None
        text_ = Clean(f"{before.text}\n{line.text}")
        assert kept == replace(before, text=text_, written_at=NOW)
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
        assert cell(user.state, third, "plan") == replace(kept, text=Clean(""), written_at=None)
        (earlier,) = (v for v in user.state.versions.values() if v.doctor_id == third.id)
        assert (earlier.text, earlier.aside) == ("Wait and see", Aside.REWORDED)
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


async def author(user: Session, name: str) -> None:
    """Have somebody else type from now on."""
    user.app.screen.post_message(messages.WriteAs(Clean(name)))
    await user.wait(lambda: user.app.view.author == name, f"{name} to type")


async def test_two_companions_write_on_one_point_and_the_patient_chooses(data_dir: Path) -> None:
    """Two companions: one writes a cell, the other opens it and writes over it: both are kept."""
    state = demo()
    third = doctors(state)[2]
    async with open_app(data_dir, (100, 40), state=state, mode="opinions") as user:
        await user.choose("plan", "#grid")
        await user.press("right", "right")
        for name, words in (("Sam Demo", "Wait"), ("Lee Demo", "Operate")):
            await author(user, name)
            await user.press("enter")
            assert user.field("text") == ""
            await user.type(words)
            await user.press("ctrl+s")
        there = [
            c for c in user.state.cells.values() if (c.doctor_id, c.point) == (third.id, "plan")
        ]
        assert {(c.by, c.text) for c in there} == {("Sam Demo", "Wait"), ("Lee Demo", "Operate")}
        await user.saved()
        assert "Wait (Sam Demo, Mon 23 Nov, heard)" in user.detail
        assert "Operate (Lee Demo, Mon 23 Nov, heard)" in user.detail
        await user.press("V", "down", "enter")
        assert user.status == text("opinions.patient_chooses", name="Pat Demo")
        await author(user, "Pat Demo")
        await user.press("V", "down", "enter")
        counted = [c for c in user.state.cells.values() if c.counts]
        assert [c.doctor_id for c in counted] == [third.id]
        await user.wait(lambda: f"Dr Cleo Madeup: {counted[0].text}" in user.detail, "the choice")
        await user.press("u")
        assert not [c for c in user.state.cells.values() if c.counts]


async def test_newer_words_ask_about_the_mark_and_one_key_says_it_holds(data_dir: Path) -> None:
    """Newer words replace older ones on a marked point: the program asks about the mark."""
    state = demo()
    second = doctors(state)[1]
    async with open_app(data_dir, (100, 40), state=state, mode="opinions") as user:
        await user.choose("aim", "#grid")
        await user.press("right", "enter")
        await user.replace_line("Long control")
        await user.press("ctrl+s")
        await user.sees("same (still so?)")
        (asked,) = (m for m in user.state.marks.values() if m.asks)
        await user.saved()
        await user.press("1")
        await user.wait(lambda: user.rows().rows, "Home")
        assert any(row.key == f"opinions:{second.id}/aim/{doctors(state)[0].id}"
                   for row in user.rows().rows)  # fmt: skip
        await user.press("5")
        await user.wait(lambda: user.app.screen.query("#grid"), "the grid")
        await user.press("t")
        await user.misses("still so?")
        now = user.state.marks[asked.id]
        assert (now.state, now.asks, now.marked_at) == (State.SAME, False, NOW)
        assert "marked by Pat Demo, Mon 23 Nov" in user.detail
        await user.press("V")
        await user.sees("Pat Demo, before Mon 23 Nov", "The same: to hold it back, and feel well.")
        await user.press("down", "enter")
        kept = cell(user.state, second, "aim")
        assert kept is not None
        assert kept.text == "The same: to hold it back, and feel well."
        assert isinstance(now, Mark)


async def test_words_that_one_half_typed_and_another_saved_name_both(data_dir: Path) -> None:
    """A cell form half-typed by one and saved by another names its true authors."""
    state = demo()
    third = doctors(state)[2]
    key = f"form:cell:{third.id}/plan"
    for more, by in (("", "Sam Demo"), (" and see", "Sam Demo, Pat Demo")):
        folder = data_dir / (more.strip().replace(" ", "-") or "alone")
        async with open_app(folder, state=state, mode="opinions") as user:
            await user.choose("plan", "#grid")
            await author(user, "Sam Demo")
            await user.press("right", "right", "enter")
            await user.type("Wait")
            await user.drafted(key, "Wait")
            await user.press("escape")
            await author(user, "Pat Demo")
            await user.press("enter")
            await user.type(more)
            await user.press("ctrl+s")
            kept = cell(user.state, third, "plan")
            assert kept is not None
            assert (kept.text, kept.by) == (f"Wait{more}", by)
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
        saw = cell(user.state, third, "saw")
        assert saw is not None
        assert (saw.text, opinion.knew_first) == ("Slides only", "before")
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
        await user.sees("No other opinion is in yet")
        assert len(user.intents(messages.Commit)) == 2
        await user.saved()
