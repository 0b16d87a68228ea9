"""What a doctor asks first about the patient: what was found and done, medicines, allergies."""

from datetime import date

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean, clean_line

LISTS = ("history", "medicines", "allergies", "devices", "illnesses", "contacts")
"""The fields with one thing a line, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMe(CaseEntity):
    """The patient's page about themselves; a case has at most one.

    All fields but the first two hold one thing a line, in the patient's words.

    Attributes:
        born: The patient's birth date.
        phone: The number to reach the patient at.
        history: What was found and what was done, each with when.
        devices: What is implanted or worn: a pacemaker, a port, hearing aids.
        illnesses: What else the patient has.
        contacts: Who knows more: the family doctor, the pharmacy.
    """

    born: date | None = None
    phone: Clean = BLANK
    history: Clean = BLANK
    medicines: Clean = BLANK
    allergies: Clean = BLANK
    devices: Clean = BLANK
    illnesses: Clean = BLANK
    contacts: Clean = BLANK

    def lines(self, field: str) -> list[Clean]:
        """Return the things in one of `LISTS`."""
        return [clean_line(line) for line in getattr(self, field).split("\n") if line.strip()]


def about_id(case_id: str) -> str:
    """Return the id of a case's page, determined by the case."""
    return id_made_of(f"about/{case_id}")
