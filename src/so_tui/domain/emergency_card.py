"""The emergency card: the numbers to call when there is no time to search."""

from collections.abc import Iterable

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.people import Companion, Doctor, by_name, in_order
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentCard(CaseEntity):
    """The user's own emergency numbers; a case has at most one card.

    Attributes:
        team_day: The care team's number by day.
        team_night: Its number at night and on days off.
        person: Who is to be called for the patient.
        person_phone: That person's number.
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


def with_phone(
    doctors: Iterable[Doctor], companions: Iterable[Companion]
) -> list[Doctor | Companion]:
    """Return the people who have a number, the doctors in order first."""
    people: list[Doctor | Companion] = [*in_order(doctors)]
    people += by_name(companions)
    return [person for person in people if person.phone]
