"""The fields of the case, of the folder for the notes, and of who is typing."""

from dataclasses import replace

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, FieldError, Filling, Values


def case_filling(case: Case, *, doctor: bool) -> Filling[tuple[Case, Clean]]:
    """Return the fields that start or rename a case.

    Args:
        case: The case, new or saved.
        doctor: Whether to ask for the first doctor's name too; it is the second part of the result.
    """
    fields: tuple[Field, ...] = (
        Field("title", text("home.case_title"), case.title, hint=text("home.case_title_hint"),
              required=True),
        Field("patient", text("home.case_patient"), case.patient, hint=text("form.optional")),
    )  # fmt: skip
    if doctor:
        fields += (Field("doctor", text("home.case_doctor"), "", hint=text("form.optional")),)

    def build(values: Values) -> tuple[Case, Clean]:
        named = replace(case, title=values["title"], patient=values["patient"])
        return named, values.get("doctor", Clean(""))

    key = f"form:case:{case.id if case.title else 'new'}"
    title = text("home.case_form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def place_filling(folder: Clean) -> Filling[Clean]:
    """Return the field of another folder for the notes, with the one tried last, or ''."""

    def build(values: Values) -> Clean:
        return values["folder"]

    hint = text("status.place_hint")
    field = Field("folder", text("status.place"), folder, hint=hint, required=True)
    title = text("status.place_form")
    return Filling(key="form:place:new", title=title, fields=(field,), build=build,
                   guarded=False, changes=False)  # fmt: skip


def author_filling(author: Clean) -> Filling[Clean]:
    """Return the field of who is typing."""

    def build(values: Values) -> Clean:
        if len(values["name"]) > 40:
            raise FieldError("name", text("people.long_name"))
        return values["name"]

    field = Field("name", text("people.author"), author, required=True)
    title = text("people.author_form")
    return Filling(key="form:author:new", title=title, fields=(field,), build=build,
                   guarded=False, changes=False)  # fmt: skip
