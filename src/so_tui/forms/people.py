"""What can be filled in of doctors, companions and visits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import say
from so_tui.domain.dates import show_day, show_time
from so_tui.domain.people import PATIENT, Companion, Doctor, Reception, Visit, by_name, in_order
from so_tui.domain.state import AppState
from so_tui.forms import values as read
from so_tui.forms.fields import Field, FieldError, Filling, Values

COMES, STAYS = "yes", "no"


def doctor_filling(doctor: Doctor) -> Filling[Doctor]:
    """Return what can be filled in for a doctor, new or kept."""
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
    title = say("people.doctor_form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def companion_filling(companion: Companion) -> Filling[Companion]:
    """Return what can be filled in for a companion, new or kept."""
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
    title = say("people.companion_form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def visit_filling(
    visit: Visit, doctors: Mapping[str, Doctor], today: date, *, new: bool
) -> Filling[Visit]:
    """Return what can be filled in for a visit; there must be at least one doctor."""
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
    return Filling(
        key=key,
        title=say("people.visit_form"),
        fields=fields,
        build=build,
        focus="doctor_id" if new and len(options) > 1 else "day",
        guarded=False,
    )


def company_filling(visit: Visit, state: AppState) -> Filling[Visit]:
    """Return what can be filled in; there is a yes or no for each companion of the case."""
    companions = by_name(state.companions.values())
    yes_no = ((COMES, say("people.comes")), (STAYS, say("people.stays")))
    typists = (
        ("", say("people.typist_open")),
        (PATIENT, say("people.patient")),
        *((companion.id, companion.name) for companion in companions),
    )
    known = visit.typist if visit.typist in dict(typists) else ""
    reception = tuple((r.value, r.value or say("people.reception_open")) for r in Reception)
    fields = (
        *(
            Field(f"comes_{c.id}", c.name, COMES if c.id in visit.companion_ids else STAYS,
                  "choice", yes_no)
            for c in companions
        ),
        Field("typist", say("people.typist"), known, "choice", typists),
        Field("travel", say("people.travel"), visit.travel, "long", hint=say("people.travel_hint")),
        Field("interpreter", say("people.interpreter"), visit.interpreter,
              hint=say("people.interpreter_hint")),
        Field("access", say("people.access"), visit.access, "long", hint=say("people.access_hint")),
        Field("phone_in", say("people.phone_in"), visit.phone_in,
              hint=say("people.phone_in_hint")),
        Field("reception", say("people.reception"), visit.reception, "choice", reception),
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
    title = say("people.company_form")
    return Filling(key=key, title=title, fields=fields, build=build)
