"""Contacts: whom to call or write to, who hold no opinion here."""

from collections.abc import Iterable
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean


class ContactRole(StrEnum):
    """What a contact does; the value names its words."""

    OTHER = ""
    NURSE = "nurse"
    COORDINATOR = "coordinator"
    RECORDS = "records desk"
    INSURER = "insurer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(CaseEntity):
    """A nurse, a coordinator, a records desk, an insurer's clerk, or somebody else to call.

    Attributes:
        place: The clinic or office.
        hours: When somebody answers, in the user's words.
        about: For whom or what to call there, in the user's words.
    """

    name: Clean
    role: ContactRole = ContactRole.OTHER
    place: Clean = BLANK
    phone: Clean = BLANK
    hours: Clean = BLANK
    about: Clean = BLANK
    note: Clean = BLANK


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts by role, those of one role by name."""
    roles = list(ContactRole)
    return sorted(contacts, key=lambda c: (roles.index(c.role) or len(roles), c.name, c.id))
