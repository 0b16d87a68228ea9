"""The thin line shows what Textual draws, cell by cell, whatever is done on the real screens."""

import os
import random
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from so_tui.ui import app as app_module
from so_tui.ui.app import SecondOpinionApp
from so_tui.ui.themes import THEMES
from tests.pty.support_thin import WORDS, both_of, cost_of, opened, picture, settled
from tests.support.busy import held
from tests.ui.support import key_event, wait_for

pytestmark = pytest.mark.terminal

STEPS = int(os.environ.get("SO_TUI_THIN_STEPS", "450"))
"""Random steps in all; with 10,000 it takes about half an hour."""

A_SESSION = 150
"""Steps until the program is started anew."""

A_LOOK = 10
"""Steps until it is looked whether a part of the screen is made as the whole is."""

SIZES = ((80, 24), (80, 24), (60, 20), (120, 40), (100, 30), (41, 12))
TABS = {
    "f2": "[1 Home]",
    "f3": "[2 Tasks]",
    "f4": "[3 Questions]",
    "f5": "[4 Notes]",
    "f6": "[5 Opinions]",
    "f7": "[6 Decision]",
}
"""What the first row shows after a key."""

MOVES = ("up", "down", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab")
EDITS = ("enter", "escape", "escape", "backspace", "delete", "space", "shift+tab")
PLACES = ("f2", "f3", "f4", "f5", "f6", "f7")
COMMANDS = (
    *"1234567anpevtfslhoxuD+-=./*",
    "question_mark",
    "ctrl+p",
    "ctrl+s",
    "ctrl+n",
    "ctrl+g",
    "ctrl+o",
    "ctrl+z",
    "f8",
    "f11",
    "f12",
)


async def step(app: SecondOpinionApp, pilot: Pilot[int], dice: random.Random) -> str:
    """Do something that a user, or a terminal, may do; return what."""
    both = both_of(app)
    width, height = app.size
    kind = dice.choices(
        ("words", "letter", "move", "edit", "place", "command", "mouse", "resize", "look", "line"),
        (8, 14, 26, 16, 8, 16, 7, 2, 1, 2),
    )[0]
    if kind == "words":
        words = dice.choice(WORDS)
        app.post_message(events.Paste(words))
        return f"paste {words!r}"
    if kind in ("letter", "move", "edit", "place", "command"):
        letters = "abc de日é한"
        names = {"letter": letters, "move": MOVES, "edit": EDITS, "place": PLACES}
        name = dice.choice(names.get(kind, COMMANDS))
        app.post_message(key_event(name))
        return f"key {name}"
    if kind == "mouse":
        at = dice.randrange(width), dice.randrange(height)
        kinds = (events.MouseMove,), (events.MouseMove, events.MouseDown, events.MouseUp)
        scrolls = (events.MouseScrollDown,), (events.MouseScrollUp,)
        for event in dice.choice(kinds + scrolls):
            both.process_message(event(None, *at, 0, 0, 1, False, False, False, *at))
        return f"mouse {at}"
    if kind == "resize":
        size = dice.choice(SIZES)
        both.resize(*size)
        return f"resize {size}"
    if kind == "look":
        app.theme = dice.choice(THEMES)
        return f"theme {app.theme}"
    if dice.random() < 0.5:
        both.suspend()
        return "suspend"
    both.is_stalled = True
    for name in ("a", "escape", "down", "b"):
        app.post_message(key_event(name))
        await settled(app, pilot)
    both.is_stalled = False
    both._repaint()
    return "stall"


async def wander(folder: Path, seed: int, steps: int) -> tuple[int, int, int]:
    """Take random steps, the same for the same seed.

    Returns:
        Steps taken; characters that Textual wrote and that were sent.
    """
    dice = random.Random(seed)
    done: list[str] = []
    asked = sent = 0
    while len(done) < steps:
        async with opened(folder / str(len(done))) as (app, pilot):
            both = both_of(app)
            await roam(app, pilot, dice, done, steps)
            asked, sent = asked + both.asked, sent + both.sent
    return len(done), asked, sent


async def roam(
    app: SecondOpinionApp, pilot: Pilot[int], dice: random.Random, done: list[str], steps: int
) -> None:
    """Take steps until there are enough, or the program is left, and compare after each."""
    both = both_of(app)
    while len(done) < steps and app.is_running and not app._exit:
        done.append(await step(app, pilot, dice))
        await settled(app, pilot)
        assert app._exception is None
        if done[-1] == "stall":
            # The next whole frame makes up for what was dropped.
            both.compare()
            both.differences.clear()
            both._repaint()
            await settled(app, pilot)
            both.stock.screen.dirty.update(range(both.stock.screen.lines))
            both.compare()
        assert both.differences == [], (len(done), done[-8:])
        if len(done) % A_LOOK == 0:
            assert_parts_fit(app, dice)


def assert_parts_fit(app: SecondOpinionApp, dice: random.Random) -> None:
    """Some rows of the screen, made alone, are what they are in the whole picture."""
    compositor, width, height = app.screen._compositor, *app.size
    whole = compositor.render_strips()
    top = dice.randrange(height)
    rows = range(top, dice.randint(top + 1, height))
    made = compositor._render_chops(Region(0, top, width, len(rows)), rows.__contains__)
    for y in rows:
        assert Strip.join(strip for strip in made[y].values() if strip) == whole[y]


@pytest.mark.parametrize("seed", range(-(-STEPS // A_SESSION)))
async def test_a_random_session_shows_the_same(tmp_path: Path, seed: int) -> None:
    taken, asked, sent = await wander(tmp_path, seed, A_SESSION)
    assert taken == A_SESSION
    assert sent * 2 < asked


async def test_a_switch_that_changes_nothing_costs_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        both = both_of(app)
        for key, other in (("f2", "f3"), ("f3", "f5"), ("f5", "f2")):
            await switched(app, pilot, key)
            sent, asked = both.sent, both.asked
            await switched(app, pilot, key)
            assert (both.sent, both.asked > asked) == (sent, True)
            await switched(app, pilot, other)
            await switched(app, pilot, key)
            assert 0 < both.sent - sent < (both.asked - asked) / 2


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_switch_comes_in_one_picture_and_costs_its_changed_cells(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path) as (app, pilot):
        both = both_of(app)
        both.resize(*size)
        await settled(app, pilot)
        for turn in range(2):
            for key in (*list(TABS)[1:], "f2"):
                before, sent, pictures = picture(both.thin.screen), both.sent, both.pictures
                await switched(app, pilot, key)
                cost = cost_of(before, picture(both.thin.screen))
                assert both.sent - sent <= cost, (turn, key)
                # The first time, what a screen is made of may come after it.
                assert both.pictures - pictures <= (1 if turn else 3), (turn, key)


async def test_leaving_a_screen_beside_the_six_is_one_picture_too(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        both = both_of(app)
        for key in (*TABS, "f2"):
            await switched(app, pilot, key)
        for key in ("f3", "f2", "f5"):
            app.post_message(key_event("f2"))
            await settled(app, pilot)
            app.post_message(key_event("p"))
            await wait_for(pilot, lambda: "Dr Ada" in "".join(both.stock.screen.display), "people")
            await settled(app, pilot)
            pictures = both.pictures
            await switched(app, pilot, key)
            # Laid out anew, a screen is drawn in two goes, one right after the other.
            assert both.pictures - pictures <= (2 if key == "f2" else 1), key
        assert both.differences == []


async def test_a_switch_waits_for_no_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Textual holds a switch back with is a timer, whose callback lets go of the picture."""
    async with opened(tmp_path) as (app, pilot):
        held: list[float] = []
        monkeypatch.setattr(App, "delay_update", lambda _, delay=0.05: held.append(delay))
        for key in (*TABS, *TABS):
            await switched(app, pilot, key)
        assert held == []
        await app.switch_mode("checklist")
        assert held == [0.05]


async def test_drawing_what_is_shown_already_costs_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as (app, pilot):
        both = both_of(app)
        for key in TABS:
            await switched(app, pilot, key)
            sent, asked = both.sent, both.asked
            both._repaint()
            await settled(app, pilot)
            assert (both.sent, both.asked > asked) == (sent, True)


async def switched(app: SecondOpinionApp, pilot: Pilot[int], key: str) -> None:
    """Go to a screen, wait until it is there, and draw it once more in full."""
    both = both_of(app)
    app.post_message(key_event(key))
    await wait_for(pilot, lambda: TABS[key] in both.stock.screen.display[0], key)
    await settled(app, pilot)
    both._repaint()
    await settled(app, pilot)


@pytest.mark.parametrize("is_long", [False, True])
async def test_a_line_is_drawn_once_if_it_is_saved_in_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    monkeypatch.setattr(app_module, "GRACE", 60.0 if is_long else app_module.GRACE)
    async with opened(tmp_path, "notes") as (app, pilot):
        both, folder = both_of(app), app.session.folder

        def shown(words: str) -> bool:
            return any(words in row for row in both.stock.screen.display)

        with held(folder):
            for name in ("o", "n", "c", "e", "enter", "h", "a", "l", "f"):
                app.post_message(key_event(name))
            await settled(app, pilot)
            await wait_for(pilot, lambda: app.view.unsaved, "the line")
            if not is_long:
                await wait_for(pilot, lambda: shown("(not saved yet) Mon 23 Nov: once"), "unsaved")
                await wait_for(pilot, lambda: shown("half"), "letters while it is saved")
            await settled(app, pilot)
            assert shown(": once") is not is_long
            assert app.view.drafts[f"note:{one_visit(app)}"].text == "half"
            pictures = both.pictures
        await wait_for(pilot, lambda: shown("Pat Demo             Mon 23 Nov: once"), "saved")
        await settled(app, pilot)
        assert shown("half")
        assert not shown("not saved yet")
        assert not is_long or both.pictures == pictures + 1
        assert both.differences == []


def one_visit(app: SecondOpinionApp) -> str:
    """Return the visit of the newest line."""
    return list(app.view.state.notes.values())[-1].visit_id
