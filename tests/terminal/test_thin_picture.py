"""The thin line shows what Textual draws, cell by cell, whatever is done on the real screens."""

import asyncio
import os
import random
import signal
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from pyte.screens import Char
from textual import events
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.strip import Strip

from so_tui.app import SecondOpinionApp
from so_tui.domain.notes import Note
from so_tui.runtime.driver import SteadyDriver
from so_tui.runtime.thin import ThinOutput
from so_tui.state import Put, entities
from so_tui.storage.paths import data_dir
from so_tui.storage.store import Store
from so_tui.themes import THEMES
from tests.screens.support import NOW, demo, key_event
from tests.support.emulator import Emulator

STEPS = int(os.environ.get("SO_TUI_THIN_STEPS", "450"))
"""Random steps in all; with 10,000 it takes about half an hour."""

A_SESSION = 150
"""Steps until the program is started anew."""

A_LOOK = 10
"""Steps until it is looked whether a part of the screen is made as the whole is."""

SIZES = ((80, 24), (80, 24), (60, 20), (120, 40), (100, 30), (41, 12))
WORDS = (
    "quick words",
    "ünïcödé è é",
    "日本語の診断",
    "ａｂ full width ｃ",  # noqa: RUF001 - wide letters are the point
    "한국어",
    "e\u0301 n\u0303 cafe\u0301",
    "\u0301 alone",
    "👩‍🚀 flight 👍🏽",
    "❤️ and ☎ and ✔",
    "🇩🇪🇫🇷",
    "สวัสดี नमस्ते",
    "שלום مرحبا",
    "“quotes” … — • § ±",
    "│ bar ─── ▁▂▃ ░▒▓",
    "soft\u00adhyphen no\u00a0break zero\u200bwidth",
    "x" * 90,
)
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


class Both(SteadyDriver):
    """Draws for two terminals: one gets all that Textual writes, the other what the app sends."""

    stock: Emulator
    thin: Emulator
    is_stalled = False
    differences: list[str]
    frames = sent = asked = 0

    def start_application_mode(self) -> None:
        assert self._size is not None
        self.stock, self.thin = Emulator(*self._size), Emulator(*self._size)
        self.differences = []
        self._thin = ThinOutput(self._send, self._ask_for_repaint, erases=True)
        self._enter()
        self.resize(*self._size)

    def stop_application_mode(self) -> None:
        pass

    def disable_input(self) -> None:
        pass

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of both terminals, and let the program know."""
        self._size = columns, rows
        for terminal in (self.stock, self.thin):
            terminal.resize(columns, rows)
        self.process_message(events.Resize(Size(columns, rows), Size(columns, rows)))

    def suspend(self) -> None:
        """Leave the screen and come back to it, as after ctrl+z and fg."""
        self.write("\x1b[?1049l")
        self._enter()
        self._repaint()

    def _enter(self) -> None:
        self.write("\x1b[?1049h")
        self.write("\x1b[?7l")

    def write(self, data: str) -> None:
        super().write(data)
        self.stock.feed(data.encode())
        self.asked += len(data)
        self.frames += 1
        if not self.is_stalled:
            self.compare()

    def _send(self, data: str) -> bool:
        if not self.is_stalled:
            self.thin.feed(data.encode())
            self.sent += len(data)
        return not self.is_stalled

    def compare(self) -> None:
        """Note each row that is not the same on both, and where the cursors are apart."""
        stock, thin = self.stock.screen, self.thin.screen
        for y in sorted(stock.dirty | thin.dirty):
            if y >= stock.lines:
                continue
            rows = [
                [screen.buffer[y][x] for x in range(screen.columns)] for screen in (stock, thin)
            ]
            if rows[0] != rows[1] and [*map(seen, rows[0])] != [*map(seen, rows[1])]:
                self.differences.append(f"row {y}:\n{stock.display[y]}\n{thin.display[y]}")
        stock.dirty.clear()
        thin.dirty.clear()
        places = [(screen.cursor.x, screen.cursor.y) for screen in (stock, thin)]
        if places[0] != places[1]:
            self.differences.append(f"cursors: {places}")


def seen(cell: Char) -> tuple[object, ...]:
    """Return what of a cell can be seen: a blank has no text colour, is not bold and not italic.

    pyte keeps an accent in the cell composed, or not, depending on what it stood with.
    """
    if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough):
        return " ", cell.bg
    return (unicodedata.normalize("NFC", cell.data), *cell[1:])


def both_of(app: SecondOpinionApp) -> Both:
    """Return the driver of both terminals."""
    assert isinstance(app._driver, Both)
    return app._driver


@contextmanager
def signals_kept() -> Iterator[None]:
    """Put back the handlers that a driver sets."""
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@asynccontextmanager
async def opened(
    folder: Path, mode: str = "home"
) -> AsyncIterator[tuple[SecondOpinionApp, Pilot[int]]]:
    """Run the program over a store with the made-up case, and notes in many scripts."""
    state = demo()
    visit = next(iter(state.visits))
    with Store.open(data_dir(folder)) as store:
        store.commit([Put(entity) for entity in entities(state)])
        note = next(note for note in state.notes.values() if note.visit_id == visit)
        store.commit([Put(another(note, n, words)) for n, words in enumerate(WORDS)])
        app = SecondOpinionApp(store, mode=mode, clock=lambda: NOW)
        app.driver_class = Both
        with signals_kept():
            async with app.run_test(headless=False, size=(80, 24), notifications=True) as pilot:
                await pilot.pause()
                yield app, pilot


def another(note: Note, number: int, words: str) -> Note:
    """Return a note like this one with other words."""
    from dataclasses import replace

    from so_tui.domain.text import clean

    return replace(note, id=f"{number:012x}", text=clean(words))


async def settled(app: SecondOpinionApp, pilot: Pilot[int]) -> None:
    """Wait until what was asked for is done and drawn."""
    reached = asyncio.Event()
    app.call_later(reached.set)
    while not reached.is_set() and app.is_running:  # noqa: ASYNC110 - an ended app never calls
        await asyncio.sleep(0)
    await app.keys_done()
    await pilot.pause()


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


@pytest.mark.terminal
@pytest.mark.parametrize("seed", range(-(-STEPS // A_SESSION)))
async def test_a_random_session_shows_the_same(tmp_path: Path, seed: int) -> None:
    taken, asked, sent = await wander(tmp_path, seed, A_SESSION)
    assert taken == A_SESSION
    assert sent * 2 < asked
