"""Encounters: what they are called, and which of them a line of notes belongs to. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from so_tui.content import text
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.encounters import (
    Course,
    Encounter,
    EncounterKind,
    EncounterStatus,
    by_date,
    last_held,
    local_start,
    next_visit,
    status_of,
)
from so_tui.domain.entity import new_id
from so_tui.domain.names import name_of
from so_tui.domain.questions import Question, is_for
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import BLANK, Clean, clean_line
from so_tui.logic.moved_visits import redated
from so_tui.logic.people import plan_visit

EARLY = timedelta(minutes=15)
"""How long before its time lines already belong to a visit."""


def kind_word(encounter: Encounter) -> str:
    """Return what its kind is called: 'Visit', 'Message' ..."""
    return text(f"encounters.kind.{encounter.kind.name.lower()}")


def doctor_name(state: AppState, encounter: Encounter) -> Clean:
    """Return the names of all its doctors: 'Dr Lee and Dr Ito'; '' if there are none."""
    doctors = [state.doctors[id_] for id_ in encounter.doctor_ids if id_ in state.doctors]
    names = [clean_line(name_of(state, doctor.id)) for doctor in doctors]
    if len(names) < 2:
        return names[0] if names else Clean("")
    return clean_line(text("encounters.told.join", names=", ".join(names[:-1]), last=names[-1]))


def called(state: AppState, encounter: Encounter) -> str:
    """Return what it is called in a sentence: 'Visit with Dr Lee', 'Message from Dr Ito'."""
    key = f"encounters.called.{encounter.kind.name.lower()}"
    return text(key, name=doctor_name(state, encounter))


def status_word(encounter: Encounter, today: date) -> str:
    """Return the word for how it stands: 'still to come', 'cancelled', 'Did it take place?'."""
    name = status_of(encounter, today).name.lower()
    return text(f"encounters.came.{name}" if encounter.arrives else f"people.status.{name}")


def time_words(encounter: Encounter) -> str:
    """Return its time of day, with the place if that is not the user's time; '' for none."""
    clock = show_time(encounter.at)
    if not (clock and encounter.zone):
        return clock
    place = encounter.zone.rpartition("/")[2].replace("_", " ")
    return text("encounters.told.time", time=clock, place=place)


def when_words(encounter: Encounter, today: date | None = None) -> str:
    """Return its day and time, or by when it is expected; '' if nothing is known.

    The year is left out if `today` is given and of the same year.
    """
    day = encounter.day if encounter.took_place else encounter.due
    shown = short_day(day, today) if today else show_day(day)
    if encounter.day is None and shown:
        return text("encounters.told.expected_by", day=shown)
    return f"{shown} {time_words(encounter)}".strip()


def row_name(state: AppState, encounter: Encounter) -> str:
    """Return what it is called in a list of visits: of a visit in person, who it is with."""
    in_person = encounter.kind is EncounterKind.IN_PERSON
    return doctor_name(state, encounter) if in_person else called(state, encounter)


def called_on(state: AppState, encounter: Encounter, today: date) -> str:
    """Return what it is called, with its day and time in short."""
    day = short_day(encounter.due, today) or text("people.no_date")
    what = called(state, encounter)
    when = f"{day} {show_time(encounter.at)}".strip()
    return text("encounters.told.unmarked", what=what, day=when)


def length_words(encounter: Encounter) -> str:
    """Return how long it is planned to last: '30 minutes'; '' if that is not known."""
    minutes = encounter.minutes
    return text("encounters.told.minutes", count=minutes) if minutes else ""


def moved_words(encounter: Encounter) -> str:
    """Return the days and times it was planned for before, the newest first; '' for none."""
    return ", ".join(map(_moment, reversed(encounter.moved_from)))


def _moment(moved_from: str) -> str:
    try:
        moment = datetime.fromisoformat(moved_from)
    except ValueError:
        return moved_from
    clock = show_time(moment.time()) if "T" in moved_from else ""
    return f"{show_day(moment.date())} {clock}".strip()


