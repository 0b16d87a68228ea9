"""Signed consents, and the online portal of a hospital."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.expiry import Expiry, expiry
from so_tui.domain.text import BLANK, Clean

CODE_MINUTES = 60
"""Minutes a share code works after it was made (Epic, Share Everywhere FAQ)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(CaseEntity):
    """A paper the patient signs to allow the release of records.

    Attributes:
        what: What may be released.
        giver: Who may release it.
        taker: Who may receive it.
        signed_on: None while it is not signed.
        expires: Its last day; None if none is named.
        copy_at: Where the patient's own copy is.
    """

    what: Clean
    giver: Clean = BLANK
    taker: Clean = BLANK
    signed_on: date | None = None
    expires: date | None = None
    copy_at: Clean = BLANK


class Signed(StrEnum):
    """The status of a consent; a word, so that it reads without colour."""

    NOT_SIGNED = "not signed"
    SIGNED = "signed"
    SOON = "ends soon"
    OVER = "ended"


def signed(consent: Consent, today: date) -> Signed:
    """Return the status of a consent."""
    if consent.signed_on is None:
        return Signed.NOT_SIGNED
    return {Expiry.OVER: Signed.OVER, Expiry.SOON: Signed.SOON}.get(
        expiry(consent.expires, today), Signed.SIGNED
    )


def by_end(consents: Iterable[Consent]) -> list[Consent]:
    """Return the consents, those that end first before the others."""
    return sorted(consents, key=lambda c: (c.expires or date.max, c.what, c.id))


class Tried(StrEnum):
    """An answer to a yes-or-no question that may still be open."""

    UNKNOWN = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal(CaseEntity):
    """The online portal of one hospital. Passwords are never stored.

    Attributes:
        place: The hospital.
        same_system: Whether it uses the same record system as the other hospital.
        can_log_in: Whether the patient can log in.
        linked: Whether it is linked with the account at the other hospital.
        sharing: Whether the patient has agreed to share the records.
        code: A code that gives a doctor access for an hour.
        code_at: When that code was made, in local time.
    """

    place: Clean
    same_system: Tried = Tried.UNKNOWN
    can_log_in: Tried = Tried.UNKNOWN
    linked: Tried = Tried.UNKNOWN
    sharing: Tried = Tried.UNKNOWN
    code: Clean = BLANK
    code_at: datetime | None = None
    note: Clean = BLANK


def code_ends(portal: Portal) -> datetime | None:
    """Return when the share code stops working, or None if there is none."""
    if not portal.code or portal.code_at is None:
        return None
    return portal.code_at + timedelta(minutes=CODE_MINUTES)


def code_works(portal: Portal, now: datetime) -> bool:
    """Return whether there is a share code that has not lapsed at `now` (local time)."""
    ends = code_ends(portal)
    return ends is not None and now < ends
