"""Alt and a character, and letters of other layouts, where they are text, commands or nothing."""

import asyncio
from pathlib import Path

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, TextArea

from so_tui.session.crash_log import CrashLog
from so_tui.terminal.app import TerminalApp
from so_tui.terminal.strokes import alt, keys_of


class Area(Screen[None]):
    """A page with a text field."""

    BINDINGS = [Binding("escape", "app.done('escape')"), Binding("n", "app.done('n')")]

    def compose(self) -> ComposeResult:
        yield TextArea(id="field")


class Page(Screen[None]):
    """A page without one."""

    BINDINGS = [
        *Area.BINDINGS,
        Binding("N", "app.done('N')"),
        Binding("ctrl+s", "app.done('save')"),
    ]

    def compose(self) -> ComposeResult:
        yield Label("a page")


class Dialog(ModalScreen[None]):
    """A dialog with a text field in it."""

    BINDINGS = [Binding("escape", "dismiss")]

    def compose(self) -> ComposeResult:
        yield TextArea("half a line")


class Search(Area):
    """A page whose field filters."""

    def compose(self) -> ComposeResult:
        yield Input("half", select_on_focus=False)


class Desk(TerminalApp):
    """Writes down what was done."""

    def __init__(self, folder: Path, *screens: Screen[None]) -> None:
        super().__init__(flush=lambda: None, crashes=CrashLog(folder))
        self._screens = screens
        self.did: list[str] = []

    def on_mount(self) -> None:
        for screen in self._screens:
            self.push_screen(screen)

    def action_done(self, what: str) -> None:
        """Write down what was done."""
        self.did.append(what)


def kitty(sequence: str) -> Key:
    """Return the one key of a sequence."""
    (key,) = keys_of("\x1b" + sequence)
    return key


async def press(app: Desk, *keys: Message) -> None:
    """Press keys, and wait until they are done."""
    for key in keys:
        app.post_message(key)
    for _ in range(3):
        await _reached(app)
        await app.keys_done()


async def _reached(app: App[int]) -> None:
    reached = asyncio.Event()
    app.call_later(reached.set)
    await reached.wait()


async def test_alt_and_a_key_are_escape_and_the_key_where_it_means_nothing(tmp_path: Path) -> None:
    app = Desk(tmp_path, Page())
    async with app.run_test():
        await press(app, alt("n"))
        assert app.did == ["escape", "n"]


async def test_alt_and_a_key_leave_a_dialog_and_go_to_the_page_below(tmp_path: Path) -> None:
    app = Desk(tmp_path, Page(), Dialog())
    async with app.run_test():
        await press(app, alt("n"))
        assert isinstance(app.screen, Page)
        assert app.did == ["n"]


async def test_alt_and_a_key_do_nothing_to_words_being_written(tmp_path: Path) -> None:
    app = Desk(tmp_path, Area())
    async with app.run_test():
        field = app.screen.query_one(TextArea)
        for char in "n1é][P~":
            await press(app, Key("x", "x"), alt(char))
        assert field.text == "x" * 7
        assert app.did == []


async def test_in_an_empty_field_they_are_two_keys(tmp_path: Path) -> None:
    app = Desk(tmp_path, Area())
    async with app.run_test():
        await press(app, alt("1"))
        assert app.did == ["escape"]
        assert app.screen.query_one(TextArea).text == "1"


async def test_alt_keys_of_shells_move_and_delete_words(tmp_path: Path) -> None:
    app = Desk(tmp_path, Area())
    async with app.run_test():
        field = app.screen.query_one(TextArea)
        field.text = "one two three"
        field.move_cursor(field.document.end)
        await press(app, alt("b"), kitty("[98;3u"))
        assert field.cursor_location == (0, 4)
        await press(app, alt("d"))
        assert field.text == "one  three"
        await press(app, alt("\x7f"), alt("f"))
        assert field.text == " three"
        assert field.cursor_location[1] > 0


async def test_alt_under_the_protocol_is_never_escape_nor_text(tmp_path: Path) -> None:
    app = Desk(tmp_path, Area())
    async with app.run_test():
        await press(app, kitty("[110;3u"), kitty("[110;3;110u"), kitty("[49;3u"))
        assert app.did == []
        assert app.screen.query_one(TextArea).text == ""


async def test_a_letter_of_another_layout_is_a_command_in_a_list_and_text_in_a_field(
    tmp_path: Path,
) -> None:
    letters = "[1090::110;;1090u", "[1090:1058:110;2;1058u"
    app = Desk(tmp_path, Page())
    async with app.run_test():
        await press(app, *map(kitty, letters))
        assert app.did == ["n", "N"]
    for screen in (Area(), Search()):
        other = Desk(tmp_path, screen)
        async with other.run_test():
            await press(other, *map(kitty, letters))
            field = screen.focused
            assert isinstance(field, TextArea | Input)
            text = field.text if isinstance(field, TextArea) else field.value
            assert text.endswith("тТ")
            assert other.did == []


async def test_ctrl_works_in_another_layout_and_with_shift(tmp_path: Path) -> None:
    app = Desk(tmp_path, Page())
    async with app.run_test():
        await press(app, kitty("[1099::115;5u"), kitty("[1099:1067:115;6u"), kitty("[115:83;6u"))
        assert app.did == ["save"] * 3
