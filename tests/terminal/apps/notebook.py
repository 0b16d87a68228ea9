"""A small app on SteadyApp for the tests: a line, a text, a list, a second mode and a dialog.

Its text goes to the file `kept` in the given directory when it is told to keep it.
"""

import asyncio
import sys
import threading
from pathlib import Path

from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, ListItem, ListView, TextArea

from so_tui.runtime.steady import SteadyApp, run_steady

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
    """A line whose text Enter adds to the text below it."""

    BINDINGS = [("ctrl+t", "ask", "Ask"), ("f8", "soon", "Later")]

    def compose(self) -> ComposeResult:
        yield Input(id="line")
        yield TextArea(id="text")
        yield ListView(ListItem(Label("first")), ListItem(Label("second")), id="list")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.add(event.value)
        event.input.clear()

    def add(self, line: str | None) -> None:
        text = self.query_one(TextArea)
        text.insert(f"{line}\n", text.document.end)

    def action_ask(self) -> None:
        self.app.push_screen(Dialog(), self.add)

    def action_soon(self) -> None:
        self.call_after_refresh(self.query_one("#line").focus)


class First(Page):
    """The mode that is shown at the start."""


class Second(Page):
    """The other mode."""


class Notebook(SteadyApp):
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
    ]

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(flush=self.flush, log_dir=directory / "log")

    def lines(self) -> list[str]:
        """Return all texts: of each page the line and the text."""
        pages = [self.get_page(mode) for mode in self.MODES]
        return [
            text
            for page in pages
            for text in (
                (page.query_one("#line", Input).value, page.query_one(TextArea).text)
                if page
                else ("", "")
            )
        ]

    def get_page(self, mode: str) -> Page | None:
        """Return the page of a mode, or None when it was never shown."""
        stack = self._screen_stacks.get(mode)
        page = stack[0] if stack else None
        return page if isinstance(page, Page) and page.is_mounted else None

    def flush(self) -> None:
        """Keep everything as it is now."""
        if self.is_running:
            (self.directory / "kept").write_text("\n--\n".join(self.lines()))

    def action_fail(self) -> None:
        secret = CANARY
        raise ValueError(f"cannot read {secret}")

    def action_fail_in_thread(self) -> None:
        threading.Thread(target=self.action_fail).start()

    def action_fail_in_callback(self) -> None:
        asyncio.get_running_loop().call_soon(self.action_fail)

    def action_hang(self) -> None:
        (self.directory / "hanging").touch()
        threading.Event().wait()


if __name__ == "__main__":
    sys.exit(run_steady(Notebook(Path(sys.argv[1]))))
