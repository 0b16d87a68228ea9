"""A small app on TerminalApp for the tests: a line, a text, a list, a second mode and a dialog.

What it holds goes to the file `kept` in the given directory when it is told to keep it, as JSON.
"""

import asyncio
import json
import sys
import threading
from pathlib import Path

from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, ListItem, ListView, TextArea

from so_tui.session.crash_log import CrashLog
from so_tui.terminal.app import TerminalApp, run_app
from so_tui.terminal.environment import prepare

CANARY = "CANARY-tumour-marker"


class Dialog(ModalScreen[str]):
    """Asks for a word; Enter hands it back."""

    BINDINGS = [("escape", "dismiss('')", "Close")]

    def compose(self) -> ComposeResult:
        yield Input(id="word")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Page(Screen[None]):
    """A line that Enter adds to what was added, a text, and a list that takes no keys."""

    BINDINGS = [("ctrl+t", "ask", "Ask")]

    def __init__(self) -> None:
        super().__init__()
        self.added: list[str] = []

    def compose(self) -> ComposeResult:
        line, text = Input(id="line", select_on_focus=False), TextArea(id="text")
        line.cursor_blink = text.cursor_blink = False
        yield line
        yield text
        yield ListView(ListItem(Label("first")), ListItem(Label("second")), id="list")

    def on_mount(self) -> None:
        if isinstance(self.app, Notebook):
            self.app.pages[type(self).__name__.lower()] = self

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.added.append(event.value)
        event.input.clear()

    def action_ask(self) -> None:
        self.app.push_screen(Dialog(), self.note)

    def note(self, word: str | None) -> None:
        self.added.append(str(word))

    def content(self) -> list[object]:
        """Return what is on the page: the line, the text, and what was added."""
        line, text = self.query_one("#line", Input), self.query_one(TextArea)
        return [line.value, text.text, self.added]


class First(Page):
    """The mode that is shown at the start."""


class Second(Page):
    """The other mode."""


class Notebook(TerminalApp):
    """Two modes, each with a page."""

    MODES = {"first": First, "second": Second}
    DEFAULT_MODE = "first"
    BINDINGS = [
        ("f2", "switch_mode('first')", "First"),
        ("f3", "switch_mode('second')", "Second"),
        ("f4", "fail", "Fail"),
        ("f5", "fail_in_thread", "Fail in a thread"),
        ("f6", "fail_in_callback", "Fail in a callback"),
        ("f7", "hang", "Hang"),
        ("f8", "fail_in_worker", "Fail in a worker"),
        ("f9", "mark", "Mark"),
    ]

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.marks = 0
        self.pages: dict[str, Page] = {}
        super().__init__(flush=self.flush, crashes=CrashLog(directory / "log"))

    def content(self) -> dict[str, list[object]]:
        """Return what is on each page that was shown."""
        return {mode: page.content() for mode, page in self.pages.items()}

    def flush(self) -> None:
        """Keep everything as it is now, unless the pages are already gone."""
        if self.is_running:
            (self.directory / "kept").write_text(json.dumps(self.content()))

    def action_mark(self) -> None:
        """Keep everything, and count how often."""
        self.marks += 1
        self.flush()
        (self.directory / f"mark{self.marks}").touch()

    def action_fail(self) -> None:
        secret = CANARY
        raise ValueError(f"cannot read {secret}")

    def action_fail_in_thread(self) -> None:
        threading.Thread(target=self.action_fail).start()

    def action_fail_in_callback(self) -> None:
        asyncio.get_running_loop().call_soon(self.action_fail)

    def action_fail_in_worker(self) -> None:
        self.run_worker(self.action_fail, thread=True)

    def action_hang(self) -> None:
        (self.directory / "hanging").touch()
        threading.Event().wait()


if __name__ == "__main__":
    prepare()
    sys.exit(run_app(Notebook(Path(sys.argv[1]))))
