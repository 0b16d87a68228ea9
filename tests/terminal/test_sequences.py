"""Only keys and typed words come out of what a terminal sends, whatever pieces it comes in."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from so_tui.terminal.typed import TypedInput
from tests.support.answers import ANSWERS, NO_KEYS, TITLES

DELAY = 0.1
SHORT, LONG = (0.0, 0.03), (0.0, 0.03, 0.4, 1.5, 2.5)
KEYS = {
    "\x1b[A": "up",
    "\x1bOP": "f1",
    "\x1b[15~": "f5",
    "\x1b[3~": "delete",
    "\x1b[1;5D": "ctrl+left",
    "\x1b[Z": "shift+tab",
    "\x1b[27u": "escape",
    "\x1b[97;5u": "ctrl+a",
    "\x07": "ctrl+g",
    "\x13": "ctrl+s",
    "\r": "enter",
}
WORDS = (
    "Pain",
    "P53 mutation",
    "Ok",
    "[x] done",
    "]",
    "X-ray",
    "^_^",
    "_",
    "O2 85",
    "\\",
    "11;rgb",
    "é日",
    "[?",
)

Piece = tuple[float, str]
"""A silence in seconds, and what comes after it in one go."""


class Line:
    """The way from a terminal to the app, on a clock of its own."""

    def __init__(self) -> None:
        self._typed = TypedInput(DELAY)
        self._now = 0.0
        self.seen: list[Message] = []

    def take(self, silence: float, data: str | bytes) -> None:
        """Take what comes after a silence."""
        self.idle(silence)
        raw = data.encode() if isinstance(data, str) else data
        self.seen += self._typed.feed(raw, self._now)

    def idle(self, seconds: float) -> None:
        """Let time pass."""
        end = self._now + seconds
        while (wait := self._typed.wait(self._now)) is not None and self._now + wait <= end:
            self._now += wait + 1e-6
            self.seen += self._typed.tick(self._now)
        self._now = end

    def names(self) -> list[str]:
        """Return the keys that came out; a paste as its text."""
        self.idle(60)
        found = []
        for message in self.seen:
            assert isinstance(message, Key | Paste), message
            is_text = isinstance(message, Key) and message.is_printable
            found.append(
                message.text if isinstance(message, Paste)
                else message.character or "" if is_text else message.key
            )  # fmt: skip
        return found


def keys(*pieces: Piece | str) -> list[str]:
    """Return the keys that come of pieces; a bare one comes without a silence before it."""
    line = Line()
    for piece in pieces:
        line.take(*((0.0, piece) if isinstance(piece, str) else piece))
    return line.names()


def cut(dice: random.Random, text: str, silences: tuple[float, ...]) -> list[Piece]:
    """Cut what a terminal sends into pieces, but never leave its first byte alone for long."""
    pieces = [(dice.choice(SHORT), text[0])]
    for char in text[1:]:
        apart = dice.random() < 0.3
        silence = dice.choice(SHORT if pieces[-1][1] == "\x1b" and len(pieces) == 1 else silences)
        if apart:
            pieces.append((silence, char))
        else:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + char)
    return pieces


@given(st.randoms(use_true_random=False))
def test_only_keys_and_words_come_out(dice: random.Random) -> None:
    pieces: list[Piece] = []
    wanted: list[str] = []
    for _ in range(dice.randint(1, 12)):
        kind = dice.choice(("answer", "answer", "title", "none", "key", "escape", "word"))
        if kind == "answer":
            pieces += cut(dice, dice.choice(ANSWERS), LONG)
        elif kind == "title":
            pieces += cut(dice, dice.choice(TITLES), SHORT)
        elif kind == "none":
            pieces.append((dice.choice(LONG), dice.choice(NO_KEYS)))
        elif kind == "key":
            sent = dice.choice(list(KEYS))
            pieces.append((dice.choice(LONG), sent))
            wanted.append(KEYS[sent])
        elif kind == "escape":
            pieces += [(dice.choice(LONG), "\x1b"), (0.3, "")]
            wanted.append("escape")
        else:
            word = dice.choice(WORDS)
            if word == "[?" and pieces[-1:] == [(0.3, "")]:
                continue  # after an Escape it is how an answer begins that was cut there
            pieces += [(dice.choice((0.12, 0.3)), char) for char in word]
            wanted += word
    assert keys(*pieces) == wanted, pieces


@pytest.mark.parametrize("answer", [*ANSWERS, *TITLES, *NO_KEYS])
def test_an_answer_cut_in_two_anywhere_is_no_key(answer: str) -> None:
    for place in range(len(answer) + 1):
        assert keys("a", answer[:place], (0.05, answer[place:] + "b")) == ["a", "b"], place


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_whose_rest_is_late_is_no_key(answer: str) -> None:
    for place in range(2, len(answer)):
        assert keys(answer[:place], (2.5, answer[place:]), "b") == ["b"], place


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_late_after_its_first_byte_types_nothing(answer: str) -> None:
    """That byte alone is the Escape key, and nothing tells it from one."""
    assert keys("\x1b", (2.0, answer[1:]), "b") == ["escape", "b"]
    assert keys("\x1b", (2.0, answer[1:3]), (2.0, answer[3:] + "b")) == ["escape", "b"]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_may_come_byte_by_byte(answer: str) -> None:
    assert keys(answer[:2], *((1.0, char) for char in answer[2:]), (1.0, "b")) == ["b"]


def test_what_begins_like_an_answer_is_typing_when_it_goes_on_like_none() -> None:
    assert keys("\x1b]", (0.5, "1"), (0.5, "1"), (0.5, " "), (0.5, "m")) == [
        "alt+right_square_bracket", *"11 m",
    ]  # fmt: skip
    assert keys("\x1b", (0.5, "["), (0.5, "x"), (0.5, "]")) == ["escape", *"[x]"]
    assert keys("\x1bP", (0.5, "a"), (0.5, "i")) == ["alt+shift+p", *"ai"]
    assert keys("\x1bXray tomorrow", (0.5, "\r")) == ["alt+shift+x", *"ray tomorrow", "enter"]


def test_what_begins_like_an_answer_is_typing_when_nothing_follows() -> None:
    for start in "[]P_^XO":
        line = Line()
        line.take(0, "\x1b" + start)
        line.idle(4)
        assert len(line.seen) == 1, start
        line.take(0, "x")
        assert line.names()[1:] == ["x"], start


def test_an_answer_that_never_ends_takes_no_key_with_it() -> None:
    for start in ("\x1b]11;rgb:1e1e/", "\x1bP>|XTerm", "\x1b_Gi=1;", "\x1b[?62;"):
        assert keys(start, "\r", "now what") == ["enter", *"now what"], start
        assert keys(start, "\x1b[A", "now") == ["up", *"now"], start
        assert keys(start, (11, "now")) == [*"now"], start


def test_a_long_answer_is_none_either() -> None:
    assert keys("\x1b]52;c;", "x" * 100_000, "\x07", "b") == ["b"]
    assert keys("\x1bX" + "x" * 10_000)[0] == "alt+shift+x"


@pytest.mark.parametrize("place", range(1, 6))
def test_the_mark_before_a_paste_may_come_in_two(place: int) -> None:
    mark = "\x1b[200~"
    pasted = "q\r\x1b]11;rgb:1/2/3\x07\x1b[201~z"
    assert keys(mark[:place], (0.05, mark[place:] + pasted))[1:] == ["z"]
    assert keys(mark[:place], (2.5, mark[place:] + pasted))[-1:] == ["z"]
    assert "ctrl+g" not in keys(mark[:place], (2.5, mark[place:] + pasted))


def test_escape_and_a_key_are_told_from_a_sequence_by_the_silence() -> None:
    assert keys("\x1b", (0.2, "x")) == ["escape", "x"]
    assert keys("\x1b", (0.05, "x")) == ["alt+x"]
    assert keys("\x1bx") == ["alt+x"]
    assert keys("\x1b1") == ["alt+1"]
    assert keys("\x1b\x13") == ["escape", "ctrl+s"]
    assert keys("\x1b\x1b[B") == ["escape", "down"]
    assert keys("\x1b\x1b") == ["escape", "escape"]


def test_enter_may_be_sent_as_a_line_feed_or_as_both() -> None:
    assert keys("a\n") == ["a", "enter"]
    assert keys("a\r\nb\r", "\nc\n\n") == ["a", "enter", "b", "enter", "c", "enter", "enter"]
    assert keys("\x1b[200~a\nb\x1b[201~") == ["a\nb"]


def test_eight_bit_controls_begin_sequences_too() -> None:
    assert keys("a\u009b?62;1cb\u009d11;rgb:1/2/3\u009cc\u0090>|x\u009cd") == [*"abcd"]


def test_an_endless_wait_for_escape_is_not_asked_for() -> None:
    line = TypedInput(1e9)
    assert not list(line.feed(b"\x1b", 0.0))
    assert [m.key for m in line.tick(1.0) if isinstance(m, Key)] == ["escape"]
