"""Encounters: the ways an opinion reaches the patient, planned or past."""

from collections.abc import Iterable
from datetime import date, time

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, YesNo
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter(CaseEntity):
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


def held(visit: Encounter, today: date) -> str:
    """Return whether the visit was 'held', is 'coming', or has 'passed' without being marked."""
    if visit.done:
        return "held"
    return "passed" if visit.day is not None and visit.day < today else "coming"


def by_date(visits: Iterable[Encounter]) -> list[Encounter]:
    """Return the visits by date and time; those without a date come last."""
    return sorted(visits, key=lambda v: (v.day or date.max, v.at or time.max, v.id))


def next_visit(visits: Iterable[Encounter], today: date) -> Encounter | None:
    """Return today's or the next visit that is not done, else None.

    A visit without a date counts after all dated ones.
    """
    coming = [v for v in visits if not v.done and (v.day is None or v.day >= today)]
    return by_date(coming)[0] if coming else None


def last_visit(visits: Iterable[Encounter], today: date) -> Encounter | None:
    """Return the newest visit that is done or whose date has passed, else None."""
    past = [v for v in visits if v.day is not None and (v.done or v.day < today)]
    return by_date(past)[-1] if past else None


def is_near(visit: Encounter, today: date) -> bool:
    """Return whether it is the day before the visit, or the day itself: time to pack for it."""
    return visit.day is not None and 0 <= (visit.day - today).days <= 1
