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


class Part(StrEnum):
    """My part in deciding about treatment, as I want it."""

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
"""How sure one is goes from 0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(CaseEntity):
    """The decision of one case; a case has at most one.

    Attributes:
        sentence: What has to be decided, in one sentence.
        decide_by: The date by which, as a doctor gave it; the program never makes one up.
        given_by: Who gave that date.
        given_on: When they gave it.
        part: My part in deciding, as I want it.
        sure: How sure I am before the second opinion, from 0 to `SUREST`; None while not said.
        sure_after: How sure I am after it, on the same scale.
        ready_options: Whether I know enough about each option.
        ready_matters: Whether I know what matters to me.
        ready_support: Whether I have the help that I need to choose.
        ready_clear: Whether I know which way I want to go.
        outcome: Whether to get a second opinion, with its date and reason.
        decided: What the patient decided in the end, in their words, with date and reason.
        follow_up: Id of the visit back with the first doctor, or ''.
    """

    sentence: Clean = BLANK
    decide_by: date | None = None
    given_by: Clean = BLANK
    given_on: date | None = None
    part: Part = Part.OPEN
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
