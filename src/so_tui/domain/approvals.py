"""What others have to grant, and until when: approvals, consents and portals."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, YesNo
from so_tui.domain.text import BLANK, Clean

NEAR_DAYS = 30
"""Days before its end from which a document 'ends soon': a new one takes weeks."""


class Expiry(StrEnum):
    """The expiry status of a document; a word, so that it reads without colour."""

    NONE = ""
    SOON = "ends soon"
    OVER = "ended"


def expiry(last_day: date | None, today: date) -> Expiry:
    """Return the status; on its last day a document is still valid."""
    if last_day is None:
        return Expiry.NONE
    days = (last_day - today).days
    if days < 0:
        return Expiry.OVER
    return Expiry.SOON if days <= NEAR_DAYS else Expiry.NONE


class ApprovalKind(StrEnum):
    """The kind of an approval."""

    COVER = "cover"
    REFERRAL = "referral"
    AUTHORISATION = "authorisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(CaseEntity):
    """A cover, referral or authorisation that somebody has to give.

    What became of it is told by the events about it; see `requests`.

    Attributes:
        what: What it is for: 'a new look at the slides'.
        by: Who has to give it: an insurer, a doctor.
        visit_id: The encounter it is for, '' for none.
        doctor_id: The doctor it is for, '' for none.
    """

    kind: ApprovalKind
    what: Clean
    by: Clean = BLANK
    visit_id: str = ""
    doctor_id: str = ""
    note: Clean = BLANK


def in_order(approvals: Iterable[Approval]) -> list[Approval]:
    """Return the approvals by kind, and by what they are for."""
    kinds = list(ApprovalKind)
    return sorted(approvals, key=lambda a: (kinds.index(a.kind), a.what, a.id))


CODE_MINUTES = 60
"""Minutes a share code works after it was made (Epic, Share Everywhere FAQ)."""


class ConsentKind(StrEnum):
    """What a consent form allows."""

    RECORDS = "records"
    POWER = "power of attorney"
    PROXY = "health care proxy"
    LOGIN = "portal proxy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(CaseEntity):
    """A paper the patient signs: to release records, or so that somebody may act for them.

    Attributes:
        what: What may be released, or what somebody may do.
        giver: Who may release the records.
        taker: Who may receive them, or who may act for the patient.
        signed_on: None while it is not signed.
        expires: Its last day; None if none is named.
        copy_at: Where the patient's own copy is.
    """

    what: Clean
    kind: ConsentKind = ConsentKind.RECORDS
    giver: Clean = BLANK
    taker: Clean = BLANK
    signed_on: date | None = None
    expires: date | None = None
    copy_at: Clean = BLANK
    note: Clean = BLANK


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
    return Signed(expiry(consent.expires, today) or Signed.SIGNED)


def by_end(consents: Iterable[Consent]) -> list[Consent]:
    """Return the consents, those that end first before the others."""
    return sorted(consents, key=lambda c: (c.expires or date.max, c.what, c.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal(CaseEntity):
    """The online portal of one hospital. Passwords are never stored.

    Attributes:
        same_system: Whether it uses the same record system as the other hospital.
        linked: Whether it is linked with the account at the other hospital.
        sharing: Whether the patient has agreed to share the records.
        proxy: Who else may log in, each with a log-in of their own.
        code: A code that gives a doctor access for an hour.
        code_at: When that code was made, in local time.
    """

    place: Clean
    same_system: YesNo = YesNo.OPEN
    can_log_in: YesNo = YesNo.OPEN
    linked: YesNo = YesNo.OPEN
    sharing: YesNo = YesNo.OPEN
    proxy: Clean = BLANK
    code: Clean = BLANK
    code_at: datetime | None = None
    note: Clean = BLANK


def code_ends(portal: Portal) -> datetime | None:
    """Return when the share code stops working, or None if there is none."""
    if not portal.code or portal.code_at is None:
        return None
    return portal.code_at + timedelta(minutes=CODE_MINUTES)


def code_works(portal: Portal, now: datetime) -> bool:
    """Return whether there is a share code that has not expired at `now` (local time)."""
    ends = code_ends(portal)
    return ends is not None and now < ends
