"""Encounters: the ways an opinion reaches the patient, and what became of each.

What became of one is always as a person marked it. A day that has passed settles nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, YesNo
from so_tui.domain.text import BLANK, Clean


class EncounterKind(StrEnum):
    """The kind of an encounter; the value names its words."""

    IN_PERSON = "in person"
    VIDEO = "video"
    PHONE = "phone"
    MESSAGE = "message"
    WRITTEN = "written opinion"
    BOARD = "tumour board"
    NURSE = "nurse's call"


VISITS = frozenset({EncounterKind.IN_PERSON, EncounterKind.VIDEO, EncounterKind.PHONE})
"""The kinds that are a visit: patient and doctor speak with each other."""
GIVING_OPINION = VISITS | {EncounterKind.WRITTEN, EncounterKind.BOARD}
"""The kinds in which a doctor gives an opinion; a message or a nurse's call adds to one."""
ARRIVING = frozenset({EncounterKind.MESSAGE, EncounterKind.WRITTEN})
"""The kinds that come without an appointment, and may be expected by some day."""
REMOTE = frozenset({EncounterKind.VIDEO, EncounterKind.PHONE, EncounterKind.NURSE})
"""The kinds that have a link or a number, and no place to go to."""


class Course(StrEnum):
    """What became of an encounter, as marked by a person."""

    PLANNED = "planned"
    TOOK_PLACE = "took place"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter(CanBePrivate):
    """A visit, a message, a written opinion, a tumour board or a nurse's call, past or future.

    Attributes:
        doctor_id: The doctor whose opinion it is about; further ones are in `more_doctor_ids`.
        more_doctor_ids: The other doctors who took part, or will.
        day: The date, or None if not fixed.
        at: The time of day there (see `zone`), or None if not known.
        minutes: How long it is planned to last, in minutes; None if not known.
        zone: IANA name of the time zone of `at`, '' for that of the user.
        link: The link or phone number of a visit by video or phone.
        expected_by: By when something without an appointment should come; None if not known.
        course: What became of it.
        moved_from: The days and times it was planned for before, oldest first, in ISO form.
        known_on: The day on which its present day was set; None if that is not known.
        written_for: For each arrangement made for another day or time, its field and that moment:
            'travel 2026-12-20 10:00'. See `logic/moved_visits.py`.
        cancelled_by: Who cancelled it, in the user's words.
        cancelled_why: Why, in the user's words.
        companion_ids: The people who come into the room.
        typist: Who types there: a companion's id, `PATIENT`, or '' if not settled.
        travel: How to get there and back, in the user's words.
        interpreter: Which language, and who was asked.
        access: What is needed: a wheelchair, a hearing loop, a quiet room.
        phone_in: Who listens in by phone, and the number.
        reception: Whether there is phone reception in the room.
    """

    doctor_id: str
    more_doctor_ids: tuple[str, ...] = ()
    kind: EncounterKind = EncounterKind.IN_PERSON
    day: date | None = None
    at: time | None = None
    minutes: int | None = None
    zone: str = ""
    place: Clean = BLANK
    link: Clean = BLANK
    expected_by: date | None = None
    course: Course = Course.PLANNED
    moved_from: tuple[str, ...] = ()
    known_on: date | None = None
    written_for: tuple[str, ...] = ()
    cancelled_by: Clean = BLANK
    cancelled_why: Clean = BLANK
    companion_ids: tuple[str, ...] = ()
    typist: str = ""
    travel: Clean = BLANK
    interpreter: Clean = BLANK
    access: Clean = BLANK
    phone_in: Clean = BLANK
    reception: YesNo = YesNo.OPEN

    @property
    def took_place(self) -> bool:
        """Whether it was marked as having taken place."""
        return self.course is Course.TOOK_PLACE

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled, and not planned again."""
        return self.course is Course.CANCELLED

    @property
    def is_visit(self) -> bool:
        """Whether patient and doctor speak with each other in it."""
        return self.kind in VISITS

    @property
    def arrives(self) -> bool:
        """Whether it comes without an appointment."""
        return self.kind in ARRIVING

    @property
    def where(self) -> Clean:
        """The place to go to, or the link or number that takes its place."""
        if self.arrives:
            return BLANK
        return self.link if self.kind in REMOTE else self.place

    @property
    def due(self) -> date | None:
        """Its day, else the day by which it should come; None if neither is known."""
        return self.day or self.expected_by

    @property
    def doctor_ids(self) -> tuple[str, ...]:
        """All doctors who take part."""
        return (self.doctor_id, *self.more_doctor_ids)


class EncounterStatus(StrEnum):
    """How an encounter stands on a day; the value names its words."""

    COMING = "coming"
    UNMARKED = "unmarked"
    TOOK_PLACE = "took place"
    CANCELLED = "cancelled"


def status_of(encounter: Encounter, today: date) -> EncounterStatus:
    """Return how an encounter stands: UNMARKED is one whose day has passed without a word."""
    if encounter.course is not Course.PLANNED:
        return EncounterStatus(encounter.course)
    day = local_day(encounter)
    is_over = day is not None and day < today
    return EncounterStatus.UNMARKED if is_over else EncounterStatus.COMING


def unmarked(encounters: Iterable[Encounter], today: date) -> list[Encounter]:
    """Return the encounters of which nobody has said whether they took place, oldest first."""
    return by_date(e for e in encounters if status_of(e, today) is EncounterStatus.UNMARKED)


def turned(encounter: Encounter) -> Encounter:
    """Return the encounter marked as having taken place, or as planned again if it was."""
    course = Course.PLANNED if encounter.took_place else Course.TOOK_PLACE
    return replace(encounter, course=course)


def is_too_early(encounter: Encounter, today: date) -> bool:
    """Return whether it is marked as having taken place on a day that is still to come.

    In another time zone it may already be tomorrow.
    """
    latest = today + timedelta(days=1) if encounter.zone else today
    return encounter.took_place and encounter.day is not None and encounter.day > latest


def with_move(encounter: Encounter, before: Encounter | None) -> Encounter:
    """Return the encounter with the day and time that it was planned for before, if it was moved.

    One that took place is not moved any more: another day for it is a correction. A day or a time
    that becomes known is no move either.
    """
    if before is None or before.day is None or before.took_place or before.arrives:
        return encounter
    same_time = None in (before.at, encounter.at) or before.at == encounter.at
    if encounter.day == before.day and same_time:
        return encounter
    moved = f"{before.day}T{before.at:%H:%M}" if before.at else f"{before.day}"
    return replace(encounter, moved_from=(*before.moved_from, moved))


def local_start(encounter: Encounter) -> datetime | None:
    """Return when it starts by the user's clock; None if its day or its time is not known."""
    if encounter.day is None or encounter.at is None:
        return None
    start = datetime.combine(encounter.day, encounter.at)
    if not encounter.zone:
        return start
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        there = ZoneInfo(encounter.zone)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return start
    return start.replace(tzinfo=there).astimezone().replace(tzinfo=None)


