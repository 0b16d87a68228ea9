"""Who goes on with the care: the addressee of letters and agenda, and passing it on. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.people import Doctor, in_order, treating_doctor
from so_tui.domain.state import AppState, Change, Put
from so_tui.logic.people import FIRST_TOPIC

DAY = timedelta(days=1)


def addressee(state: AppState, today: date) -> Doctor | None:
    """Return whom follow-up, letter and agenda are for: the treating doctor, else the first."""
    doctors = state.doctors.values()
    return treating_doctor(doctors, today) or next(iter(in_order(doctors)), None)


def goes_on(state: AppState) -> Doctor | None:
    """Return the doctor who has the care in the end, also where that is still to come."""
    return treating_doctor(state.doctors.values(), date.max)


def take_over(state: AppState, doctor: Doctor, day: date) -> tuple[Change, ...]:
    """Return the changes that make a doctor the treating one from a day on.

    Whoever was it until then stays so until the day before; whoever was to be it later is not.
    """
    changes: list[Change] = [Put(replace(doctor, treating_from=day, treating_until=None), doctor)]
    others = [other for other in state.doctors.values() if other.id != doctor.id]
    before = treating_doctor((_gone_on(other, doctor) for other in others), day)
    for other in others:
        if other.treating_from is not None and other.treating_from >= day:
            changes.append(Put(replace(other, treating_from=None, treating_until=None), other))
        elif before is not None and other.id == before.id:
            changes.append(Put(replace(other, treating_until=day - DAY), other))
    return (*changes, *_handed_on(state, before, doctor))


def _handed_on(state: AppState, before: Doctor | None, doctor: Doctor) -> Iterator[Change]:
    """Yield the questions for whoever goes on with the care, asked of the next one too."""
    for question in state.questions.values():
        ids = question.doctor_ids
        if question.topic == FIRST_TOPIC and before and before.id in ids and doctor.id not in ids:
            yield Put(replace(question, doctor_ids=(*ids, doctor.id)), question)


def _gone_on(other: Doctor, doctor: Doctor) -> Doctor:
    """Return a doctor as if the care had not been passed on to this one yet."""
    since = doctor.treating_from
    handed = since is not None and other.treating_until == since - DAY
    return replace(other, treating_until=None) if handed else other


def treating_words(state: AppState, doctor: Doctor, today: date) -> str:
    """Return that a doctor goes on with the care, or did, or will; '' if none of it."""
    now = treating_doctor(state.doctors.values(), today)
    since, until = doctor.treating_from, doctor.treating_until
    if since is not None and since > today:
        return text("people.treating_later", day=show_day(since))
    if now is not None and now.id == doctor.id:
        return text("people.treating_since" if since else "people.treating", day=show_day(since))
    if until is not None:
        return text("people.treating_until", day=show_day(until))
    return ""
