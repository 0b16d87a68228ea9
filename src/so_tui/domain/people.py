"""The people of a case: doctors, companions, and who to call in an emergency."""

from collections.abc import Iterable

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of, ordered
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


def in_order(doctors: Iterable[Doctor]) -> list[Doctor]:
    """Return the doctors in the order of the comparison, the first doctor first."""
    return ordered(doctors)


def by_name(companions: Iterable[Companion]) -> list[Companion]:
    """Return the companions by name."""
    return sorted(companions, key=lambda companion: (companion.name, companion.id))


def short_name(doctor: Doctor, width: int) -> str:
    """Return the doctor's name for little space: in full if it fits, or its last word."""
    return doctor.name if len(doctor.name) <= width else (doctor.name.split() or [""])[-1]


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
