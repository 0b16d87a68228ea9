"""What the store tells, in the words that a user reads."""

import re
from collections.abc import Callable, Iterable

from so_tui.session.wording import Coded, sentence_of, words_of
from so_tui.storage.errors import StoreError


def worded(told: Iterable[Coded]) -> list[str]:
    """Return what happened, a string for each."""
    return [sentence_of(each) for each in told]


def sentences(told: Coded) -> str:
    """Return all that is said of one thing."""
    return " ".join(words_of(told))


def saying(pattern: str) -> Callable[[StoreError], bool]:
    """Return a check for `pytest.raises`: the error says this to its user."""
    return lambda error: re.search(pattern, sentences(error)) is not None
