"""The decision: what is to be decided, by when, and what the patient decided."""

from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean


class Outcome(StrEnum):
    """Whether to get a second opinion. Each is a real outcome."""

    OPEN = ""
    GO_AHEAD = "go ahead"
    ASK_TEAM = "ask my team first"
    NOT_NOW = "not now"


class PreferredPart(StrEnum):
    """The patient's preferred part in deciding about treatment."""

    OPEN = ""
    MINE = "I decide"
    TOGETHER = "together"
    DOCTOR = "my doctor"


class Ready(StrEnum):
    """The user's own answer to one check of whether they are ready to decide."""

    OPEN = ""
    YES = "yes"
    NO = "no"


CHECKS = ("options", "matters", "support", "clear")
"""The checks in order; each is a field 'ready_<name>' of `Decision`."""

SUREST = 10
"""Top of the scale, from 0, of how sure the patient is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(CaseEntity):
    """The decision of one case; a case has at most one.

    Attributes:
        sentence: What has to be decided, in one sentence.
        decide_by: The date by which to decide, as given by a doctor; never computed.
        given_by: Who gave that date.
        given_on: When they gave it.
        part: The patient's preferred part in deciding.
        sure: How sure the patient is before the second opinion, from 0 to `SUREST`; None if not
            said.
        sure_after: How sure the patient is after it, on the same scale.
        ready_options: Whether the patient knows enough about each option.
        ready_matters: Whether the patient knows what matters to them.
        ready_support: Whether the patient has the help needed to choose.
        ready_clear: Whether the patient knows which option they prefer.
        outcome: Whether to get a second opinion, with its date and reason.
        decided: What the patient finally decided, in their words, with date and reason.
        follow_up: Id of the follow-up visit with the first doctor, or ''.
    """

    sentence: Clean = BLANK
    decide_by: date | None = None
    given_by: Clean = BLANK
    given_on: date | None = None
    part: PreferredPart = PreferredPart.OPEN
    sure: int | None = None
    sure_after: int | None = None
    ready_options: Ready = Ready.OPEN
    ready_matters: Ready = Ready.OPEN
    ready_support: Ready = Ready.OPEN
    ready_clear: Ready = Ready.OPEN
    outcome: Outcome = Outcome.OPEN
    outcome_on: date | None = None
    outcome_reason: Clean = BLANK
    decided: Clean = BLANK
    decided_on: date | None = None
    decided_reason: Clean = BLANK
    follow_up: str = ""