def cancelled_words(encounter: Encounter) -> str:
    """Return by whom it was cancelled, and why; '' if neither is known."""
    by, why = encounter.cancelled_by, encounter.cancelled_why
    return text("encounters.told.by_and_why", by=by, why=why) if by and why else by or why


def dated_word(encounter: Encounter, today: date) -> str:
    """Return what it is called in a list of dates: 'Visit', 'Message expected', 'Visit (...)'."""
    kind = kind_word(encounter)
    if status_of(encounter, today) is not EncounterStatus.COMING:
        word = status_word(encounter, today)
        return text("encounters.told.dated", kind=kind, word=word)
    return text("encounters.told.expected", kind=kind) if encounter.arrives else kind


def heard_words(encounter: Encounter) -> str:
    """Return how and when it was heard: 'Seen Fri 4 Dec.'; '' if the day is not known."""
    key = f"encounters.heard.{encounter.kind.name.lower()}"
    return text(key, day=show_day(encounter.day)) if encounter.day else ""


def plan_again(state: AppState, new: Encounter, old: Encounter, today: date) -> tuple[Change, ...]:
    """Return the changes that plan a cancelled encounter again, as `new` says."""
    return plan_visit(state, replace(new, course=Course.PLANNED), today, old)


def plan_beside(state: AppState, new: Encounter, old: Encounter, today: date) -> tuple[Change, ...]:
    """Return the changes that plan a new encounter in place of one that stays cancelled.

    What was arranged for that one, and is taken over, was arranged for its day.
    """
    fresh = replace(redated(old, new, today), id=new_id(), course=Course.PLANNED, moved_from=(),
                    cancelled_by=BLANK, cancelled_why=BLANK)  # fmt: skip
    decisions = [d for d in state.decisions.values() if d.follow_up == old.id]
    followed = (Put(replace(each, follow_up=fresh.id), each) for each in decisions)
    return (*plan_visit(state, fresh, today), *followed)


def fitting(state: AppState, now: datetime, question: Question | None = None) -> list[Encounter]:
    """Return the encounters that a line typed now may belong to, the most likely one first.

    The clock decides among those of today: the one that began last, or is about to; then comes the
    nearest one that nobody has marked yet or that is still to come, then the last one that took
    place. A question decides between several where only one is with a doctor it is for. More than
    one is returned only if all of them fit.
    """
    today = now.date()
    known = [e for e in by_date(state.visits.values()) if e.course is not Course.CANCELLED]
    if question is not None and (theirs := [e for e in known if _asks(question, e)]):
        known = theirs
    if at_hand := [e for e in known if _day(e) == today]:
        return _by_clock(at_hand, now)
    past = [e for e in known if not e.arrives and status_of(e, today) is EncounterStatus.UNMARKED]
    newest = [e for e in past if e.day == past[-1].day]
    coming = next_visit(known, today)
    if newest and newest[0].day and not (
        coming and coming.day and coming.day - today < today - newest[0].day
    ):  # fmt: skip
        return newest
    found = coming or last_held(known)
    return [found] if found else []


def _asks(question: Question, encounter: Encounter) -> bool:
    return any(is_for(question, doctor_id) for doctor_id in encounter.doctor_ids)


def _day(encounter: Encounter) -> date | None:
    start = local_start(encounter)
    return start.date() if start else encounter.day


def _by_clock(at_hand: Sequence[Encounter], now: datetime) -> list[Encounter]:
    starts = {e.id: start for e in at_hand if (start := local_start(e))}
    begun = [start for start in starts.values() if start - EARLY <= now]
    start = max(begun) if begun else min(starts.values(), default=None)
    found = [e for e in at_hand if starts.get(e.id, start) == start]
    unmarked = [e for e in found if not e.took_place]
    return unmarked or found
