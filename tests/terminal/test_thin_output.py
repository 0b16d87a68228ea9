"""The thin line: what is sent for a change, and what makes it forget the screen."""

import sys
import unicodedata
from collections.abc import Iterable

import pytest
from rich.cells import cell_len
from rich.console import Console
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from wcwidth import wcwidth

from so_tui.terminal.thin.cells import PLAIN, Look, cells_of, pieces, read_look, sure_width
from so_tui.terminal.thin.cursor import Cursor, abilities, wanted
from so_tui.terminal.thin.output import SYNC_END, SYNC_START
from tests.support.thin_line import Line

RED, BOLD = "\x1b[31m", "\x1b[1;31;44m"
OFF = "\x1b[0m"


def filled(**options: bool) -> Line:
    line = Line(**options)
    line.screen("one       ", "two       ", "three     ")
    return line


def test_nothing_is_sent_where_nothing_changed() -> None:
    line = filled()
    assert line.screen("one       ", "two       ", "three     ") == ""
    assert line.write(f"\x1b[2;1Htwo{OFF}\x1b[1;1H") == ""


def test_only_the_changed_cells_are_sent() -> None:
    line = filled()
    assert line.screen("one       ", "twa       ", "three     ") == "\x1b[2;3Ha\x1b[H"
    assert line.terminal.screen.display == ["one       ", "twa       ", "three     "]


def test_the_cursor_ends_where_it_was_sent_though_nothing_else_changed() -> None:
    line = filled()
    assert line.write("\x1b[2;1Htwo\x1b[2;4H") == "\x1b[2;4H"
    assert line.write("\x1b[2;1Htwo\x1b[2;4H") == ""


def test_looks_are_kept_between_frames_and_changed_by_what_differs() -> None:
    line = filled()
    assert line.write(f"\x1b[1;1H{BOLD}one{OFF}\x1b[1;4H") == "\x1b[1;31;44mone"
    assert line.write(f"\x1b[1;4H\x1b[1;32;44mx{OFF}\x1b[1;5H") == "\x1b[32mx"
    assert line.write(f"\x1b[1;5H\x1b[32my{OFF}\x1b[1;6H") == "\x1b[0;32my"


def test_a_blank_is_the_same_in_any_text_colour() -> None:
    line = filled()
    assert line.write(f"\x1b[1;4H{RED}      {OFF}\x1b[1;1H") == ""
    assert line.write(f"\x1b[1;4H\x1b[4m {OFF}\x1b[1;1H") == "\x1b[3C\x1b[4m \r"


def test_long_gaps_are_erased_only_where_the_terminal_can() -> None:
    for erases, gap in ((True, "\x1b[14X"), (False, " " * 14)):
        line = Line(20, 1, erases=erases)
        line.screen("x" * 20)
        sent = line.screen(f"xx\x1b[44m{' ' * 14}{OFF}xxxx")
        assert sent == f"\x1b[2C\x1b[44m{gap}\r"
        assert [line.terminal.screen.buffer[0][x].bg for x in (1, 2, 15, 16)] == [
            "default",
            "blue",
            "blue",
            "default",
        ]


def test_nothing_is_erased_where_half_of_a_wide_character_could_be_left() -> None:
    """tmux keeps the other half of a wide character of which one half is erased."""
    line = Line(40, 1)
    line.screen("a" * 11 + "日" + "a" * 27)
    sent = line.screen(" " * 12 + "b" + "a" * 27)
    assert sent == " " * 12 + "b\r"
    line.screen("a" * 40)
    assert "\x1b[12X" in line.screen(" " * 12 + "a" * 28)


def test_a_wide_character_is_sent_whole() -> None:
    line = filled()
    line.screen("ab日本cd  ", "two       ", "three     ")
    assert line.screen("ab月本cd  ", "two       ", "three     ") == "\x1b[2C月\r"
    line.screen("a日本 cd  ", "two       ", "three     ")
    assert line.terminal.screen.display[0].startswith("a日本 cd")


def test_what_is_behind_an_ambiguous_character_is_placed_anew() -> None:
    line = filled()
    assert line.write("\x1b[1;1H││a\x1b[1;4H") == "││\x1b[1;3Ha"
    assert line.write("\x1b[1;1H│─a\x1b[1;4H") == "\b\b─\x1b[1;4H"


