"""Fields to fill in, how typed values are read, and how they become an entity. Pure: no Textual."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any, Generic, Literal, TypedDict, TypeVar, Unpack

from so_tui.content import has_words, text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.date_doubts import DateError
from so_tui.domain.dates import show_day, show_time
from so_tui.domain.entity import Entity
from so_tui.domain.secrets import number_in, secret_in
from so_tui.domain.text import Clean
from so_tui.domain.typed_dates import parse_day, parse_due
from so_tui.domain.typed_times import day_alone, parse_time, split_moment
from so_tui.forms.typed_days import asked_back, changed_in_place

T = TypeVar("T")
E = TypeVar("E", bound=Entity)
Kind = Literal["line", "long", "text", "choice"]
Values = Mapping[str, Clean]
Read = dict[str, Any]
"""What the fields of a form hold once they are read, by name."""


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


def one_line(value: Clean) -> Clean:
    """Return the value with its line breaks turned into spaces."""
    return Clean(" ".join(value.split()))


@dataclass(frozen=True, slots=True)
class Field:
    """A field to fill in.

    Attributes:
        name: Its key among the values.
        label: The word in front of it.
        kind: A short line, a long line, several lines, or one of `options`.
        options: (key, word) pairs for a choice.
        hint: What to type, shown while it is empty.
        required: Whether it must not be empty.
        read: Makes what is stored of what was typed; `ValueError` if that cannot be used.
        wrong: What is said then.
    """

    name: str
    label: str
    value: str = ""
    kind: Kind = "line"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    read: Callable[[Clean], Any] = str
    wrong: str = ""

    def taken(self, values: Values) -> Any:
        """Return what is stored of its value; `FieldError` if that cannot be used."""
        try:
            found = self.read(values[self.name])
        except DateError as error:
            raise FieldError(self.name, asked_back(error) or self.wrong) from None
        except ValueError:
            raise FieldError(self.name, self.wrong) from None
        if found is None and self.required:
            raise FieldError(self.name, self.wrong)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling(Generic[T]):
    """The fields of one entity, for a form or the command line.

    Attributes:
        key: The key of its draft.
        build: Makes the entity from the cleaned values; raises `FieldError` to reject one.
        focus: Name of the field to start in; '' for the first.
        guarded: Whether anything that looks like a password is refused, also in drafts, as the full
            number of a member or a card is everywhere.
        free: Names of the fields in which any number may stand, such as one of a parcel.
        changes: Whether the result changes the notes, and must wait while they cannot be changed.
        of_case: Whether what it changes is in the open case, which may be archived.
        about: What to show above the fields; '' for nothing.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    build: Callable[[Values], T]
    focus: str = ""
    guarded: bool = True
    free: frozenset[str] = frozenset()
    changes: bool = True
    of_case: bool = True
    about: str = ""

    def filled(self, values: Values) -> T:
        """Return the entity made from the cleaned values; `FieldError` if one cannot be used."""
        for field in self.fields:
            if field.required and not values[field.name]:
                raise FieldError(field.name, text("form.required", label=field.label))
        for name, value in values.items():
            if found := self.secret(name, value):
                raise FieldError(name, text(f"secrets.{found}"))
        return self.build(values)

    def secret(self, name: str, value: str) -> str:
        """Return what that must not be stored a value resembles, as `secret_in` does."""
        if name in self.free or not self.changes:
            return ""
        if self.guarded:
            return secret_in(value)
        return "number" if number_in(value) else ""


def read_all(fields: Iterable[Field], values: Values) -> Read:
    """Return what all fields hold; `FieldError` for the first that cannot be used."""
    return {field.name: field.taken(values) for field in fields}


