"""The door for outside text: nothing a terminal would obey comes through, all else does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.text import (
    clean,
    clean_line,
    first_line,
    start_of_sentence,
    without_stop,
)

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text())
def test_what_is_clean_holds_nothing_a_terminal_obeys(raw: str) -> None:
    kept = clean(raw)
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert not set(kept) & set(BIDI)
    kept.encode("utf-8")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)
    assert clean_line(clean_line(raw)) == clean_line(raw)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))))
def test_what_can_be_printed_stays_as_it_is(raw: str) -> None:
    assert clean(raw) == raw
    assert clean_line(raw) == raw.strip()


@given(st.text())
def test_a_line_is_one_line(raw: str) -> None:
    line = clean_line(raw)
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;owned\x07", "]0;owned"),
        ("\x9b31m", "31m"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a b"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("\ufeffa\ud800", "a"),
        ("[red]x[/] {name} %s", "[red]x[/] {name} %s"),
        ("e\u0301 \u4e73 \U0001f468\u200d\U0001f469", "e\u0301 \u4e73 \U0001f468\u200d\U0001f469"),
    ],
)
def test_examples(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text(), st.integers(3, 80))
def test_the_start_of_a_text_fits(raw: str, width: int) -> None:
    start = first_line(raw, width)
    assert len(start) <= width
    assert "\n" not in start
    flat = " ".join(raw.split())
    assert start == flat or (start.endswith("...") and flat.startswith(start[:-3]))


@pytest.mark.parametrize(
    ("text", "going_on"),
    [
        ("Sure.", "Sure"),
        ('"Quite sure."', '"Quite sure"'),
        ("(As she said.)", "(As she said)"),
        ("3.5 cm", "3.5 cm"),
        ("Is it?", "Is it?"),
        ("", ""),
    ],
)
def test_a_sentence_can_go_on_after_a_text(text: str, going_on: str) -> None:
    assert without_stop(text) == going_on


@pytest.mark.parametrize(
    ("text", "shown"), [("Wait for it.", "Wait for it."), ("Wait for the ISH.", "Wait for t...")]
)
def test_a_sentence_shows_where_its_words_were_cut(text: str, shown: str) -> None:
    """A sheet said "If positive, medici." as if that were all."""
    assert f"{start_of_sentence(text, 13)}." == shown
