"""Whatever text a line of a widget holds, what is drawn is text."""

import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip

from so_tui.domain.text import clean
from so_tui.terminal.sanitize import guard_the_terminal, harmless, shown

RED = Style.parse("red")


def drawn(strip: Strip) -> str:
    guard_the_terminal()
    guard_the_terminal()  # once is enough, and twice does no harm
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")
    return strip.render(console)


@example("\u2028\u2029")  # separators end a line, though they are no controls
@given(st.text(st.characters(codec=None)))  # lone surrogates too
def test_nothing_is_left_that_a_terminal_could_act_on(text: str) -> None:
    safe = shown(text)
    assert len(safe) == len(text)
    assert clean(safe) == safe
    assert "\n" not in safe
    kinds = [unicodedata.category(character) for character in text]
    is_text = [kind[0] != "C" and kind not in ("Zl", "Zp") for kind in kinds]
    assert all(a == b for a, b, kept in zip(text, safe, is_text, strict=True) if kept)


def test_every_symbol_is_one_cell_wide() -> None:
    replaced = [chr(n) for n in range(0x110000) if shown(chr(n)) != chr(n)]
    assert len(replaced) == 32 + 1 + 32 + 3 + 7 + 4 + 1 + 2048
    assert {cell_len(shown(character)) for character in replaced} == {1}


def test_what_people_write_stays() -> None:
    for text in ("naïve 日本語 שלום", "👩\u200d👧 e\u0301 a\u00a0b", "soft\u00adhyphen\u200b"):
        assert shown(text) == text


@pytest.mark.parametrize("style", [None, RED])
def test_each_text_segment_is_made_harmless(style: Style | None) -> None:
    strip = Strip([Segment("plain "), Segment("\x1b]52;c;eA==\x07", style), Segment(" " * 9)])
    sent = drawn(strip)
    assert "␛]52;c;eA==␇" in sent
    assert "\x1b]" not in sent
    assert sent == drawn(strip)


def test_a_line_stays_as_wide_as_it_was_laid_out() -> None:
    strip = Strip([Segment("ab\x1b[2Jcd\n"), Segment("  ")])
    assert harmless(strip).cell_length == strip.cell_length


def test_a_link_loses_its_address() -> None:
    sent = drawn(Strip([Segment("see", RED + Style(link="x\x1b\\\x1b]52;c;eA==\x07"))]))
    assert "see" in sent
    assert "\x1b]" not in sent


def test_what_textual_itself_sends_stays() -> None:
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    assert drawn(Strip([control, Segment("\x1b[3J"), Segment(" ")])) == "\x1b[2J␛[3J"


def test_plain_lines_are_drawn_as_before() -> None:
    segments = [Segment("plain"), Segment("red", RED), Segment("no\u00a0break", RED)]
    assert drawn(Strip(segments)) == "plain\x1b[31mred\x1b[0m\x1b[31mno\u00a0break\x1b[0m"
