"""Nothing within a paste passes for a key."""

from hypothesis import given
from hypothesis import strategies as st

from so_tui.terminal.decoding import END, START, Pasted, PasteSplitter


def split(*pieces: str) -> list[str | Pasted]:
    splitter = PasteSplitter()
    return [part for piece in pieces for part in splitter.feed(piece)]


def test_a_paste_stands_between_what_was_typed() -> None:
    assert split(f"a{START}b\x1b[A\x11{END}c") == ["a", Pasted("b\x1b[A\x11"), "c"]


def test_marks_may_come_in_pieces() -> None:
    assert split("a\x1b[20", "0~b\x1b[2", "01~c") == ["a", Pasted("b"), "c"]


def test_an_escape_key_is_not_held_back() -> None:
    assert split("\x1b") == ["\x1b"]
    assert split("\x1b[") == ["\x1b["]


def test_what_only_looked_like_a_mark_is_given_back() -> None:
    splitter = PasteSplitter()
    assert list(splitter.feed("\x1b[20")) == []
    assert list(splitter.flush()) == ["\x1b[20"]
    assert list(splitter.feed("~")) == ["~"]


def test_a_paste_that_takes_long_comes_in_parts() -> None:
    splitter = PasteSplitter()
    assert list(splitter.feed(f"{START}one")) == []
    assert list(splitter.flush()) == [Pasted("one")]
    assert list(splitter.feed(f" two{END}x")) == [Pasted(" two"), "x"]


def test_an_end_mark_within_a_paste_frees_no_keys() -> None:
    inside = f"b{END}x\x11{END}"
    assert split(f"a{START}{inside}c{END}d") == ["a", Pasted(f"{inside}c"), "d"]
    assert split(f"{START}b{END}x{START}c{END}") == [Pasted("b"), "x", Pasted("c")]


@given(st.text("ab\x1b[~01"), st.text("ab\n\x1b[A"), st.integers(1, 40))
def test_pieces_make_no_difference(typed: str, pasted: str, at: int) -> None:
    sent = f"x{START}{pasted}{END}{typed}y"
    parts = split(sent[:at], sent[at:])
    if at <= 1 or at > 3:
        assert Pasted(pasted) in parts
    assert split(sent)[:2] == ["x", Pasted(pasted)]
