"""What was given on the command line for one thing, put in its fields as a form would."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from so_tui.cli.options import NotFound, Refused
from so_tui.content import say
from so_tui.domain.text import Clean, clean, clean_line
from so_tui.forms.fields import Field, FieldError, Filling, NoVisit

T = TypeVar("T")
Given = Mapping[str, str | tuple[str, ...]]
"""By name of a field; several names stand for a yes in those fields of a group, else a no."""
Options = Iterable[tuple[str, str]]


def touched(filling: Filling[T], given: Given) -> set[str]:
    """Return the names of what is given that the fields take, a group among them by its name."""
    names = {field.name for field in filling.fields}
    groups = {name.partition("_")[0] for name in names}
    return {name for name, typed in given.items() if name in names
            or (isinstance(typed, tuple) and name in groups)}  # fmt: skip


def fill(filling: Filling[T], given: Given) -> T:
    """Return what becomes of what is given, the other fields left as they are.

    Raises:
        NotFound: A date counts from the visit, and there is none.
        Refused: A value cannot be used; it says which and why.
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
        raise Refused(say("cli.lines.empty"))
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
    """Return a yes for each field of a group that is named, and a no for the others."""
    fields = [field for field in filling.fields if field.name.startswith(f"{group}_")]
    options = [(field.name, field.label) for field in fields]
    chosen = {choose(say("cli.lines.name"), options, name) for name in names if name}
    return {field.name: Clean("yes" if field.name in chosen else "no") for field in fields}


def choose(label: str, options: Options, typed: str) -> str:
    """Return the key of the option that is named by its key, its word, or part of its word.

    Args:
        label: What is being chosen, for the message.
        options: (key, word) pairs.
        typed: What was typed.

    Raises:
        Refused: No option is meant, or more than one; all are named.
    """
    known, sought = list(options), clean_line(typed).strip().casefold()
    for same in (
        [key for key, _ in known if key.casefold() == sought],
        [key for key, word in known if word.casefold() == sought],
        [key for key, word in known if sought and holds(word, sought)],
    ):
        if len(same) == 1:
            return same[0]
    words = ", ".join(f"'{clean_line(word)}'" for _, word in known) or say("cli.lines.no_choice")
    raise Refused(say("cli.lines.choice", label=label, typed=clean_line(typed), words=words))


def holds(text: str, words: str) -> bool:
    """Return whether a text holds each of the words, whatever their case."""
    return all(word in text.casefold() for word in words.casefold().split())
