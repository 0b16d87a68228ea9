"""The people of a case and their visits: doctors, companions, and who to call in an emergency."""

from collections.abc import Iterable
from datetime import date, time

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, YesNo, id_made_of, ordered
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor(CaseEntity):
    """A clinician whose opinion is collected.

    Attributes:
        order: 0 is the first doctor, the reference column of the comparison; 1 the second, ...
    """

    name: Clean
    order: int = 0
    specialty: Clean = BLANK
    place: Clean = BLANK
    phone: Clean = BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion(CaseEntity):
    """A person who comes along or helps.

    Attributes:
        may_know: What the patient wants this person to hear and see, in the patient's words.
    """

    name: Clean
    phone: Clean = BLANK
    may_know: Clean = BLANK


PATIENT = "patient"
"""Represents the patient where a companion's id is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(CaseEntity):
    """An appointment with one doctor, past or future.

    Attributes:
        day: The date, or None if not fixed.
        at: The local time of day, or None if not known.
        done: True once the visit has been held.
        companion_ids: The people who come into the room.
        typist: Who types there: a companion's id, `PATIENT`, or '' if not settled.
        travel: How to get there and back, in the user's words.
        interpreter: Which language, and who was asked.
        access: What is needed: a wheelchair, a hearing loop, a quiet room.
        phone_in: Who listens in by phone, and the number.
        reception: Whether there is phone reception in the room.
    """

    doctor_id: str
    day: date | None = None
    at: time | None = None
    place: Clean = BLANK
    done: bool = False
    companion_ids: tuple[str, ...] = ()
    typist: str = ""
    travel: Clean = BLANK
    interpreter: Clean = BLANK
    access: Clean = BLANK
    phone_in: Clean = BLANK
    reception: YesNo = YesNo.OPEN


def in_order(doctors: Iterable[Doctor]) -> list[Doctor]:
    """Return the doctors in the order of the comparison, the first doctor first."""
    return ordered(doctors)


def by_name(companions: Iterable[Companion]) -> list[Companion]:
    """Return the companions by name."""
    return sorted(companions, key=lambda companion: (companion.name, companion.id))


def short_name(doctor: Doctor, width: int) -> str:
    """Return the doctor's name for little space: in full if it fits, or its last word."""
    return doctor.name if len(doctor.name) <= width else (doctor.name.split() or [""])[-1]


def held(visit: Visit, today: date) -> str:
    """Return whether the visit was 'held', is 'coming', or has 'passed' without being marked."""
    if visit.done:
        return "held"
    return "passed" if visit.day is not None and visit.day < today else "coming"


def by_date(visits: Iterable[Visit]) -> list[Visit]:
    """Return the visits by date and time; those without a date come last."""
    return sorted(visits, key=lambda v: (v.day or date.max, v.at or time.max, v.id))


def next_visit(visits: Iterable[Visit], today: date) -> Visit | None:
    """Return today's or the next visit that is not done, else None.

    A visit without a date counts after all dated ones.
    """
    coming = [v for v in visits if not v.done and (v.day is None or v.day >= today)]
    return by_date(coming)[0] if coming else None


def last_visit(visits: Iterable[Visit], today: date) -> Visit | None:
    """Return the newest visit that is done or whose date has passed, else None."""
    past = [v for v in visits if v.day is not None and (v.done or v.day < today)]
    return by_date(past)[-1] if past else None


def is_near(visit: Visit, today: date) -> bool:
    """Return whether it is the day before the visit, or the day itself: time to pack for it."""
    return visit.day is not None and 0 <= (visit.day - today).days <= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentCard(CaseEntity):
    """The user's own emergency numbers; a case has at most one card.

    Attributes:
        team_day: The care team's number by day.
        team_night: Its number at night and on days off.
        person: Who is to be called for the patient.
        local: The local emergency number, which the program does not know.
        told: What the care team said about when to call, in the patient's words.
    """

    team_day: Clean = BLANK
    team_night: Clean = BLANK
    person: Clean = BLANK
    person_phone: Clean = BLANK
    local: Clean = BLANK
    told: Clean = BLANK


def card_id(case_id: str) -> str:
    """Return the id of a case's card, determined by the case."""
    return id_made_of(f"urgent/{case_id}")
