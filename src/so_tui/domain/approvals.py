"""Approvals needed before a visit: cover, referral, authorisation."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.expiry import Expiry, expiry
from so_tui.domain.text import BLANK, Clean


class ApprovalKind(StrEnum):
    """The kind of an approval."""

    COVER = "cover"
    REFERRAL = "referral"
    AUTHORISATION = "authorisation"


class Granted(StrEnum):
    """The state of an approval; each is a word, so that it reads without colour."""

    TO_ASK = ""
    NOT_NEEDED = "not needed"
    ASKED = "asked"
    PROMISED = "promised"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(CaseEntity):
    """A cover, referral or authorisation, and its state.

    Attributes:
        what: What it is for: 'the visit with Dr Sample', 'a new look at the slides'.
        state: As the user was told; never computed.
        by: Who gives it.
        number: Its reference number.
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
    """Return how near its last day is; only a given approval can expire."""
    return expiry(approval.expires if approval.state is Granted.GIVEN else None, today)


def in_order(approvals: Iterable[Approval]) -> list[Approval]:
    """Return the approvals by kind, and by what they are for."""
    kinds = list(ApprovalKind)
    return sorted(approvals, key=lambda a: (kinds.index(a.kind), a.what, a.id))
