"""Fields to fill in, how typed values are read, and how they become an entity. Pure: no Textual."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Generic, Literal, TypeVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import parse_day, parse_due, parse_time
from so_tui.domain.secrets import Secret, secret_in
from so_tui.domain.text import Clean

T = TypeVar("T")
Values = Mapping[str, Clean]


class FieldError(ValueError):
    """The value of one field cannot be used; names the field and the reason, in plain words."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


class NoVisit(FieldError):
    """A date is counted from a visit that does not exist."""

    def __init__(self, field: str) -> None:
        super().__init__(field, text("form.no_visit"))


@dataclass(frozen=True, slots=True)
class Field:
    """A field to fill in.

    Attributes:
        name: Its key among the values.
        label: The word in front of it.
        value: The saved value.
        kind: A short line, a long line, several lines, or one of `options`.
        options: (key, word) pairs for a choice.
        hint: What to type, shown while it is empty.
        required: Whether it must not be empty.
    """

    name: str
    label: str
    value: str = ""
    kind: Literal["line", "long", "text", "choice"] = "line"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling(Generic[T]):
    """The fields of one entity, for a form or the command line.

    Attributes:
        key: The key of its draft.
        build: Makes the entity from the cleaned values; raises `FieldError` to reject one.
        focus: Name of the field to start in; '' for the first.
        guarded: Whether anything that looks like a password is refused, also in drafts.
        changes: Whether the result changes the notes, and must wait while they cannot be changed.
        about: What to show above the fields; '' for nothing.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    build: Callable[[Values], T]
    focus: str = ""
    guarded: bool = True
    changes: bool = True
    about: str = ""

    def filled(self, values: Values) -> T:
        """Return the entity made from the values.

        Args:
            values: The cleaned value of each field.

        Raises:
            FieldError: A value cannot be used.
        """
        require(self.fields, values)
        if self.guarded:
            refuse_secrets(values)
        return self.build(values)


def require(fields: tuple[Field, ...], values: Values) -> None:
    """Raise `FieldError` for the first required field that is empty."""
    for field in fields:
        if field.required and not values[field.name]:
            raise FieldError(field.name, text("form.required", label=field.label))


def refuse_secrets(values: Values) -> None:
    """Raise `FieldError` for the first field with a secret that must not be stored."""
    for name, value in values.items():
        found = secret_in(value)
        if found is Secret.PASSWORD:
            raise FieldError(name, text("secrets.password"))
        if found is Secret.NUMBER:
            raise FieldError(name, text("secrets.number"))


def read_day(values: Values, name: str, today: date) -> date | None:
    """Return the date in a field, None if it is empty; `FieldError` if it is not a date."""
    try:
        return parse_day(values[name], today)
    except ValueError:
        raise FieldError(name, text("form.bad_day")) from None


def read_due(values: Values, name: str, today: date) -> date | int | None:
    """Return a date, days from the visit, or None; `FieldError` for anything else."""
    try:
        return parse_due(values[name], today)
    except ValueError:
        raise FieldError(name, text("form.bad_due")) from None


def read_time(values: Values, name: str) -> time | None:
    """Return the time of day in a field, None if empty; `FieldError` if it is not a time."""
    try:
        return parse_time(values[name])
    except ValueError:
        raise FieldError(name, text("form.bad_time")) from None


def one_line(value: Clean) -> Clean:
    """Return the value with its line breaks turned into spaces."""
    return Clean(" ".join(value.split()))
