"""The program without a terminal: press keys, read the screen, look at what is on disk."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from textual import events
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, TextArea

from so_tui.demo.case import demo_state
from so_tui.domain.state import TABLES, AppState, Put, entities
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from so_tui.ui import messages
from so_tui.ui.app import SecondOpinionApp
from so_tui.ui.case_drafts import of_case
from so_tui.ui.widgets.choice import Choice
from so_tui.ui.widgets.detail import Detail
from so_tui.ui.widgets.row_list import RowList

NOW = datetime(2026, 11, 23, 14, 5)
TODAY = date(2026, 11, 23)
SIZES = [(80, 24), (60, 20)]
"""The sizes, in columns and lines, that each screen must work at."""
PATIENCE = 60.0
"""Seconds after which a condition that has not come true fails the test."""

INTENTS = (
    messages.Commit,
    messages.Undo,
    messages.Say,
    messages.Drafted,
    messages.GoTo,
    messages.WriteAs,
    messages.OpenCase,
)
CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " "}

Intent = TypeVar("Intent", bound=Message)


@cache
def demo() -> AppState:
    """Return the made-up case on the tests' day."""
    return demo_state(TODAY)


def fill_store(folder: Path, state: AppState) -> None:
    """Put everything of a state into the store of a directory."""
    make_data_dir(folder)
    if state is demo() and not any(folder.iterdir()):
        shutil.copytree(_demo_store(), folder, dirs_exist_ok=True)
    else:
        _put_all(folder, state)


