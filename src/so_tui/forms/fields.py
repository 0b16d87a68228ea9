"""Fields to fill in, and what becomes of what is typed in them. Pure: no Textual."""

from collections.abc import Callable, Mapping
from typing import Generic, Literal, TypeVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.secrets import Secret, secret_in
from so_tui.domain.text import Clean

T = TypeVar("T")
Values = Mapping[str, Clean]


class FieldError(ValueError):
    """What was typed in one field cannot be used; says which and why, in plain words."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


class NoVisit(FieldError):
    """A date counts from the visit, and there is none to count from."""

    def __init__(self, field: str) -> None:
        super().__init__(field, text("form.no_visit"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field to fill in.

    Attributes:
        name: Under which its value is handed on.
        label: The word before it.
        value: What is saved now.
        kind: A short line, a line that may be long, several lines, or one of `options`.
        options: (key, word) pairs for a choice.
        hint: What may be typed, shown while it is empty.
        required: True when it cannot stay empty.
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
    """What can be filled in of one thing, wherever it is typed.

    Attributes:
        key: Under which unfinished words are kept.
        build: Makes the thing of the cleaned values; raises `FieldError` to refuse one.
        focus: Name of the field to start in, '' for the first one.
        guarded: Whether what looks like a password is refused, and not kept unfinished either.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    build: Callable[[Values], T]
    focus: str = ""
    guarded: bool = True

    def filled(self, values: Values) -> T:
        """Return what the values make.

        Args:
            values: A cleaned value for each field.

        Raises:
            FieldError: One of them cannot be used.
        """
        require(self.fields, values)
        if self.guarded:
            refuse_secrets(values)
        return self.build(values)


def require(fields: tuple[Field, ...], values: Values) -> None:
    """Raise `FieldError` for the first field that is empty and cannot stay so."""
    for field in fields:
        if field.required and not values[field.name]:
            raise FieldError(field.name, text("form.required", label=field.label))


def refuse_secrets(values: Values) -> None:
    """Raise `FieldError` for the first field that holds what is never to be kept."""
    for name, value in values.items():
        found = secret_in(value)
        if found is Secret.PASSWORD:
            raise FieldError(name, text("secrets.password"))
        if found is Secret.NUMBER:
            raise FieldError(name, text("secrets.number"))
