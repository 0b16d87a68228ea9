"""Filling an entity's form fields from command-line values."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from so_tui.cli.options import NotFound, Refused
from so_tui.content import text
from so_tui.domain.folding import alike, named_in
from so_tui.domain.text import Clean, clean, clean_line
from so_tui.forms.fields import Field, FieldError, Filling, NoVisit

T = TypeVar("T")
Given = Mapping[str, str | tuple[str, ...]]
"""Values by field name; a tuple means yes for those fields of a group, and no for the others."""
Options = Iterable[tuple[str, str]]


def touched(filling: Filling[T], given: Given) -> set[str]:
    """Return the names of the given values that the fields accept; a group by its own name."""
    names = {field.name for field in filling.fields}
    groups = {name.partition("_")[0] for name in names}
    return {name for name, typed in given.items() if name in names
            or (isinstance(typed, tuple) and name in groups)}  # fmt: skip


def fill(filling: Filling[T], given: Given) -> T:
    """Return the result of a form with the given values, and its other fields unchanged.

    Raises:
        NotFound: A date counts from the visit, and there is none.
        Refused: A value is invalid; the message says which and why.
    """
    values = {field.name: Clean(clean(field.value).strip()) for field in filling.fields}
    for name in touched(filling, given):
        typed = given[name]
        if isinstance(typed, tuple):
            values |= _ticked(filling, name, typed)
        else:
            values |= {f.name: _typed(f, typed) for f in filling.fields if f.name == name}
    empty = any(field.required and not values[field.name] for field in filling.fields)
    if empty:
        raise Refused(text("cli.lines.empty"))
    try:
        return filling.filled(values)
    except NoVisit as error:
        raise NotFound(error.words) from None
    except FieldError as error:
        label = next(field.label for field in filling.fields if field.name == error.field)
        raise Refused(f"{label}: {error.words}") from None


def _typed(field: Field, typed: str) -> Clean:
    if field.kind == "choice":
        return Clean(choose(field.label, field.options, typed))
    return Clean((clean(typed) if field.kind == "text" else clean_line(typed)).strip())


def _ticked(filling: Filling[T], group: str, names: tuple[str, ...]) -> dict[str, Clean]:
    """Return yes for each named field of a group, and no for the others."""
    fields = [field for field in filling.fields if field.name.startswith(f"{group}_")]
    options = [(field.name.removeprefix(f"{group}_"), field.label) for field in fields]
    chosen = {choose(text("cli.lines.name"), options, name) for name in names if name}
    return {f"{group}_{key}": Clean("yes" if key in chosen else "no") for key, _ in options}


def matching(options: Options, sought: str) -> list[str]:
    """Return the keys of the options that are meant: by key, else word, else part of the word.

    A number means that number alone: '6 Nov' is in '6 Nov 2026', not in '16 Nov 2026'. This is
    how every command looks up what is named; nobody takes the first of several.
    """
    known = list(options)
    by_key = [key for key, _ in known if alike(key, sought)]
    by_word = by_key or [key for key, word in known if alike(word, sought)]
    return by_word or [key for key, word in known if sought and named_in(sought, word)]


def choose(label: str, options: Options, typed: str) -> str:
    """Return the key of the option named by its key, its word, or part of its word.

    Args:
        label: What is being chosen, for the message.
        options: (key, word) pairs.
        typed: What was typed.

    Raises:
        Refused: No option matches, or more than one; the message lists all.
    """
    known, sought = list(options), clean_line(typed)
    same = matching(known, sought)
    if len(same) == 1:
        return same[0]
    words = ", ".join(f"'{clean_line(word)}'" for _, word in known) or text("cli.lines.no_choice")
    raise Refused(text("cli.lines.choice", label=label, typed=clean_line(typed), words=words))
