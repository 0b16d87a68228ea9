"""Rows and texts for doctors, visits and companions."""

from datetime import date

from so_tui.content import text
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.people import (
    PATIENT,
    Companion,
    Doctor,
    Visit,
    by_date,
    by_name,
    held,
    in_order,
)
from so_tui.domain.state import AppState
from so_tui.ui.rows.sections import section
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Row

ORDINALS = ("first", "second", "third", "fourth")


def people_rows(state: AppState, today: date) -> list[Row]:
    """Return the doctors, visits and companions under their headings."""
    doctors = in_order(state.doctors.values())
    seen: list[Row] = []
    for place, doctor in enumerate(doctors):
        named = place < len(ORDINALS)
        word = text(f"people.{ORDINALS[place]}") if named else text("people.nth", number=place + 1)
        about = ", ".join(filter(None, (doctor.name, doctor.specialty, doctor.place)))
        seen.append(Row(doctor.id, (word, about, doctor.phone), ("dim",)))
    visits: list[Row] = []
    for visit in by_date(state.visits.values()):
        when = f"{short_day(visit.day, today)} {show_time(visit.at)}".strip()
        name = next((d.name for d in doctors if d.id == visit.doctor_id), "")
        about = ", ".join(filter(None, (name, visit.place)))
        word = text(f"people.{held(visit, today)}")
        visits.append(Row(visit.id, (when or text("people.no_date"), about, word), ("dim",)))
    companions = [
        Row(each.id, (each.name, each.may_know, each.phone))
        for each in by_name(state.companions.values())
    ]
    groups = {"doctors": seen, "visits": visits, "companions": companions}
    return [
        row for name, group in groups.items() for row in section("people", name, group, empty=True)
    ]


def people_parts(state: AppState, chosen: Doctor | Companion | Visit | None) -> list[Part]:
    """Return the details of a row."""
    match chosen:
        case Doctor():
            about = (chosen.name, chosen.specialty, chosen.place)
            return [("", ", ".join(filter(None, about))), (text("people.phone"), chosen.phone)]
        case Companion():
            return [
                ("", chosen.name),
                (text("people.may_know"), chosen.may_know or text("people.may_know_open")),
                (text("people.phone"), chosen.phone),
            ]
        case Visit():
            return visit_parts(state, chosen)
        case _:
            return []


def visit_parts(state: AppState, visit: Visit) -> list[Part]:
    """Return the details of a visit, with who comes and what is needed."""
    doctor = state.doctors.get(visit.doctor_id)
    when = " ".join(filter(None, (show_day(visit.day), show_time(visit.at))))
    come = [c.name for c in by_name(state.companions.values()) if c.id in visit.companion_ids]
    reception = text(f"people.reception_words.{visit.reception.name.lower()}")
    phone_in = f"{visit.phone_in} ({reception})" if visit.phone_in else ""
    parts = [
        ("", ", ".join(filter(None, (doctor.name if doctor else "", when, visit.place)))),
        (text("people.along"), ", ".join(come)),
        (text("people.typist"), typist_words(state, visit)),
        (text("people.travel"), visit.travel),
        (text("people.interpreter"), visit.interpreter),
        (text("people.access"), visit.access),
        (text("people.phone_in"), phone_in),
    ]
    return parts if any(value for _, value in parts[1:]) else [*parts, ("", text("people.company"))]


def typist_words(state: AppState, visit: Visit) -> str:
    """Return who types at a visit; '' if that is not settled."""
    if visit.typist == PATIENT:
        return (state.case.patient if state.case else "") or text("people.patient")
    typist = state.companions.get(visit.typist)
    return typist.name if typist else ""
