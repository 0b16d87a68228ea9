"""The choice belongs to what a row stands for: in every list, whatever somebody else does."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import so_tui.ui.screens
from so_tui.domain.edited_lines import Listed
from so_tui.domain.entity import Entity
from so_tui.domain.notes import Note
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Change, Drop, Put, apply, entities
from so_tui.domain.text import Clean
from so_tui.logic.tick_lists import own_line
from so_tui.storage.store import Store
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.specs import MODES
from so_tui.ui.messages import GoTo
from so_tui.ui.screens.notes.screen import NotesScreen
from so_tui.ui.widgets import choosing
from so_tui.ui.widgets.grid import Grid
from so_tui.ui.widgets.row_list import RowList
from tests.ui.support import NOW, Session, demo, open_app

FIXED = {"about"}
"""Screens whose rows are the fields of one page: none comes or goes."""
SETUP = {
    "library": ("f", "f"),  # only what is on the list: the whole library never changes
    "opinions": ("f", "f"),  # only the points on which a doctor differs
}
"""Keys that bring a list to where others can change which rows it has."""


def screens() -> list[str]:
    """Return the names of all screens of the program that hold a list."""
    found = []
    for module in pkgutil.iter_modules(so_tui.ui.screens.__path__):
        made = importlib.import_module(f"so_tui.ui.screens.{module.name}.screen")
        if issubclass(getattr(made, f"{module.name.capitalize()}Screen", object), BaseScreen):
            found.append(module.name)
    return found


def test_the_screens_are_all_found() -> None:
    assert set(MODES) <= set(screens())
    assert {"records", "insurance", "consents", "people", "dates", "lookback"} <= set(screens())


async def open_list(user: Session, name: str) -> RowList:
    """Open a screen and return its list."""
    if name not in MODES:
        user.app.post_message(GoTo(name))
    await user.wait(lambda: user.app.screen.query(RowList), f"the list of {name}")
    await user.wait(lambda: f".{name}." in type(user.app.screen).__module__, f"the screen {name}")
    if isinstance(user.app.screen, NotesScreen):
        user.app.screen.focus_key(next(n.id for n in user.state.notes.values() if n.visit_id))
        await user.press("tab")
    await user.press(*SETUP.get(name, ()))
    listed = user.app.screen.query_one(RowList)
    await user.wait(lambda: len(choosable(listed)) > 1, f"two rows in {name}")
    return listed


def filled() -> AppState:
    """Return the made-up case with something in every list: it has no diary."""
    line = Note(case_id=demo().case_id, visit_id="", at=NOW, author=Clean("Pat"), text=Clean("x"))
    lines = [
        replace(line, id=f"{n:012x}", at=NOW - timedelta(days=n), text=Clean(f"day {n}"))
        for n in range(1, 4)
    ]
    return apply(demo(), map(Put, lines))


def choosable(listed: RowList) -> list[str]:
    return [row.key for row in listed.rows if not row.heading]


def moves(state: AppState, listed: RowList) -> Iterator[list[Change]]:
    """Yield what somebody else may do that could move the rows, the likeliest first."""
    keys = " ".join(choosable(listed)[:-1])

    def named(entity: Entity) -> bool:
        words = (entity.id, *(getattr(entity, name, "") for name in ("template", "point")))
        return any(isinstance(word, str) and word and word in keys for word in words)

    every = [each for each in entities(state) if each.id not in choosable(listed)[-1]]
    for entity in sorted(every, key=lambda each: not named(each)):
        yield [Drop(entity)]
    for kind in Listed:
        yield [Put(replace(own_line(state, kind, ""), text=Clean("a line of Sam's")))]


@pytest.mark.parametrize("name", sorted({*screens()} - FIXED))
async def test_it_stays_while_rows_come_and_go_above(data_dir: Path, name: str) -> None:
    mode = name if name in MODES else "questions"
    async with open_app(data_dir, (100, 40), state=filled(), mode=mode) as user:
        listed = await open_list(user, name)
        last = choosable(listed)[-1]
        await user.press("end")
        assert listed.key == last
        with Store.open(data_dir) as other:
            for changes in moves(user.state, listed):
                before, state = listed.index, user.state
                other.commit(changes, author="Sam")
                await shows(user, other, changes, there=isinstance(changes[0], Put))
                if last not in choosable(listed):
                    other.commit([Put(changes[0].entity)])
                    await shows(user, other, changes, there=True)
                    listed.choose(last)
                    continue
                assert listed.key == last, changes
                if listed.index != before:
                    break
                assert user.state is not state
            else:
                pytest.fail(
                    f"nothing moves the rows of {name}: give it a way in `moves` or `SETUP`"
                )
            if isinstance(changes[0], Drop):
                other.commit([Put(changes[0].entity)])
                await shows(user, other, changes, there=True)
                assert listed.key == last


async def shows(user: Session, other: Store, changes: list[Change], *, there: bool) -> None:
    """Wait until the program has taken in what the other session did."""
    entity = changes[0].entity

    def known() -> bool:
        return (entity.id in {each.id for each in entities(user.state)}) is there

    user.app.every_second()
    await user.wait(known, "what the other session did")
    await user.pilot.pause()


async def test_a_line_that_comes_in_leaves_the_chosen_line(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        log = await open_list(user, "notes")
        chosen = log.key
        theirs = replace(user.state.notes[chosen], id="0" * 11 + "1", text=Clean("Sam's line"))
        with Store.open(data_dir) as other:
            other.commit([Put(theirs)], author="Sam")
            await user.sees("Sam's line")
            assert log.key == chosen
            await user.press("delete")
            await user.wait(lambda: chosen not in user.state.notes, "the chosen line's end")
            assert theirs.id in user.state.notes


async def test_a_line_typed_here_is_the_chosen_one_whatever_comes_after_it(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.type("my own line\n")
        await user.wait(lambda: "my own line" in chosen_line(user), "the line")
        mine = user.app.screen.query_one(RowList).key
        theirs = replace(user.state.notes[mine], id="0" * 11 + "1", text=Clean("Sam's line"))
        with Store.open(data_dir) as other:
            other.commit([Put(theirs)], author="Sam")
            await user.sees("Sam's line")
            await user.press("up", "delete")
            await user.wait(lambda: mine not in user.state.notes, "the end of the line")
            assert theirs.id in user.state.notes
            await user.press("escape")
            await user.type("and another\n")
            await user.wait(lambda: "and another" in chosen_line(user), "the next line")


def chosen_line(user: Session) -> str:
    note = user.state.notes.get(user.app.screen.query_one(RowList).key)
    return note.text if note else ""


async def test_lines_that_come_in_stay_in_sight_while_one_types(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.type("my own line\n")
        await user.wait(lambda: "my own line" in chosen_line(user), "the line")
        mine = user.state.notes[user.app.screen.query_one(RowList).key]
        with Store.open(data_dir) as other:
            for number in range(1, 41):
                line = replace(mine, id=f"{number:012x}", text=Clean(f"Sam's {number}."))
                other.commit([Put(line)], author="Sam")
            await user.sees("Sam's 40.")
            assert user.app.screen.query_one(RowList).key == mine.id
            await user.press("up")
            await user.sees("my own line")


@pytest.mark.parametrize(("name", "key"), [("checklist", "delete"), ("notes", "delete"),
                                           ("questions", "x"), ("checklist", "space")])  # fmt: skip
async def test_a_key_on_its_way_does_not_hit_the_neighbour(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str, key: str
) -> None:
    monkeypatch.setattr(choosing, "GRACE", 3600.0)
    async with open_app(data_dir, state=demo(), mode=name) as user:
        listed = await open_list(user, name)
        await user.press("up", "down", "up")
        keys, index = choosable(listed), choosable(listed).index(listed.key)
        (gone,) = [each for each in entities(user.state) if each.id == listed.key]
        with Store.open(data_dir) as other:
            other.commit([Drop(gone)], author="Sam")
            await shows(user, other, [Drop(gone)], there=False)
            neighbour = listed.key
            assert neighbour in (keys[index - 1], keys[(index + 1) % len(keys)])
            state = user.state
            await user.press(key)
            await user.wait(lambda: "another window" in user.status, "why nothing happened")
            assert user.state is state
            await user.press("up" if index + 1 == len(keys) else "down")
            neighbour = listed.key
            await user.press(key)
            await user.wait(lambda: user.state is not state, "what the key does")
            assert neighbour not in {each.id for each in entities(user.state)} or key == "space"


async def test_however_late_the_first_key_is_told_and_the_next_one_means_the_neighbour(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "GRACE", 0.0)
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        listed = await open_list(user, "checklist")
        gone = user.state.tasks[listed.key]
        with Store.open(data_dir) as other:
            other.commit([Drop(gone)], author="Sam")
            await shows(user, other, [Drop(gone)], there=False)
            neighbour, state = listed.key, user.state
            await user.press("delete")
            await user.wait(lambda: "another window" in user.status, "why nothing happened")
            assert user.state is state
            await user.press("delete")
            await user.wait(lambda: neighbour not in user.state.tasks, "the neighbour's end")


async def test_what_one_deletes_oneself_makes_no_key_wait(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "GRACE", 3600.0)
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        count = len(user.state.tasks)
        await user.press("delete", "delete", "delete")
        await user.wait(lambda: len(user.state.tasks) == count - 3, "three tasks less")


@pytest.mark.parametrize("name", ["opinions", "records"])
async def test_the_column_stays_with_its_doctor(data_dir: Path, name: str) -> None:
    async with open_app(data_dir, (100, 40), state=demo(), mode="opinions") as user:
        if name == "records":
            user.app.post_message(GoTo(name))
            await user.wait(lambda: user.app.screen.query("RecordGrid"), "the records")
        grid = user.app.screen.query_one(Grid)
        _, second, third = in_order(user.state.doctors.values())
        grid.choose_doctor(third.id)
        place = grid.doctor
        with Store.open(data_dir) as other:
            other.commit([Put(replace(second, order=third.order + 1))])
            await user.wait(lambda: user.state.doctors[second.id].order > third.order, "a move")
            await user.wait(lambda: grid.doctor != place, "the column's new place")
            assert grid.doctor_id == third.id
            other.commit([Drop(user.state.doctors[third.id])])
            await user.wait(lambda: grid.doctor_id != third.id, "another doctor")
            state = user.state
            await user.press("enter")
            assert "another window" in user.status
            assert user.state is state


async def test_a_key_does_not_settle_the_question_after_the_one_that_was_shown(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("so_tui.ui.widgets.choosing.GRACE", 3600.0)
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        screen = user.app.screen
        assert isinstance(screen, NotesScreen)
        shown = screen.question
        assert shown is not None
        await user.type("half")
        with Store.open(data_dir) as other:
            other.commit([Drop(shown)], author="Sam")
            await shows(user, other, [Drop(shown)], there=False)
            assert screen.question is not None
            assert screen.question.id != shown.id
            state = user.state
            await user.press("ctrl+g")
            assert "another window" in user.status.lower()
            assert user.state is state
            await user.sees("half")


async def test_a_question_chosen_since_is_settled_at_once(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        screen = user.app.screen
        assert isinstance(screen, NotesScreen)
        shown = screen.question
        assert shown is not None
        with Store.open(data_dir) as other:
            other.commit([Drop(shown)], author="Sam")
            await shows(user, other, [Drop(shown)], there=False)
        await user.press("ctrl+n")
        chosen = screen.question
        assert chosen is not None
        await user.press("ctrl+g")
        await user.wait(lambda: screen.question is not chosen, "the next question")
        assert "another window" not in user.status


async def test_what_is_typed_for_a_visit_that_is_deleted_stays_in_its_field(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        screen = user.app.screen
        assert isinstance(screen, NotesScreen)
        visit = screen.visit
        assert visit is not None
        await user.type("half a line")
        with Store.open(data_dir) as other:
            other.commit([Drop(visit)], author="Sam")
            await shows(user, other, [Drop(visit)], there=False)
            await user.sees("half a line")
            await user.type(" more\n")
            await user.wait(lambda: "half a line more" in texts(user), "the whole line")


def texts(user: Session) -> set[str]:
    return {note.text for note in user.state.notes.values()}


async def test_a_command_of_the_menu_does_not_hit_the_neighbour(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        listed = await open_list(user, "checklist")
        gone, count = user.state.tasks[listed.key], len(user.state.tasks)
        await user.press("ctrl+p")
        await user.type("Delete")
        await user.sees("Delete the task")
        with Store.open(data_dir) as other:
            other.commit([Drop(gone)], author="Sam")
            await shows(user, other, [Drop(gone)], there=False)
            await user.press("enter")
            await user.wait(lambda: "another window" in user.status, "why nothing happened")
            assert len(user.state.tasks) == count - 1
