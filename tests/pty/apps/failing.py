"""The program itself, made to fail in the way that it is told when F12 is pressed.

What is secret stands in the variables and the message of each failure.
"""

import asyncio
import threading
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from so_tui.storage.disk.paths import data_dir
from so_tui.storage.store import Store
from so_tui.terminal.app import run_app
from so_tui.ui.app import SecondOpinionApp

SECRET = "CANARY-passphrase"
KINDS = (
    "action",
    "thread",
    "callback",
    "loop callback",
    "timer",
    "worker",
    "thread worker",
    "task",
    "message",
    "watch",
    "render",
    "compose",
    "flush",
    "group",
)


def fail() -> None:
    passphrase = SECRET
    raise ValueError(f"cannot open with {passphrase}")


class Poke(Message):
    """Makes its handler fail."""

    def __init__(self) -> None:
        super().__init__()
        self.words = SECRET


class Broken(Widget):
    """Cannot be drawn."""

    def render(self) -> RenderResult:
        fail()
        return ""


class BrokenScreen(Screen[None]):
    """Cannot be composed."""

    def compose(self) -> ComposeResult:
        fail()
        yield Widget()


class Failing(SecondOpinionApp):
    """Fails when told to."""

    CSS_PATH = str(files("so_tui.ui") / "app.tcss")
    BINDINGS = [Binding("f12", "fail", "Fail", priority=True)]
    watched: var[int] = var(0, init=False)

    def __init__(self, store: Store, kind: str) -> None:
        super().__init__(store)
        self.kind = kind

    async def action_fail(self) -> None:
        """Fail in one of the ways."""
        ways: dict[str, Callable[[], object]] = {
            "action": fail,
            "thread": lambda: threading.Thread(target=fail).start(),
            "callback": lambda: self.call_later(fail),
            "loop callback": lambda: asyncio.get_running_loop().call_soon(fail),
            "timer": lambda: self.set_timer(0.01, fail),
            "worker": lambda: self.run_worker(self._fail_later()),
            "thread worker": lambda: self.run_worker(fail, thread=True),
            "task": self._fail_in_forgotten_task,
            "message": lambda: self.post_message(Poke()),
            "watch": lambda: setattr(self, "watched", 1),
            "render": lambda: self.screen.mount(Broken()),
            "compose": lambda: self.push_screen(BrokenScreen()),
            "flush": self._fail_when_leaving,
            "group": self._fail_together,
        }
        ways[self.kind]()

    async def _fail_later(self) -> None:
        fail()

    def _fail_in_forgotten_task(self) -> None:
        task = asyncio.ensure_future(self._fail_later())
        task.add_done_callback(lambda done: done.result())

    def _fail_when_leaving(self) -> None:
        self._flush_all = fail
        fail()

    def _fail_together(self) -> None:
        try:
            fail()
        except ValueError as error:
            raise ExceptionGroup(SECRET, [error, OSError(SECRET)]) from error

    def on_poke(self, message: Poke) -> None:
        fail()

    def watch_watched(self) -> None:
        fail()


def main(folder: Path, kind: str) -> int:
    """Run it over the store in a folder, and return its exit code."""
    with Store.open(data_dir(folder)) as store:
        return run_app(Failing(store, kind))
