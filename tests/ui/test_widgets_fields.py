"""What is typed and pasted into a field is kept; what is deleted, is deleted whole."""

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.events import Paste
from textual.widgets import Input, TextArea

from so_tui.session.crash_log import CrashLog
from so_tui.terminal.app import TerminalApp
from so_tui.terminal.typed import TypedInput
from so_tui.ui.widgets.area import Area
from so_tui.ui.widgets.line import Line

FAMILY, FLAG, ACCENT = "👨\u200d👩\u200d👧", "🇩🇪", "e\u0301"
SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648"
PARTS = (SPACES, PERSIAN, FAMILY, FLAG, ACCENT, "🏴\U000e0067\U000e007f", "\ue000", "\U0001fae8")
KEPT = f"at\u00a05 mg {' '.join(PARTS)}"


class Two(TerminalApp):
    """A field of each kind."""

    def __init__(self, folder: Path) -> None:
        super().__init__(flush=lambda: None, crashes=CrashLog(folder))

    def compose(self) -> ComposeResult:
        yield Line(select_on_focus=False)
        yield Area()

    def text(self, kind: type[Input] | type[TextArea]) -> str:
        """Return what stands in a field."""
        field = self.query_one(kind)
        return field.value if isinstance(field, Input) else field.text


async def typed(app: Two, kind: type[Input] | type[TextArea], *keys: str) -> str:
    """Focus a field, let a terminal send what these keys send, and return what it holds then."""
    async with app.run_test() as pilot:
        app.query_one(kind).focus()
        await pilot.pause()
        line = TypedInput()
        for key in keys:
            for message in line.feed(key.encode(), 0.0):
                app.post_message(message)
        await pilot.pause()
        await app.keys_done()
        return app.text(kind)


FIELDS = pytest.mark.parametrize("kind", [Input, TextArea])


@FIELDS
async def test_every_character_a_keyboard_sends_is_kept(
    kind: type[Input] | type[TextArea], tmp_path: Path
) -> None:
    assert await typed(Two(tmp_path), kind, KEPT) == KEPT


@FIELDS
async def test_it_is_kept_as_when_it_is_pasted(
    kind: type[Input] | type[TextArea], tmp_path: Path
) -> None:
    assert await typed(Two(tmp_path), kind, f"\x1b[200~{KEPT}\x1b[201~") == KEPT


@FIELDS
async def test_it_is_kept_under_the_kitty_protocol(
    kind: type[Input] | type[TextArea], tmp_path: Path
) -> None:
    keys = [f"\x1b[0;;{ord(char)}u" for char in KEPT]
    assert await typed(Two(tmp_path), kind, *keys) == KEPT


@FIELDS
@pytest.mark.parametrize("cluster", [FAMILY, FLAG, ACCENT, "\u00a0", "👍🏽", "\u1112\u1161\u11ab"])
async def test_one_key_deletes_a_whole_character(
    kind: type[Input] | type[TextArea], cluster: str, tmp_path: Path
) -> None:
    word = f"a{cluster}b"
    left, delete, backspace = "\x1b[D", "\x1b[3~", "\x7f"
    assert await typed(Two(tmp_path), kind, word, left, backspace) == "ab"
    assert await typed(Two(tmp_path), kind, word, left, left, delete) == "ab"
    assert await typed(Two(tmp_path), kind, word, left, left, left, "x") == f"x{word}"
    assert await typed(Two(tmp_path), kind, word, "\x1b[H\x1b[C\x1b[C", "x") == f"a{cluster}xb"


@FIELDS
async def test_a_selection_takes_whole_characters(
    kind: type[Input] | type[TextArea], tmp_path: Path
) -> None:
    keys = "a", FAMILY, ACCENT, "\x1b[1;2D", "\x1b[1;2D", "x"
    assert await typed(Two(tmp_path), kind, *keys) == "ax"


@FIELDS
async def test_controls_are_no_text(kind: type[Input] | type[TextArea], tmp_path: Path) -> None:
    assert await typed(Two(tmp_path), kind, "a\u202e\u0085\u2028\u200f\ufeffb") == "ab"


async def test_lines_pasted_into_one_line_are_joined(tmp_path: Path) -> None:
    app = Two(tmp_path)
    async with app.run_test() as pilot:
        app.query_one(Line).focus()
        await pilot.pause()
        app.post_message(Paste("one\r\ntwo\n\nthree\n"))
        await pilot.pause()
        await app.keys_done()
        assert app.text(Input) == "one two three"
