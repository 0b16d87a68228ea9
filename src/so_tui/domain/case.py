"""A case is one decision being worked on: how far it has come, and what is weighed up in it.

Nothing here is counted, scored or ranked: it holds people's own words.
"""

from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, CaseEntity, Entity, YesNo
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Entity):
    """One decision being worked on, and its patient.

    Attributes:
        title: The diagnosis or the worry, in the patient's own words.
        patient: The patient's name as the patient wants it shown.
        closed: The day it was closed; past cases stay readable.
        follows: Id of the earlier case that this is a new round of, or ''.
        round: What this round is about, in the user's words; '' for the first one.
        demo: True for the made-up case that `so-tui demo` shows.
    """

    title: Clean
    patient: Clean = BLANK
    opened: date
    closed: date | None = None
    follows: str = ""
    round: Clean = BLANK
    demo: bool = False

    @property
    def name(self) -> Clean:
        """What the case is called in lists: its title, and what the round is about."""
        return Clean(f"{self.title}: {self.round}") if self.round else self.title


ARRANGING = ("insurance", "appointment", "records", "portal", "company")
"""The checklist sections that make up the step 'arrange'."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the case and its progress.

    Attributes:
        key: Its name, also of its words in `content/words/home.toml`.
        mode: The screen where it is done.
        done: Things done, of `total`; the step is 'done' when they are equal and not 0.
    """

    key: str
    mode: str
    done: int
    total: int

    @property
    def word(self) -> str:
        """'done', 'begun' or 'open'."""
        if self.total and self.done >= self.total:
            return "done"
        return "begun" if self.done else "open"


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
        part: The patient's preferred part in deciding.
        sure: How sure the patient is before the second opinion, from 0 to `SUREST`; None if not
            said.
        sure_after: How sure the patient is after it, on the same scale.
        ask_sure_from: The day from which to ask for `sure_after` again; None if not put off.
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
    ask_sure_from: date | None = None
    ready_options: YesNo = YesNo.OPEN
    ready_matters: YesNo = YesNo.OPEN
    ready_support: YesNo = YesNo.OPEN
    ready_clear: YesNo = YesNo.OPEN
    outcome: Outcome = Outcome.OPEN
    outcome_on: date | None = None
    outcome_reason: Clean = BLANK
    decided: Clean = BLANK
    decided_on: date | None = None
    decided_reason: Clean = BLANK
    follow_up: str = ""


class Weight(StrEnum):
    """How much something matters to a person; a word, never a number."""

    OPEN = ""
    LITTLE = "a little"
    SOME = "somewhat"
    MUCH = "very much"


class Side(StrEnum):
    """Whether an argument is for an option or against it."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(CanBePrivate):
    """Something that matters to a person in this decision.

    Attributes:
        by: Name of the person, or '' for the patient.
    """

    text: Clean
    weight: Weight = Weight.OPEN
    by: Clean = BLANK
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(CanBePrivate):
    """One of the options, in the user's words.

    Attributes:
        last_day: The last day on which it can be chosen, as of a trial; None if there is none.
    """

    text: Clean
    last_day: date | None = None
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought(CanBePrivate):
    """An argument for or against an option, in someone's own words.

    Attributes:
        by: Name of the person, or '' for the patient.
    """

    option_id: str
    side: Side
    text: Clean
    by: Clean = BLANK
    order: int = 0


Weighed = Matter | Option | Thought
