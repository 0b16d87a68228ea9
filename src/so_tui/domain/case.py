"""A case: one decision being worked on."""

from datetime import date

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import Entity
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Entity):
    """One decision being worked on, and its patient.

    Attributes:
        title: The diagnosis or the worry, in the patient's own words.
        patient: The patient's name as the patient wants it shown.
        opened: The day the case was started.
        closed: The day it was closed; past cases stay readable.
        follows: Id of the earlier case that this is a new round of, or ''.
        demo: True for the made-up case that `so-tui demo` shows.
    """

    title: Clean
    patient: Clean = BLANK
    opened: date
    closed: date | None = None
    follows: str = ""
    demo: bool = False
