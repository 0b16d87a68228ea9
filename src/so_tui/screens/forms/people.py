"""Forms for the case, doctors, companions and visits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import say
from so_tui.domain.case import Case
from so_tui.domain.dates import show_day, show_time
from so_tui.domain.people import Companion, Doctor, Visit, in_order
from so_tui.domain.text import Clean
from so_tui.screens.dialogs.form import Field, FieldError, Form, Values
from so_tui.screens.forms import values as read
from so_tui.storage.drafts import Draft

Drafts = Mapping[str, Draft]


def doctor_form(doctor: Doctor, drafts: Drafts) -> Form[Doctor]:
    """Return the form for a doctor, new or kept."""
    fields = (
        Field("name", say("people.name"), doctor.name, required=True),
        Field("specialty", say("people.specialty"), doctor.specialty),
        Field("place", say("people.place"), doctor.place),
        Field("phone", say("people.phone"), doctor.phone),
    )

    def build(values: Values) -> Doctor:
        return replace(
            doctor,
            name=values["name"],
            specialty=values["specialty"],
            place=values["place"],
            phone=values["phone"],
        )

    key = f"form:doctor:{doctor.id if doctor.name else 'new'}"
    return Form(say("people.doctor_form"), fields, build, draft_key=key, draft=drafts.get(key))


def companion_form(companion: Companion, drafts: Drafts) -> Form[Companion]:
    """Return the form for a companion, new or kept."""
    fields = (
        Field("name", say("people.name"), companion.name, required=True),
        Field("phone", say("people.phone"), companion.phone),
        Field(
            "may_know", say("people.may_know"), companion.may_know, hint=say("people.may_know_hint")
        ),
    )

    def build(values: Values) -> Companion:
        return replace(
            companion,
            name=values["name"],
            phone=values["phone"],
            may_know=values["may_know"],
        )

    key = f"form:companion:{companion.id if companion.name else 'new'}"
    return Form(say("people.companion_form"), fields, build, draft_key=key, draft=drafts.get(key))


def visit_form(
    visit: Visit, doctors: Mapping[str, Doctor], today: date, drafts: Drafts, *, new: bool
) -> Form[Visit]:
    """Return the form for a visit; there must be at least one doctor."""
    options = tuple((d.id, str(d.name)) for d in in_order(doctors.values()))
    yes_no = (("no", say("people.coming")), ("yes", say("people.held")))
    fields = (
        Field("doctor_id", say("people.with"), visit.doctor_id, "choice", options),
        Field("day", say("people.day"), show_day(visit.day), hint=say("form.day_hint")),
        Field("at", say("people.time"), show_time(visit.at), hint=say("form.time_hint")),
        Field("place", say("people.place"), visit.place),
        Field("done", say("people.state"), "yes" if visit.done else "no", "choice", yes_no),
    )

    def build(values: Values) -> Visit:
        day, at = read.day(values, "day", today), read.clock(values, "at")
        if at is not None and day is None:
            raise FieldError("day", say("people.no_day"))
        return replace(
            visit,
            doctor_id=values["doctor_id"],
            day=day,
            at=at,
            place=values["place"],
            done=values["done"] == "yes",
        )

    key = f"form:visit:{'new' if new else visit.id}"
    return Form(
        say("people.visit_form"),
        fields,
        build,
        draft_key=key,
        draft=drafts.get(key),
        focus="doctor_id" if new and len(options) > 1 else "day",
    )


def case_form(case: Case, drafts: Drafts, *, doctor: bool) -> Form[tuple[Case, Clean]]:
    """Return the form that starts or renames a case.

    Args:
        case: The case, new or kept.
        drafts: Unfinished words.
        doctor: Whether to ask for the first doctor's name too; it is the second part of the result.
    """
    fields: tuple[Field, ...] = (
        Field("title", say("home.case_title"), case.title, hint=say("home.case_title_hint"),
              required=True),
        Field("patient", say("home.case_patient"), case.patient, hint=say("form.optional")),
    )  # fmt: skip
    if doctor:
        fields += (Field("doctor", say("home.case_doctor"), "", hint=say("form.optional")),)

    def build(values: Values) -> tuple[Case, Clean]:
        named = replace(case, title=values["title"], patient=values["patient"])
        return named, values.get("doctor", Clean(""))

    key = f"form:case:{case.id if case.title else 'new'}"
    return Form(say("home.case_form"), fields, build, draft_key=key, draft=drafts.get(key))


def place_form(drafts: Drafts) -> Form[Clean]:
    """Return the form that asks for another folder to keep the notes in."""

    def build(values: Values) -> Clean:
        return values["folder"]

    hint = say("status.place_hint")
    field = Field("folder", say("status.place"), hint=hint, required=True)
    key = "form:place:new"
    title = say("status.place_form")
    return Form(title, (field,), build, draft_key=key, draft=drafts.get(key))


def author_form(author: Clean, drafts: Drafts) -> Form[Clean]:
    """Return the form that asks who is typing."""

    def build(values: Values) -> Clean:
        if len(values["name"]) > 40:
            raise FieldError("name", say("people.long_name"))
        return values["name"]

    field = Field("name", say("people.author"), author, required=True)
    key = "form:author:new"
    title = say("people.author_form")
    return Form(title, (field,), build, draft_key=key, draft=drafts.get(key))
