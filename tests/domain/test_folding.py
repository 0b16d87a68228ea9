"""One folding for find, filters and commands."""

import unicodedata

import pytest
from hypothesis import given

from so_tui.domain.folding import alike, fold, holds, named_in
from tests.support.values import any_text


@given(any_text)
def test_how_accents_are_stored_makes_no_difference(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(text) == fold(decomposed)
    assert alike(text, decomposed)
    assert holds(text, decomposed)


@pytest.mark.parametrize("words", ["zoe", "ZOÉ", "Zoe\u0301", "almeida zoé"])
def test_a_name_is_found_however_it_is_typed(words: str) -> None:
    assert holds(words, "Dr Zoe\u0301 Almeida")
    assert holds(words, "Dr Zoé", "Almeida")


def test_each_word_has_to_be_there() -> None:
    assert not holds("zoé lee", "Dr Zoé Almeida")
    assert holds("", "anything")


@pytest.mark.parametrize(
    ("words", "text", "meant"),
    [
        ("26 nov", "Dr Lee, Thu 26 Nov 2026 09:00", True),
        ("26 nov", "Dr Lee, Wed 11 Nov 2026 09:00", False),
        ("1 dec", "Fri 11 Dec 2026", False),
        ("lee 9:00", "Dr Lee, Thu 26 Nov 2026 09:00", True),
        ("9:00", "19:00", False),
        ("ex-7", "reference EX-70", False),
        ("ex", "reference EX-70", True),
        ("zoe", "Dr Zoe\u0301", True),
        ("zoe lee", "Dr Zoe", False),
    ],
)
def test_a_number_is_named_whole(words: str, text: str, meant: bool) -> None:
    assert named_in(words, text) is meant
