"""One folding for find, filters and commands."""

import unicodedata

import pytest
from hypothesis import given

from so_tui.domain.folding import alike, fold, holds
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
