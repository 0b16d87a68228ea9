"""What has to be granted before a visit: cover, referral, authorisation."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.expiry import Expiry, expiry
from so_tui.domain.text import BLANK, Clean


class ApprovalKind(StrEnum):
    """What is to be granted."""

    COVER = "cover"
    REFERRAL = "referral"
    AUTHORISATION = "authorisation"


class Granted(StrEnum):
    """How far it has come; each is a word, so that it reads without colour."""

    TO_ASK = ""
    NOT_NEEDED = "not needed"
    ASKED = "asked"
    PROMISED = "promised"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(CaseEntity):
    """A cover, referral or authorisation, and how it stands.

    Attributes:
        what: What it is for: 'the visit with Dr Sample', 'a new look at the slides'.
        state: As they told the user; the program never works it out.
        by: Who gives it.
        number: The number on it.
        asked_on: The day it was asked for.
        expires: The last day it can be used.
    """

    kind: ApprovalKind
    what: Clean
    state: Granted = Granted.TO_ASK
    by: Clean = BLANK
    number: Clean = BLANK
    asked_on: date | None = None
    expires: date | None = None
    note: Clean = BLANK


def end_of(approval: Approval, today: date) -> Expiry:
    """Return how near its last day is; only what was given can come to an end."""
    return expiry(approval.expires if approval.state is Granted.GIVEN else None, today)


def in_order(approvals: Iterable[Approval]) -> list[Approval]:
    """Return the approvals by kind, and by what they are for."""
    kinds = list(ApprovalKind)
    return sorted(approvals, key=lambda a: (kinds.index(a.kind), a.what, a.id))
