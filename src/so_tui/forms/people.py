"""The fields of the case and its people: doctors, companions, visits, and the emergency card."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dates import show_day, show_time
from so_tui.domain.people import (
    PATIENT,
    Companion,
    Doctor,
    Reception,
    UrgentCard,
    Visit,
    by_name,
    in_order,
)
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, FieldError, Filling, Values, one_line, read_day, read_time


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


COMES, STAYS = "yes", "no"
P = TypeVar("P", Doctor, Companion)


def doctor_filling(doctor: Doctor) -> Filling[Doctor]:
    """Return the fields of a doctor, new or saved."""
    fields = (
        Field("name", text("people.name"), doctor.name, required=True),
        Field("specialty", text("people.specialty"), doctor.specialty),
        Field("place", text("people.place"), doctor.place),
        Field("phone", text("people.phone"), doctor.phone),
    )

    return _person_filling(doctor, "doctor", fields)


def companion_filling(companion: Companion) -> Filling[Companion]:
    """Return the fields of a companion, new or saved."""
    fields = (
        Field("name", text("people.name"), companion.name, required=True),
        Field("phone", text("people.phone"), companion.phone),
        Field("may_know", text("people.may_know"), companion.may_know,
              hint=text("people.may_know_hint")),
    )  # fmt: skip
    return _person_filling(companion, "companion", fields)


def _person_filling(person: P, kind: str, fields: tuple[Field, ...]) -> Filling[P]:
    """Return fields that all have the names of the attributes that they stand for."""

    def build(values: Mapping[str, Any]) -> P:
        return replace(person, **values)

    key = f"form:{kind}:{person.id if person.name else 'new'}"
    title = text(f"people.{kind}_form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def visit_filling(
    visit: Visit, doctors: Mapping[str, Doctor], today: date, *, new: bool
) -> Filling[Visit]:
    """Return the fields of a visit; there must be at least one doctor."""
    options = tuple((d.id, str(d.name)) for d in in_order(doctors.values()))
    yes_no = (("no", text("people.coming")), ("yes", text("people.held")))
    fields = (
        Field("doctor_id", text("people.with"), visit.doctor_id, "choice", options),
        Field("day", text("people.day"), show_day(visit.day), hint=text("form.day_hint")),
        Field("at", text("people.time"), show_time(visit.at), hint=text("form.time_hint")),
        Field("place", text("people.place"), visit.place),
        Field("done", text("people.state"), "yes" if visit.done else "no", "choice", yes_no),
    )

    def build(values: Values) -> Visit:
        day, at = read_day(values, "day", today), read_time(values, "at")
        if at is not None and day is None:
            raise FieldError("day", text("people.no_day"))
        return replace(
            visit,
            doctor_id=values["doctor_id"],
            day=day,
            at=at,
            place=values["place"],
            done=values["done"] == "yes",
        )

    key = f"form:visit:{'new' if new else visit.id}"
    return Filling(
        key=key,
        title=text("people.visit_form"),
        fields=fields,
        build=build,
        focus="doctor_id" if new and len(options) > 1 else "day",
        guarded=False,
    )


def company_filling(visit: Visit, state: AppState) -> Filling[Visit]:
    """Return the fields of who comes to a visit, with a yes or no for each companion."""
    companions = by_name(state.companions.values())
    yes_no = ((COMES, text("people.comes")), (STAYS, text("people.stays")))
    typists = (
        ("", text("people.typist_open")),
        (PATIENT, text("people.patient")),
        *((companion.id, companion.name) for companion in companions),
    )
    known = visit.typist if visit.typist in dict(typists) else ""
    reception = tuple((r.value, r.value or text("people.reception_open")) for r in Reception)
    fields = (
        *(
            Field(f"comes_{c.id}", c.name, COMES if c.id in visit.companion_ids else STAYS,
                  "choice", yes_no)
            for c in companions
        ),
        Field("typist", text("people.typist"), known, "choice", typists),
        Field("travel", text("people.travel"), visit.travel, "long",
              hint=text("people.travel_hint")),
        Field("interpreter", text("people.interpreter"), visit.interpreter,
              hint=text("people.interpreter_hint")),
        Field("access", text("people.access"), visit.access, "long",
              hint=text("people.access_hint")),
        Field("phone_in", text("people.phone_in"), visit.phone_in,
              hint=text("people.phone_in_hint")),
        Field("reception", text("people.reception"), visit.reception, "choice", reception),
    )  # fmt: skip

    def build(values: Values) -> Visit:
        come = tuple(c.id for c in companions if values[f"comes_{c.id}"] == COMES)
        return replace(
            visit,
            companion_ids=come,
            typist=values["typist"],
            travel=values["travel"],
            interpreter=values["interpreter"],
            access=values["access"],
            phone_in=values["phone_in"],
            reception=Reception(values["reception"]),
        )

    key = f"form:company:{visit.id}"
    title = text("people.company_form")
    return Filling(key=key, title=title, fields=fields, build=build)


NAMES = ("team_day", "team_night", "person", "person_phone", "local", "told")
HINTS = {"team_night": "emergency.night_hint", "told": "emergency.told_hint"}


def emergency_filling(card: UrgentCard) -> Filling[UrgentCard]:
    """Return the fields of a case's card."""

    def field(name: str) -> Field:
        hint = text(HINTS.get(name, "form.optional"))
        long = name == "told"
        label = text(f"emergency.{name}")
        return Field(name, label, getattr(card, name), "long" if long else "line", hint=hint)

    def build(values: Values) -> UrgentCard:
        return replace(card, **{name: one_line(values[name]) for name in NAMES})

    fields = tuple(map(field, NAMES))
    return Filling(key="form:emergency:case", title=text("emergency.form"), fields=fields,
                   build=build)  # fmt: skip