def local_day(encounter: Encounter) -> date | None:
    """Return the day on which it is due by the user's calendar, None if that is not known.

    In another time zone it may be today there and still tomorrow here, or yesterday.
    """
    start = local_start(encounter) if encounter.zone else None
    return start.date() if start else encounter.due


def by_date(encounters: Iterable[Encounter]) -> list[Encounter]:
    """Return the encounters by date and time; those without a date come last."""
    return sorted(encounters, key=lambda e: (e.day or date.max, e.at or time.max, e.id))


def newest_first(encounters: Iterable[Encounter]) -> list[Encounter]:
    """Return the encounters, the newest first; those without a date come last here too."""
    when = sorted(encounters, key=lambda e: (e.day or date.min, e.at or time.min, e.id))
    return when[::-1]


def by_due(encounters: Iterable[Encounter]) -> list[Encounter]:
    """Return the encounters by date and time, or by the day they are expected; others last."""
    return sorted(encounters, key=lambda e: (e.due or date.max, e.at or time.max, e.id))


def with_doctor(encounters: Iterable[Encounter], doctor_id: str) -> list[Encounter]:
    """Return the encounters that a doctor takes part in, by date."""
    return by_date(e for e in encounters if doctor_id in e.doctor_ids)


def next_visit(encounters: Iterable[Encounter], today: date) -> Encounter | None:
    """Return today's or the next visit that is planned, else None.

    A visit without a date counts after all dated ones.
    """
    coming = (e for e in encounters if e.is_visit and status_of(e, today) is EncounterStatus.COMING)
    return next(iter(by_date(coming)), None)


def expected(encounters: Iterable[Encounter], today: date) -> list[Encounter]:
    """Return what is still to come and is no visit, with a day or an expected day, by that."""
    coming = (e for e in encounters if status_of(e, today) is EncounterStatus.COMING)
    dated = [(e.due, e.id, e) for e in coming if not e.is_visit and e.due]
    return [e for *_, e in sorted(dated, key=lambda each: each[:2])]


def last_held(encounters: Iterable[Encounter]) -> Encounter | None:
    """Return the newest encounter of any kind that took place, else None."""
    return next(iter(newest_first(e for e in encounters if e.took_place)), None)


def last_visit(encounters: Iterable[Encounter]) -> Encounter | None:
    """Return the newest visit that took place, else None."""
    return last_held(e for e in encounters if e.is_visit)


def opinion_heard(encounters: Iterable[Encounter]) -> Encounter | None:
    """Return the newest encounter that took place and gave an opinion, else the newest of any kind.

    A message or a nurse's call after a visit does not take the visit's place.
    """
    known = list(encounters)
    return last_held(e for e in known if e.kind in GIVING_OPINION) or last_held(known)


def is_near(encounter: Encounter, today: date) -> bool:
    """Return whether it is planned for tomorrow or today: time to pack for it."""
    planned = encounter.course is Course.PLANNED and encounter.day is not None
    return planned and 0 <= ((local_day(encounter) or today) - today).days <= 1