@cache
def _demo_store() -> Path:
    """Return a store with the made-up case, from which those of the tests are copied."""
    folder = Path(tempfile.mkdtemp(prefix="so-tui-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _put_all(folder, demo())
    return folder


def _put_all(folder: Path, state: AppState) -> None:
    with Store.open(folder) as store:
        store.commit([Put(entity) for entity in entities(state)])


def on_disk(folder: Path) -> AppState:
    """Return the state as a fresh start would read it, while the program may still run."""
    store = Store.read(folder)
    try:
        return store.state()
    finally:
        store.close()


def same_on_disk(folder: Path, state: AppState) -> bool:
    """Return whether a fresh start would show exactly this state."""
    there = on_disk(folder)
    return all(dict(getattr(there, name)) == dict(getattr(state, name)) for name in TABLES)


def screen_lines(app: SecondOpinionApp) -> list[str]:
    """Return the lines of text that are on the screen now, each without spaces at its end."""
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def screen_text(app: SecondOpinionApp) -> str:
    """Return all that is on the screen now."""
    return "\n".join(screen_lines(app))


def key_event(name: str) -> events.Key:
    """Return the key as the terminal driver makes it.

    Args:
        name: A character, or Textual's name of a key such as 'enter' or 'ctrl+n'.
    """
    if len(name) == 1:
        return events.Key(name if name.isalnum() else _character_to_key(name), name)
    return events.Key(name, CHARACTERS.get(name))


async def wait_for(pilot: Pilot[int], condition: Callable[[], object], what: str) -> None:
    """Wait until the condition holds; fail with the picture of the screen when it never does."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while not condition():
        if loop.time() > until or pilot.app._exception is not None:
            assert isinstance(pilot.app, SecondOpinionApp)
            raise AssertionError(f"never came: {what}\n{screen_text(pilot.app)}")
        await pilot.pause()


@dataclass
class Session:
    """One run of the program, and what its screens asked for.

    Attributes:
        asked: The intents that reached the app, oldest first.
    """

    app: SecondOpinionApp
    pilot: Pilot[int]
    store: Store
    asked: list[Message] = field(default_factory=list)

    @property
    def state(self) -> AppState:
        """The state that the app holds."""
        return self.app.view.state

    @property
    def kept(self) -> AppState:
        """The state that a fresh start would read from disk."""
        return on_disk(self.store.folder)

    @property
    def text(self) -> str:
        """All that is on the screen now."""
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        return screen_lines(self.app)

    @property
    def status(self) -> str:
        """What the status line is to say, at any width."""
        return self.app.view.status

    def intents(self, kind: type[Intent]) -> list[Intent]:
        """Return the intents of one kind that reached the app, oldest first."""
        return [message for message in self.asked if isinstance(message, kind)]

    async def press(self, *names: str) -> None:
        """Press keys one after the other, and wait until all of them are done."""
        for name in names:
            self.app.post_message(key_event(name))
            await self._keys_done()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text as a fast line delivers it: all its letters in one packet."""
        for character in text:
            self.app.post_message(key_event("enter" if character == "\n" else character))
        await self._keys_done()
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.app.post_message(events.Paste(text))
        await self._keys_done()
        await self.pilot.pause()

    async def replace(self, text: str) -> None:
        """Type a text in place of what the focused one-line field holds."""
        await self.press("end", "ctrl+u")
        await self.type(text)

    async def to_field(self, name: str) -> None:
        """Go with Tab to a field of the form in front."""
        await self.wait(lambda: self.app.screen.query(f"#field-{name}"), f"a field {name}")
        field = self.app.screen.query_one(f"#field-{name}")
        for _ in self.app.screen.focus_chain:
            if field.has_focus:
                return
            await self.press("tab")
        assert field.has_focus

    async def replace_line(self, text: str) -> None:
        """Type a text in place of what the focused field of several lines holds."""
        await self.press("ctrl+u", "ctrl+k")
        await self.type(text)

    def field(self, name: str) -> str:
        """Return what a field of the form in front holds."""
        widget = self.app.screen.query_one(f"#field-{name}")
        if isinstance(widget, TextArea):
            return widget.text
        assert isinstance(widget, Input | Choice)
        return widget.value

    @property
    def detail(self) -> str:
        """All that stands in the detail pane, also what does not fit."""
        pane = self.app.screen.query_one(Detail)
        return "\n".join(f"{title}: {text}" if title else text for title, text in pane.parts)

    def rows(self, selector: str = "RowList") -> RowList:
        """Return a list of the screen in front."""
        return self.app.screen.query_one(selector, RowList)

    async def choose(self, key: str, selector: str = "RowList") -> None:
        """Walk with the arrow keys to the row that stands for `key`, and stay there."""
        await self.wait(lambda: self._place(key, selector) >= 0, f"a row {key}")
        rows = self.rows(selector)
        steps = self._place(key, selector) - self._place(rows.key, selector)
        await self.press(*["down" if steps > 0 else "up"] * abs(steps))
        assert rows.key == key

    async def open_side(self, side: str) -> None:
        """Open a screen by the list of all there is to arrange."""
        await self.press("a")
        await self.choose(side)
        await self.press("enter")
        await self.wait(lambda: getattr(self.app.screen, "SIDE", "") == side, f"the screen {side}")

    def _place(self, key: str, selector: str) -> int:
        keys = [row.key for row in self.rows(selector).rows if not row.heading]
        return keys.index(key) if key in keys else -1

    async def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the condition holds."""
        await wait_for(self.pilot, condition, what)

    async def sees(self, *texts: str) -> None:
        """Wait until each of the texts is on the screen."""

        def are_shown() -> bool:
            shown = self.text
            return all(text in shown for text in texts)

        await self.wait(are_shown, f"{texts} on the screen")

    async def misses(self, *texts: str) -> None:
        """Wait until none of the texts is on the screen."""

        def are_gone() -> bool:
            shown = self.text
            return not any(text in shown for text in texts)

        await self.wait(are_gone, f"no {texts} on the screen")

    async def at_rest(self) -> None:
        """Wait until the picture is the last one: all is done, and the details are drawn too.

        Pilot's pauses end as soon as the process gets no time, which is no rest on a busy machine.
        """
        seen: list[list[Strip]] = []

        def is_still() -> bool:
            seen.append(self.app.screen._compositor.render_strips())
            pumps = (self.app, *self.app.screen.walk_children(with_self=True))
            return (
                seen[-2:-1] == seen[-1:]
                and not any(pump.message_queue_size for pump in pumps)
                and all(pane._rest is None for pane in self.app.screen.query(Detail))
                and not self.app.is_between_screens()
            )

        await self.wait(is_still, "a screen at rest")

    async def saved(self) -> None:
        """Wait until what is on disk is what the app holds."""
        await self.wait(lambda: same_on_disk(self.store.folder, self.state), "all of it on disk")

    async def drafted(self, key: str, part: str) -> None:
        """Wait until unfinished words that hold `part` are on disk under `key`."""

        def there() -> bool:
            store = Store.read(self.store.folder)
            draft = of_case(store.drafts.all(), self.state.case_id).get(key)
            store.close()
            return (draft is None) if not part else (draft is not None and part in draft.text)

        await self.wait(there, f"a draft {key} with {part!r}")

    async def _keys_done(self) -> None:
        reached = asyncio.Event()
        self.app.call_later(reached.set)
        await reached.wait()
        await self.app.keys_done()
        await self.app.saves_done()


@asynccontextmanager
async def open_app(
    folder: Path,
    size: tuple[int, int] = (80, 24),
    *,
    state: AppState | None = None,
    mode: str = "home",
    clock: Callable[[], datetime] = lambda: NOW,
    theme: str = "",
) -> AsyncIterator[Session]:
    """Run the program over the store in `folder` and close both at the end.

    Args:
        folder: The data directory; it may hold a store of an earlier run.
        size: Columns and lines.
        state: What to put into the store first; None leaves it as it is, which may be empty.
        mode: The screen to open.
        clock: Gives the current local time.
        theme: A theme's name.
    """
    if state is not None:
        fill_store(folder, state)
    asked: list[Message] = []

    def hook(message: Message) -> None:
        # A message is seen once at each station of its way up; it counts once.
        if isinstance(message, INTENTS) and not any(message is known for known in asked):
            asked.append(message)

    with Store.open(make_data_dir(folder)) as store:
        app = SecondOpinionApp(store, mode=mode, clock=clock, theme=theme)
        async with app.run_test(size=size, message_hook=hook) as pilot:
            await wait_for(pilot, lambda: app.screen.is_mounted, "the first screen")
            await pilot.pause()
            yield Session(app, pilot, store, asked)
