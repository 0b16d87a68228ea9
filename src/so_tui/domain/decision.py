"""The decision: what is to be decided, by when, and what the patient decided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
    MINE = "i decide"
    TOGETHER = "together"
    DOCTOR = "my doctor"


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
    outcome: Outcome = Outcome.OPEN
    outcome_on: date | None = None
    outcome_reason: Clean = BLANK
    decided: Clean = BLANK
    decided_on: date | None = None
    decided_reason: Clean = BLANK
    follow_up: str = ""