@pytest.mark.parametrize("text", ["👩‍🚀", "❤️", "🇩🇪", "\u0301", "नमस्ते", "a\u200bb", "\u00ad"])
def test_a_row_of_doubtful_width_is_sent_as_it_came_each_time(text: str) -> None:
    line = filled()
    assert cells_of(text, PLAIN) is None
    frame = f"\x1b[1;2H{text}"
    assert line.write(frame + "\x1b[1;1H") == f"\x1b[C{text}\x1b[H"
    assert line.write(frame + "\x1b[1;1H") == f"\x1b[C{text}\x1b[H"
    assert line.write("\x1b[1;6Hxy\x1b[1;1H") == "\x1b[5Cxy\r"
    assert line.write("\x1b[1;6Hxy\x1b[1;1H") == ""


def test_a_mark_alone_gets_the_look_of_the_blank_it_falls_on() -> None:
    line = filled()
    line.write(f"\x1b[1;1H{RED}one{OFF}\x1b[34m    {OFF}\x1b[1;1H")
    assert line.write("\x1b[1;8H\u0301x\x1b[1;1H") == "\x1b[6C\x1b[34m \x1b[m\u0301x\x1b[H"
    marked = line.terminal.screen.buffer[0][6]
    assert (marked.data, marked.fg) == (" \u0301", "blue")


def test_the_pointers_shape_is_said_once() -> None:
    line = filled()
    shape, other = "\x1b]22;default\a", "\x1b]22;text\a"
    assert [line.write(text) for text in (shape, shape, other, shape)] == [shape, "", other, shape]
    line.thin.forget()
    assert line.write(shape) == shape


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[?47h",
        "\x1b[2J",
        "\x1b[1;1H\x1b[K",
        "text alone",
        "\x1b[1;1H\x1b]8;;x\x1b\\y",
        "\x1b[1;1H\ttab",
        "\x1b[1;1H\x1b[31",
    ],
)
def test_anything_else_goes_through_and_clears_the_memory(text: str) -> None:
    line = filled()
    line.write(f"\x1b[1;1H{RED}o{OFF}\x1b[1;1H")
    assert line.write(text) == "\x1b[m" + text
    screen = ("one       ", "two       ", "three     ")
    assert "three" in line.screen(*screen)
    assert line.screen(*screen) == ""


@pytest.mark.parametrize(
    "text",
    ["\a", "\x1b]22;text\a", "\x1b]0;title\x1b\\", "\x1b[?1004h", "\x1b[>25u", "\x1b[<u",
     "\x1b[?2026$p", "\x1b[?7l"],
)  # fmt: skip
def test_modes_the_bell_and_titles_change_no_cell(text: str) -> None:
    line = filled()
    assert line.write(text) == text
    assert line.screen("one       ", "two       ", "three     ") == ""


def test_nothing_is_remembered_before_a_frame_of_the_terminals_own_size() -> None:
    line = filled()
    line.thin.resized(12, 3)
    frame = "\x1b[1;1Hone\x1b[1;1H"
    assert line.write(frame) == "\x1b[m" + frame
    assert line.write(frame) == frame
    assert line.asked == 1
    line.screen("one       ", "two       ", "three     ")
    assert line.write(frame) == frame
    line.screen("one         ", "two         ", "three       ")
    assert line.write(frame) == ""


def test_a_dropped_frame_is_not_taken_for_shown() -> None:
    line = filled()
    line.is_full = True
    assert line.screen(f"{RED}new{OFF}       ", "two       ", f"{RED}three     {OFF}") == ""
    line.is_full = False
    line.screen("new       ", "two       ", "three     ")
    assert line.terminal.screen.display[0] == "new       "
    assert line.terminal.screen.buffer[0][0].fg == "default"
    line.screen(f"{RED}new{OFF}       ", "two       ", "three     ")
    assert line.terminal.screen.buffer[0][0].fg == "red"


def test_a_screen_left_while_a_frame_was_made_is_not_taken_for_known() -> None:
    line = filled()
    send = line._send

    def send_and_leave(text: str) -> bool:
        line.thin.forget()
        return send(text)

    line.thin._send = send_and_leave
    line.screen("new       ", "two       ", "three     ")
    line.thin._send = send
    assert "three" in line.screen("new       ", "two       ", "three     ")


