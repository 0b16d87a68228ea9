"""The people of a case: doctors, companions, and who to call in an emergency."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of, ordered
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor(CaseEntity):
    """A clinician whose opinion is collected.

    Attributes:
        order: 0 is the first doctor, the reference column of the comparison; 1 the second, ...
        is_board: Whether it is a tumour board, whose opinion has a column of its own.
        treating_from: The day from which this doctor goes on with the care; None if never, or for
            the first doctor from the start.
        treating_until: The last day of it, None if no other doctor has taken over.
        treated_before: The earlier periods of it, oldest first, each as 'FROM/UNTIL' in ISO form;
            without a FROM it is from the start.
    """

    name: Clean
    order: int = 0
    specialty: Clean = BLANK
    place: Clean = BLANK
    phone: Clean = BLANK
    is_board: bool = False
    treating_from: date | None = None
    treating_until: date | None = None
    treated_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion(CaseEntity):
    """A person who comes along or helps.

    Attributes:
        may_know: What the patient wants this person to hear and see, in the patient's words.
        attorney: Whether this person holds a power of attorney.
        proxy: Whether this person is the health-care proxy, who decides if the patient cannot.
        portal_proxy: Whether this person may log in to the patient's portal.
        represents_since: The day from which these hold; None if not known.
        represents_paper: Where the paper is that says so.
    """

    name: Clean
    phone: Clean = BLANK
    may_know: Clean = BLANK
    attorney: bool = False
    proxy: bool = False
    portal_proxy: bool = False
    represents_since: date | None = None
    represents_paper: Clean = BLANK


PATIENT = "patient"
"""Represents the patient where a companion's id is expected."""


def in_order(doctors: Iterable[Doctor]) -> list[Doctor]:
    """Return the doctors in the order of the comparison, the first doctor first."""
    return ordered(doctors)


def in_a_room(doctors: Iterable[Doctor]) -> list[Doctor]:
    """Return the doctors whom one can see and ask, in order: all but tumour boards."""
    return [doctor for doctor in ordered(doctors) if not doctor.is_board]


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a doctor goes on with the care.

    Attributes:
        since: Its first day; `date.min` from the start.
        until: Its last day; `date.max` while no other doctor has taken over.
    """

    since: date = date.min
    until: date = date.max


def periods(doctor: Doctor, *, first: bool = False) -> list[Period]:
    """Return when a doctor goes on with the care, oldest first.

    The `first` doctor does so from the start.
    """
    found = []
    for words in doctor.treated_before:
        since, _, until = words.partition("/")
        with suppress(ValueError):  # as another program may have written it
            begun = date.fromisoformat(since) if since else date.min
            found.append(Period(begun, date.fromisoformat(until)))
    if doctor.treating_from or (first and not found):
        since_day, until_day = doctor.treating_from or date.min, doctor.treating_until or date.max
        found.append(Period(since_day, until_day))
    return found


def in_periods(doctor: Doctor, found: Sequence[Period]) -> Doctor:
    """Return a doctor who goes on with the care in these periods, oldest first."""
    *before, last = found or [Period()]
    return replace(
        doctor,
        treating_from=None if last.since == date.min else last.since,
        treating_until=None if last.until == date.max else last.until,
        treated_before=tuple(
            f"{'' if each.since == date.min else each.since}/{each.until}" for each in before
        ),
    )


def treating_doctor(doctors: Iterable[Doctor], today: date) -> Doctor | None:
    """Return who goes on with the care now, to whom letters and questions go; None for nobody.

    It is the one who took over last; the first doctor while nobody has.
    """
    found = [
        (each.since, doctor)
        for place, doctor in enumerate(in_order(doctors))
        for each in periods(doctor, first=place == 0)
        if each.since <= today <= each.until
    ]
    return max(found, key=lambda pair: pair[0], default=(today, None))[1]


def given_back(doctors: Iterable[Doctor], gone: Doctor) -> list[tuple[Doctor, Doctor]]:
    """Return who has the care again once a doctor is deleted who has it: before, and after.

    That is the one who had it until the day before; nobody if it was never passed on.
    """
    known = in_order(doctors)
    (open_, *_) = [p for p in periods(gone) if p.until == date.max] or [Period()]
    found = []
    for place, doctor in enumerate(known):
        *before, last = periods(doctor, first=place == 0) or [Period()]
        had = doctor.id != gone.id and last.until < date.max
        if had and last.until + timedelta(days=1) == open_.since:
            again = in_periods(doctor, [*before, replace(last, until=date.max)])
            found.append((doctor, again))
    return found


def took_over(doctor: Doctor, day: date) -> bool:
    """Return whether a doctor to whom the care passed has it on a day.

    A visit with them is then no visit for another opinion.
    """
    since, until = doctor.treating_from, doctor.treating_until
    return since is not None and since <= day and (until is None or until >= day)


def by_name(companions: Iterable[Companion]) -> list[Companion]:
    """Return the companions by name."""
    return sorted(companions, key=lambda companion: (companion.name, companion.id))


def short_name(name: str, width: int) -> str:
    """Return a doctor's name for little space: in full if it fits, or its last word.

    What tells two of one name apart stays, as far as it fits: 'Lee (Onco..)'.
    """
    if len(name) <= width:
        return name
    whole, bracket, apart = name.partition(" (")
    last = (whole.split() or [""])[-1]
    room = width - len(f"{last} (..)")
    if not bracket or room < 1:
        return last
    apart = apart.removesuffix(")")
    return f"{last} ({apart})" if len(apart) <= room + 2 else f"{last} ({apart[:room]}..)"


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
