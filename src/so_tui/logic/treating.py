"""Who goes on with the care: the addressee of letters and agenda, and passing it on. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.people import Doctor, Period, in_order, in_periods, periods, treating_doctor
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
    A doctor who is it already, or is to be, is so from that day instead. Earlier periods stay.
    """
    first = next(iter(in_order(state.doctors.values())), doctor)
    mine = periods(doctor, first=doctor.id == first.id)
    open_since = mine.pop().since if mine and mine[-1].until == date.max else None
    mine = [each for each in mine if each.since < day]
    since = mine.pop().since if mine and mine[-1].until >= day - DAY else day
    changes: list[Change] = [Put(in_periods(doctor, [*mine, Period(since)]), doctor)]
    before = _before(state, doctor, day, open_since)
    for other in state.doctors.values():
        if other.id == doctor.id:
            continue
        theirs = periods(other, first=other.id == first.id)
        kept = [each for each in theirs if each.since < day]
        if other.id == before:
            kept[-1] = replace(kept[-1], until=day - DAY)
        if kept != theirs:
            changes.append(Put(in_periods(other, kept), other))
    return (*changes, *_handed_on(state, before, doctor))


def _handed_on(state: AppState, before: str, doctor: Doctor) -> Iterator[Change]:
    """Yield the questions for whoever goes on with the care, asked of the next one too."""
    for question in state.questions.values():
        ids = question.doctor_ids
        if question.topic == FIRST_TOPIC and before in ids and doctor.id not in ids:
            yield Put(replace(question, doctor_ids=(*ids, doctor.id)), question)


def _before(state: AppState, doctor: Doctor, day: date, open_since: date | None) -> str:
    """Return the id of who is the treating doctor before another takes over; '' for nobody.

    It is as if the care had not been passed on to that one yet, as it is `open_since` a day.
    """
    found = []
    for place, other in enumerate(in_order(state.doctors.values())):
        for each in periods(other, first=place == 0) if other.id != doctor.id else ():
            handed = each.until < date.max and each.until + DAY == open_since
            if each.since < day and (handed or each.until >= day):
                found.append((each.since, other.id))
    return max(found, default=(day, ""))[1]


def treating_words(state: AppState, doctor: Doctor, today: date) -> str:
    """Return that a doctor goes on with the care, or did, or will; '' if none of it."""
    now = treating_doctor(state.doctors.values(), today)
    since, until = doctor.treating_from, doctor.treating_until
    if now is not None and now.id == doctor.id:
        begun = max(p.since for p in periods(doctor, first=True) if p.since <= today <= p.until)
        key = "treating_since" if begun > date.min else "treating"
        return text(f"people.{key}", day=show_day(begun))
    if since is not None and since > today:
        return text("people.treating_later", day=show_day(since))
    if until is not None:
        return text("people.treating_until", day=show_day(until))
    return ""


def care_words(state: AppState, doctor: Doctor, today: date) -> str:
    """Return the same with the earlier times in which the doctor went on with the care."""
    earlier = ", ".join(
        text("people.treated" if each.since > date.min else "people.treated_first",
             since=show_day(each.since), until=show_day(each.until))
        for each in periods(doctor)
        if each.until < today and each.until != doctor.treating_until
    )  # fmt: skip
    words = treating_words(state, doctor, today)
    return text("people.treated_before", now=words, earlier=earlier) if earlier else words
