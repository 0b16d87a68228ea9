"""Weighing up: what matters to whom, the options, and the arguments for and against each.

Nothing here is counted, scored or ranked: it holds people's own words.
"""

from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean


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
class Matter(CaseEntity):
    """Something that matters to a person in this decision.

    Attributes:
        text: What it is, in their words.
        weight: How much it matters to them.
        by: Name of the person, or '' for the patient.
    """

    text: Clean
    weight: Weight = Weight.OPEN
    by: Clean = BLANK
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(CaseEntity):
    """One of the options, in the user's words."""

    text: Clean
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought(CaseEntity):
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
