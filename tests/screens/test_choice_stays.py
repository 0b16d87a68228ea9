"""The choice belongs to what a row stands for: in every list, whatever somebody else does."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import so_tui.screens
from so_tui.commands import MODES
from so_tui.domain.entity import Entity
from so_tui.domain.people import in_order
from so_tui.domain.text import Clean
from so_tui.domain.ticks import Listed
from so_tui.intents import GoTo
from so_tui.screens.base import BaseScreen
from so_tui.screens.notes import NotesScreen
from so_tui.state import AppState, Change, Drop, Put, entities
from so_tui.storage.store import Store
from so_tui.ticking import own_line
from so_tui.widgets import row_list
from so_tui.widgets.grid import OpinionGrid
from so_tui.widgets.row_list import RowList
from tests.screens.support import Session, demo, open_app

SETUP = {
    "library": ("f", "f"),  # only what is on the list: the whole library never changes
    "opinions": ("f",),  # some points only
}
"""Keys that bring a list to where others can change which rows it has."""


def screens() -> list[str]:
    """Return the names of all screens of the program that hold a list."""
    found = []
    for module in pkgutil.iter_modules(so_tui.screens.__path__):
        made = importlib.import_module(f"so_tui.screens.{module.name}")
        if issubclass(getattr(made, "SCREEN", object), BaseScreen):
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
    await user.wait(lambda: type(user.app.screen).__module__.endswith(name), f"the screen {name}")
    if isinstance(user.app.screen, NotesScreen):
        user.app.screen.focus_key(next(iter(user.state.notes)))
        await user.press("tab")
    await user.press(*SETUP.get(name, ()))
    listed = user.app.screen.query_one(RowList)
    await user.wait(lambda: len(choosable(listed)) > 1, f"two rows in {name}")
    return listed


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


@pytest.mark.parametrize("name", screens())
async def test_it_stays_while_rows_come_and_go_above(data_dir: Path, name: str) -> None:
    mode = name if name in MODES else "questions"
    async with open_app(data_dir, (100, 40), state=demo(), mode=mode) as user:
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
                pytest.fail(f"nothing moves the rows of {name}: give it a way in `moves` or `SETUP`")
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