class FieldLook(TypedDict, total=False):
    """The keys of a field's label and hint, and whether it must not be empty."""

    label: str
    hint: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityForm(Generic[E]):
    """Makes the fields of an entity, each of which shows the attribute of its name and sets it.

    Attributes:
        words: The file of words with their labels, under their names, and `<label>_hint`.
        today: The day that days are counted from.
    """

    entity: E
    words: str
    today: date = date.min

    def field(
        self,
        name: str,
        value: str,
        kind: Kind = "line",
        options: Iterable[tuple[str, str]] = (),
        *,
        read: Callable[[Clean], Any] = str,
        wrong: str = "",
        usual: str = "",
        **look: Unpack[FieldLook],
    ) -> Field:
        """Return any field; `usual` is the key of its hint if it has none of its own."""
        label = look.get("label", "")
        own = f"{label or f'{self.words}.{name}'}_hint"
        hint = look.get("hint") or (own if has_words(own) else usual)
        return Field(
            name,
            text(label or f"{self.words}.{name}"),
            value,
            kind,
            tuple(options),
            text(hint) if hint else "",
            look.get("required", False),
            read,
            wrong,
        )

    def line(self, name: str, kind: Kind = "line", **look: Unpack[FieldLook]) -> Field:
        """Return a field of words."""
        value = getattr(self.entity, name)

        def read(typed: Clean) -> Clean:
            return one_line(typed) if kind == "long" and typed != value else typed

        return self.field(name, value, kind, read=read, **look)

    def choice(
        self, name: str, options: Iterable[tuple[str, str]], **look: Unpack[FieldLook]
    ) -> Field:
        """Return a choice, of the members of an enum or of ids; `options` are (key, word) pairs."""
        value = getattr(self.entity, name)
        return self.field(name, value, "choice", options, read=type(value), **look)

    def switch(
        self, name: str, options: Mapping[str, str], on: str = "yes", **look: Unpack[FieldLook]
    ) -> Field:
        """Return a choice of two, for what is true or false; `on` is the key that means true."""
        (off,) = options.keys() - {on}
        value = on if getattr(self.entity, name) else off
        return self.field(
            name, value, "choice", options.items(), read=lambda typed: typed == on, **look
        )

    def private(self) -> Field:
        """Return the choice that the key for private makes on lists."""
        options = {"no": text("private.no"), "yes": text("private.yes")}
        return self.switch("private", options, label="private.label")

    def day(
        self,
        name: str,
        day: date | None = None,
        *,
        past: bool = False,
        **look: Unpack[FieldLook],
    ) -> Field:
        """Return a field for a day, with `past` for one that cannot be to come.

        `day` is the one to show if it is no attribute.
        """
        shown = show_day(day or getattr(self.entity, name, None))

        def read(typed: Clean) -> date | None:
            changed = changed_in_place(shown, typed)
            return day_alone(partial(parse_day, past=past), changed or typed, self.today)

        wrong = text("form.bad_day")
        return self.field(name, shown, read=read, wrong=wrong, usual="form.day_hint", **look)

    def _moment(self, values: Values, day: str, at: str, shown: str) -> Values:
        """Return the values with a time that was typed into the field of the day in its own."""
        typed = split_moment(values[day], self.today)
        if typed is None or values[at] not in ("", shown):
            return values
        return {**values, day: Clean(typed[0]), at: Clean(typed[1])}

    def due(self, name: str, shown: str) -> Field:
        """Return a field for a day, or for days from a visit."""
        read, wrong = partial(day_alone, parse_due, today=self.today), text("form.bad_due")
        return self.field(name, shown, read=read, wrong=wrong, hint="form.due_hint")

    def time(self, name: str, at: time | None, **look: Unpack[FieldLook]) -> Field:
        """Return a field for a time of day."""
        wrong = text("form.bad_time")
        return self.field(name, show_time(at), read=parse_time, wrong=wrong, **look)

    def filling(
        self,
        kind: str,
        key: str,
        *fields: Field,
        finish: Callable[[Read], Read] = dict,
        title: str = "",
        guarded: bool = True,
        focus: str = "",
        free: Iterable[str] = (),
        moment: tuple[str, str] | None = None,
    ) -> Filling[E]:
        """Return the filling that sets the attributes named by the fields.

        Its draft has the key `form:<kind>:<key>`, and its title is that of `<kind>_form` if none is
        given. `finish` makes the attributes of what was read, or raises `FieldError`. `moment` are
        the fields of a day and its time, which may be typed together into the first; `free` those
        in which any number may stand.
        """
        shown = {field.name: field.value for field in fields}

        def build(values: Values) -> E:
            if moment:
                values = self._moment(values, *moment, shown[moment[1]])
            return replace(self.entity, **finish(read_all(fields, values)))

        return Filling(
            key=f"form:{kind}:{key}",
            title=title or text(f"{self.words}.{kind}_form"),
            fields=fields,
            build=build,
            focus=focus,
            guarded=guarded,
            free=frozenset(free),
        )
