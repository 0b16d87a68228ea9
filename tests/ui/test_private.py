"""One key marks what is chosen as private, on every list, and the word stands beside it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.content.seeds import tasks_for
from so_tui.domain.entity import CanBePrivate, new_id
from so_tui.domain.notes import DiaryKind, Note
from so_tui.domain.opinions import Cell
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import Clean
from so_tui.logic.private import private_things
from so_tui.papers.files import Layout
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import CASE_ID, case, doctor, visit
from tests.ui.support import TODAY, Session, demo, open_app


def marked(user: Session) -> list[CanBePrivate]:
    """Return what is marked private, apart from what is so in the made-up case."""
    known = {thing.id for thing in private_things(demo())}
    return [thing for thing in private_things(user.state) if thing.id not in known]


@pytest.mark.parametrize(
    ("place", "table"),
    [
        ("checklist", "tasks"),
        ("questions", "questions"),
        ("opinions", "cells"),
        ("people", "visits"),
        ("whether", "ticks"),
        ("packing", "ticks"),
        ("decision", "matters"),
    ],
)
async def test_the_key_marks_and_unmarks_on_every_list(
    data_dir: Path, place: str, table: str
) -> None:
    """No line could be marked private, and so it was printed."""
    async with open_app(data_dir, (120, 40), state=demo()) as user:
        await user.app.action_go(place)
        await user.press()
        if table == "visits" or place == "decision":
            await user.choose(next(iter(getattr(user.state, table))))
        if place == "packing":
            first = next(row for row in user.rows().rows if "[ ]" in row.cells)
            await user.choose(first.key)
        await user.press("ctrl+k")
        (thing,) = marked(user)
        assert thing.id in getattr(user.state, table)
        await user.sees("(private)", "Private now")
        await user.saved()
        await user.press("ctrl+k")
        assert marked(user) == []
        await user.misses("(private)")


@pytest.mark.parametrize("key", ["space", "ctrl+k"])
async def test_marking_a_task_stores_no_words_that_stand_in_for_the_shipped_ones(
    data_dir: Path, key: str
) -> None:
    """At short notice the list asks for a courier; that is for as long as the notice is short."""
    ours, theirs = doctor(0), doctor(1)
    near = visit(theirs, day=TODAY + timedelta(days=5), known_on=TODAY)
    state = of_case(CASE_ID, [case(), ours, theirs, *tasks_for(CASE_ID, ""), near])
    (slides,) = (t for t in state.tasks.values() if t.template == "records_slides")
    async with open_app(data_dir, state=state, mode="checklist") as user:
        await user.choose(slides.id)
        shown = next(row for row in user.rows().rows if row.key == slides.id)
        assert "by courier" in shown.cells[1]
        await user.press(key)
        changed = user.state.tasks[slides.id]
        assert changed != slides
        assert changed.text == slides.text


async def test_everybodys_words_on_a_point_become_private_together(data_dir: Path) -> None:
    """The patient's words were left out, and the companion's were printed in their place."""
    theirs = Cell(case_id=CASE_ID, doctor_id=doctor(0).id, point="plan", text=Clean("Tablets"))
    both = [theirs, replace(theirs, id=new_id(), text=Clean("An operation"), by=Clean("Sam"))]
    state = of_case(CASE_ID, [case(), doctor(0), doctor(1), *both])
    async with open_app(data_dir, (120, 40), state=state, mode="opinions") as user:
        await user.choose("plan")
        await user.press("ctrl+k")
        assert all(cell.private for cell in user.state.cells.values())
        assert write_paper(user.state, PaperKind.COMPARISON, Layout.TEXT, TODAY) is None
        await user.press("ctrl+k")
        assert not any(cell.private for cell in user.state.cells.values())


async def test_marked_lines_of_a_visit_become_private_together(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.type("mum asked how long\nhow long\n")
        await user.press("ctrl+k")
        assert marked(user) == []  # while one types, the key is the field's
        await user.press("tab", "up", "space", "space", "ctrl+k")
        assert {str(getattr(each, "text", "")) for each in marked(user)} == {
            "mum asked how long",
            "how long",
        }
        await user.sees("how long (private)")
        await user.saved()


def test_nothing_of_the_made_up_case_but_one_thought_is_private_by_itself() -> None:
    state: AppState = demo()
    (thought,) = private_things(state)
    assert isinstance(thought, Note)
    assert thought.diary is DiaryKind.THOUGHT


@pytest.mark.parametrize(
    ("place", "key", "opens"),
    [
        ("checklist", "", "e"),
        ("questions", "", "e"),
        ("people", "visits", "e"),
        ("whether", "ticks", "e"),
        ("decision", "matters", "enter"),
    ],
)
async def test_a_form_has_a_field_for_it(data_dir: Path, place: str, key: str, opens: str) -> None:
    """One key marked it on lists, and no form said so or could change it."""
    async with open_app(data_dir, (120, 40), state=demo()) as user:
        await user.app.action_go(place)
        await user.press()
        if key:
            await user.choose(next(iter(getattr(user.state, key))))
        await user.press(opens)
        await user.to_field("private")
        await user.sees("Private", "not private")
        await user.press("right", "ctrl+s")
        await user.wait(lambda: len(marked(user)) == 1, "it to be private")
        await user.sees("(private)")
        await user.press("u")
        await user.wait(lambda: not marked(user), "undo")


async def test_a_line_of_a_visit_is_private_by_its_form(data_dir: Path) -> None:
    async with open_app(data_dir, (120, 40), state=demo(), mode="notes") as user:
        await user.type("mum asked how long\n")
        await user.press("tab", "end", "enter")
        await user.to_field("private")
        await user.press("right", "ctrl+s")
        await user.sees("how long (private)")
        assert [getattr(each, "text", "") for each in marked(user)] == ["mum asked how long"]