def test_marks_go_only_round_frames_that_could_tear() -> None:
    line = filled()
    line.write(SYNC_START)
    assert line.screen("One       ", "two       ", "three     ") == "O\b"
    assert line.write(SYNC_END) == ""
    wide = Line(300, 1)
    wide.write(SYNC_START)
    sent = wide.screen("x" * 300)
    assert sent.startswith(SYNC_START)
    assert sent.endswith(SYNC_END)


def test_a_row_is_drawn_from_the_right_where_that_is_shorter() -> None:
    line = filled()
    line.write(f"\x1b[1;1H\x1b[38;2;1;2;3;48;2;1;2;3mx{OFF}\x1b[1;1H")
    sent = line.write(f"\x1b[1;1Hy\x1b[38;2;1;2;3;48;2;1;2;3mz{OFF}\x1b[1;2H")
    assert sent == "\x1b[Cz\r\x1b[my"
    assert line.terminal.screen.display[0] == "yze       "


def test_looks_are_read_as_a_terminal_reads_them() -> None:
    assert read_look("1;4;38;5;9;48;2;1;2;3") == Look("38;5;9", "48;2;1;2;3", frozenset({"1", "4"}))
    assert read_look("97;100") == Look("97", "100")
    assert read_look("0") is PLAIN
    assert read_look("") is PLAIN
    assert [read_look(codes) for codes in ("38;2;1", "38", "99", "58;5;1", "4:3")] == [None] * 5


def test_where_bright_is_bold_each_look_is_said_in_full() -> None:
    """The Linux console: bold is set by 97 and ended by 22, and 37 leaves it as it is."""
    pen = Cursor(sets_apart=False)
    looks = [Look("97"), Look("37"), Look("97", marks=frozenset("1")), Look("97"), PLAIN]
    assert [pen.wear(look) for look in looks] == [
        *("\x1b[0;97m", "\x1b[0;37m", "\x1b[0;1;97m", "\x1b[0;97m"),
        "\x1b[m",
    ]
    assert [abilities({"TERM": term}).sets_apart for term in ("linux", "linux-16color")] == [
        False,
        False,
    ]


def test_gnu_screen_is_not_asked_to_erase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curses.tigetflag", lambda name: 1)
    monkeypatch.setattr("curses.tigetstr", lambda name: b"\x1b[%p1%dX")
    monkeypatch.setattr("curses.setupterm", lambda term, fd: None)
    assert abilities({"TERM": "xterm-256color"}).erases
    assert not abilities({"TERM": "xterm-256color", "STY": "12.pts-0.host"}).erases


def test_a_mark_that_ends_with_another_is_set_again() -> None:
    pen = Cursor()
    pen.wear(Look(marks=frozenset({"1", "2"}), ink="38;2;100;100;100", ground="48;2;9;9;9"))
    assert pen.wear(Look("38;2;100;100;100", "48;2;9;9;9", frozenset({"1"}))) == "\x1b[22;1m"


def test_every_sure_width_is_textuals_and_the_terminals() -> None:
    wrong = [
        f"U+{code:04X} {unicodedata.name(chr(code), '')}"
        for code in range(sys.maxunicode + 1)
        if (width := sure_width(chr(code))) is not None
        and not (width == cell_len(chr(code)) == wcwidth(chr(code)))
    ]
    assert wrong == []


def test_what_textual_draws_is_understood() -> None:
    """A tripwire: a Textual that draws in another way goes past the thin line."""
    strips: list[Iterable[Strip]] = [[Strip.blank(4)], [Strip.blank(4)]]
    frame = LayoutUpdate(strips, Region(0, 0, 4, 2)).render_segments(Console())
    found = pieces(frame)
    assert found is not None
    assert [(x, y, len(cells or [])) for x, y, _, cells in found] == [(0, 0, 4), (0, 1, 4)]


def test_it_can_be_turned_off() -> None:
    assert wanted({})
    assert not wanted({"SO_TUI_OUTPUT": "whole"})


def test_rows_are_drawn_from_the_bottom_where_that_takes_fewer_changes_of_look() -> None:
    chosen, plain = "\x1b[97;44m", f"three     {OFF}"
    line = filled()
    line.screen("one       ", f"{chosen}two       {OFF}", "three     ")
    sent = line.screen("one       ", "two       ", f"{chosen}{plain}")
    assert sent == "\x1b[3Hthree     \x1b[2H\x1b[mtwo       \x1b[H"
    assert [line.terminal.screen.buffer[y][0].bg for y in range(3)] == [
        "default",
        "default",
        "blue",
    ]
