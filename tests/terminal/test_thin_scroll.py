"""Rows that moved: the terminal moves them itself, and shows what was asked for."""

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.thin_line import Line

COLUMNS, ROWS = 30, 12
OFF, GROUND = "\x1b[0m", "\x1b[48;2;18;18;18m"
WORDS = (
    "one line of notes",
    "日本語の診断 wide",
    "caf\u0301e and more",
    "│ a bar ── here",
    "",
    "the same line",
    "the same line",
    "👍🏽 of doubtful width",
    "second opinion, Tuesday",
    "what the doctor said",
)
MOVES = re.compile(r"\x1b\[\d*[LM]")


def width(text: str) -> int:
    """Return the columns of one of the words above, as a terminal counts them."""
    return sum(2 if c in "日本語の診断👍" else 0 if c in "\u0301🏽" else 1 for c in text)


def drawn(rows: list[str], *, ground: str = "") -> list[str]:
    """Return rows as a frame draws them, as long as the screen is wide."""
    return [f"{ground}{row}{' ' * (COLUMNS - width(row))}{OFF}" for row in rows]


def filled(rows: list[str], *, moves: bool = True, ground: str = "") -> Line:
    """Return a line whose terminal shows rows."""
    line = Line(COLUMNS, len(rows), moves=moves)
    line.write("\x1b[?7l")
    line.screen(*drawn(rows, ground=ground))
    return line


LINES = [str((0.1 + number) ** 0.5)[:16] + f" {number:2} notes" for number in range(40)]


@pytest.mark.parametrize("ground", ["", GROUND])
@pytest.mark.parametrize("by", [1, 2, 3])
def test_rows_that_move_up_or_down_are_not_drawn_again(by: int, ground: str) -> None:
    for before, after in ((0, by), (by, 0)):
        line = filled(LINES[before : before + ROWS], ground=ground)
        rows = LINES[after : after + ROWS]
        sent = line.screen(*drawn(rows, ground=ground))
        assert len(MOVES.findall(sent)) == 2
        assert len(sent) < by * 45 + 60
        assert not any(row in sent for row in rows if row in LINES[before : before + ROWS])
        assert [row.rstrip() for row in line.terminal.screen.display] == rows
        assert line.screen(*drawn(rows, ground=ground)) == ""


def test_what_stands_around_the_rows_stays() -> None:
    def frame(first: int) -> list[str]:
        return ["the head", "-----", *LINES[first : first + 8], "-----", "> typed here"]

    line = filled(frame(0))
    sent = line.screen(*drawn(frame(1)))
    assert sent.startswith("\x1b[3H\x1b[M\x1b[7B\x1b[L")
    assert LINES[8] in sent
    assert "typed" not in sent
    assert [row.rstrip() for row in line.terminal.screen.display] == frame(1)


def test_a_pane_beside_rows_that_move_is_drawn_where_it_was() -> None:
    def frame(first: int) -> list[str]:
        return [f"{LINES[first + y]:<27}|{y % 10}|" for y in range(ROWS)]

    line = filled(frame(0))
    words = [f"\x1b[{y + 1};1H{frame(1)[y][:27]}" for y in range(ROWS)]
    sent = line.write("\n".join(words) + "\x1b[1;1H")
    assert line.terminal.screen.display == frame(1)
    assert len(sent) < sum(map(len, words))


def test_nothing_is_moved_by_a_terminal_that_cannot_or_for_little() -> None:
    assert not MOVES.search(filled(LINES[:ROWS], moves=False).screen(*drawn(LINES[1 : ROWS + 1])))
    short = ["a", "b", "c", "d", "e", "f"]
    assert not MOVES.search(filled(short).screen(*drawn([*short[1:], "g"])))


def test_rows_of_which_part_is_not_known_are_drawn() -> None:
    rows = ["👍🏽 of doubtful width", *LINES[: ROWS - 1]]
    line = filled(rows)
    for first in (1, 2):
        after = [*rows[first:], *LINES[ROWS : ROWS + first]]
        line.screen(*drawn(after))
        shown = [row.rstrip() for row in line.terminal.screen.display]
        assert shown[-8:] == after[-8:]


@given(st.data())
def test_whatever_moves_and_changes_is_shown(data: st.DataObject) -> None:
    """Random screens, rows moved within them and others changed, with and without moved lines."""
    row = st.sampled_from(WORDS)
    rows = data.draw(st.lists(row, min_size=ROWS, max_size=ROWS))
    grounds = st.sampled_from(("", GROUND))
    ground = data.draw(grounds)
    moving, still = filled(rows, ground=ground), filled(rows, ground=ground, moves=False)
    for _ in range(3):
        top = data.draw(st.integers(0, ROWS - 2))
        bottom = data.draw(st.integers(top + 2, ROWS))
        by = data.draw(st.integers(1, bottom - top - 1))
        fresh = data.draw(st.lists(row, min_size=by, max_size=by))
        part = rows[top:bottom]
        part = part[by:] + fresh if data.draw(st.booleans()) else fresh + part[:-by]
        rows = rows[:top] + part + rows[bottom:]
        frame = drawn(rows, ground=data.draw(grounds))
        for line in (moving, still):
            line.screen(*frame)
        shown = [line.terminal.screen for line in (moving, still)]
        assert shown[0].display == shown[1].display
        for y in range(ROWS):
            looks = [[screen.buffer[y][x].bg for x in range(COLUMNS)] for screen in shown]
            assert looks[0] == looks[1]


@pytest.mark.parametrize(
    ("term", "erases", "moves"),
    [
        ("xterm-256color", True, True),
        ("linux", True, True),
        ("tmux-256color", False, True),
        ("vt220", False, True),
        ("vt100", False, False),
        ("dumb", False, False),
        ("no such terminal", False, False),
    ],
)
def test_the_terminals_description_says_what_it_can_do(
    term: str, erases: bool, moves: bool
) -> None:
    """In a process of its own: Python reads a description but once."""
    code = "from so_tui.terminal.thin.cursor import abilities; print(*abilities()[:2])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"TERM": term},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(erases), str(moves)]
