"""Wording what the store tells: errors, notices and findings by their codes, and an undo."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from so_tui.content import has_words, text, words
from so_tui.domain.text import clean_line
from so_tui.storage.errors import Notice, StoreError, Value, Values

if TYPE_CHECKING:
    from so_tui.storage.checkup.findings import Finding
    from so_tui.storage.documents.undo import Reversal

Coded: TypeAlias = "StoreError | Notice | Finding"


class Words(NamedTuple):
    """What is said of something, in sentences.

    Attributes:
        what: What happened.
        safe: What is safe; '' if that is not in question.
        todo: What the user can do now; '' if nothing needs to be done.
    """

    what: str
    safe: str = ""
    todo: str = ""


def words_of(told: Coded) -> Words:
    """Return the words for what the store tells, without control characters.

    Under its code is either one string or a table with the strings of `Words`.

    Raises:
        KeyError: There are no such words, or they name a value that is missing.
    """
    filled = _filled(told.values)
    if has_words(told.code):
        return Words(text(told.code, **filled))
    parts = words(told.code)
    return Words(
        **{part: text(f"{told.code}.{part}", **filled) for part in Words._fields if part in parts}
    )


def sentence_of(told: Coded) -> str:
    """Return what happened, in a sentence or two."""
    return words_of(told).what


@lru_cache(maxsize=1)  # the same notices are asked for once a second
def sentences_of(told: tuple[Coded, ...]) -> tuple[str, ...]:
    """Return what happened, each thing once."""
    return tuple(dict.fromkeys(map(sentence_of, told)))


def undo_words(undo: "Reversal") -> str:
    """Say what was undone and what was not."""
    said = undo.label.removesuffix(text("status.brings_back")).rstrip()  # which is no longer so
    if undo.complete:
        return text("status.undone", said=said)
    name = "undone_in_part" if undo.operations else "not_undone"
    by = text("status.changed_by", name=undo.by) if undo.by else text("status.changed")
    return text(f"status.{name}", said=said.rstrip("."), changed=by)


def _filled(values: Values) -> dict[str, str | int]:
    """Return clean values for placeholders; `x` also gives `x_typed`, quoted for a shell."""
    from shlex import quote

    filled = {name: _filled_in(value) for name, value in values}
    return filled | {f"{name}_typed": quote(str(value)) for name, value in filled.items()}


def _filled_in(value: Value) -> str | int:
    if isinstance(value, int):  # `text` looks at the number
        return value
    if isinstance(value, Notice):
        return sentence_of(value)
    if isinstance(value, tuple):
        return " ".join(map(sentence_of, value))
    return clean_line(str(value))
