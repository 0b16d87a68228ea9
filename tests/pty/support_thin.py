"""The program drawing for two terminals at once: all that Textual writes, and the thin line."""

import asyncio
import signal
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

from pyte.screens import Char, Screen
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from so_tui.domain.notes import Note
from so_tui.domain.state import Put, entities
from so_tui.domain.text import clean
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.store import Store
from so_tui.terminal.driver import TerminalDriver
from so_tui.terminal.thin.cursor import Abilities
from so_tui.terminal.thin.output import ThinOutput
from so_tui.ui.app import SecondOpinionApp
from tests.support.emulator import Emulator
from tests.ui.support import NOW, demo

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
"""Notes, and what is pasted."""


class Both(TerminalDriver):
    """Draws for two terminals: one gets all that Textual writes, the other what the app sends."""

    stock: Emulator
    thin: Emulator
    is_stalled = False
    differences: list[str]
    frames = sent = asked = pictures = 0

    def start_application_mode(self) -> None:
        assert self._size is not None
        self.stock, self.thin = Emulator(*self._size), Emulator(*self._size)
        self.differences = []
        self._thin = ThinOutput(self._send, self._ask_for_repaint, Abilities(True, True))
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
        # Drawn for another size than the terminal has, a frame may scroll what it should not.
        if not self.is_stalled and self._app.size == self._size:
            self.compare()

    def _send(self, data: str) -> bool:
        if not self.is_stalled:
            self.thin.feed(data.encode())
            self.sent += len(data)
            self.pictures += 1
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


Picture = list[list[Char]]


def picture(screen: Screen) -> Picture:
    """Return the cells of a terminal, row by row."""
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def cost_of(before: Picture, after: Picture) -> int:
    """Return the bytes of the plain way to draw the cells that changed, and no other.

    Each stretch of them is gone to, and where the look changes it is said in full.
    """
    cost = 0
    for y, (olds, news) in enumerate(zip(before, after, strict=True)):
        look = None
        for x, (old, new) in enumerate(zip(olds, news, strict=True)):
            if seen(old) == seen(new):
                look = None
                continue
            if look is None:
                cost += len(f"\x1b[{y + 1};{x + 1}H")
            if look != new[1:]:
                cost += len(f"\x1b[{';'.join(['0', *_codes(new)])}m")
                look = new[1:]
            cost += len(new.data.encode())
    return cost


def _codes(cell: Char) -> Iterator[str]:
    """Yield the SGR codes that give a cell its look."""
    for name, kind in ((cell.fg, "38"), (cell.bg, "48")):
        if len(name) == 6 and set(name) <= set("0123456789abcdef"):
            yield ";".join([kind, "2", *(str(int(name[at : at + 2], 16)) for at in (0, 2, 4))])
        elif name != "default":
            yield "30"
    marks = (cell.bold, cell.italics, cell.underscore, cell.strikethrough, cell.reverse, cell.blink)
    yield from "1" * sum(marks)


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
    return replace(note, id=f"{number:012x}", text=clean(words))


async def settled(app: SecondOpinionApp, pilot: Pilot[int]) -> None:
    """Wait until what was asked for is done and drawn."""
    reached = asyncio.Event()
    app.call_later(reached.set)
    while not reached.is_set() and app.is_running:  # noqa: ASYNC110 - an ended app never calls
        await asyncio.sleep(0)
    await app.keys_done()
    await pilot.pause()
