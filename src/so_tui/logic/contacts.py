"""Contacts: a new one, and how to reach one in words. Pure."""

from so_tui.content import text
from so_tui.domain.contacts import Contact, ContactRole
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line


def new_contact(state: AppState) -> Contact:
    """Return a new contact."""
    return Contact(case_id=state.case_id, name=BLANK)


def role_words(contact: Contact) -> str:
    """Return what a contact does; '' if that is none of the named roles."""
    if contact.role is ContactRole.OTHER:
        return ""
    return text(f"contacts.roles.{contact.role.name.lower()}")


def who_words(contact: Contact) -> Clean:
    """Return who a contact is: name, role and place."""
    return clean_line(", ".join(filter(None, (contact.name, role_words(contact), contact.place))))


def reach_words(contact: Contact) -> Clean:
    """Return the phone number, and when somebody answers it."""
    if contact.phone and contact.hours:
        return clean_line(text("contacts.line", phone=contact.phone, hours=contact.hours))
    return clean_line(contact.phone or contact.hours)
