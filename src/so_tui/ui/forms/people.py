"""Forms for the case, doctors, companions and visits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.people import Companion, Doctor, Visit
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.forms.people import companion_filling, doctor_filling, visit_filling
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import form_of

Drafts = Mapping[str, Draft]


def doctor_form(doctor: Doctor, drafts: Drafts) -> Form[Doctor]:
    """Return the form for a doctor, new or saved."""
    return form_of(doctor_filling(doctor), drafts)


def companion_form(companion: Companion, drafts: Drafts) -> Form[Companion]:
    """Return the form for a companion, new or saved."""
    return form_of(companion_filling(companion), drafts)


def visit_form(
    visit: Visit, doctors: Mapping[str, Doctor], today: date, drafts: Drafts, *, new: bool
) -> Form[Visit]:
    """Return the form for a visit; there must be at least one doctor."""
    return form_of(visit_filling(visit, doctors, today, new=new), drafts)


def case_form(case: Case, drafts: Drafts, *, doctor: bool) -> Form[tuple[Case, Clean]]:
    """Return the form that starts or renames a case.

    Args:
        case: The case, new or saved.
        drafts: Drafts by key.
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
    return Form(text("home.case_form"), fields, build, draft_key=key, draft=drafts.get(key))


def place_form(drafts: Drafts, folder: str = "", problem: str = "") -> Form[Clean]:
    """Return the form that asks for another folder for the notes.

    Args:
        drafts: Drafts by key.
        folder: The folder tried last, or ''.
        problem: Why that folder cannot be used.
    """

    def build(values: Values) -> Clean:
        return values["folder"]

    hint = text("status.place_hint")
    field = Field("folder", text("status.place"), Clean(folder), hint=hint, required=True)
    key = "form:place:new"
    title = text("status.place_form")
    return Form(title, (field,), build, draft_key=key, draft=drafts.get(key),
                changes=False, problem=problem)  # fmt: skip


def author_form(author: Clean, drafts: Drafts) -> Form[Clean]:
    """Return the form that asks who is typing."""

    def build(values: Values) -> Clean:
        if len(values["name"]) > 40:
            raise FieldError("name", text("people.long_name"))
        return values["name"]

    field = Field("name", text("people.author"), author, required=True)
    key = "form:author:new"
    title = text("people.author_form")
    return Form(title, (field,), build, draft_key=key, draft=drafts.get(key),
                changes=False)  # fmt: skip
