"""Lines that the user has ticked, changed or added: of tick lists and of papers."""

from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean


class Listed(StrEnum):
    """The tick lists. Nothing on them is ever scored or weighed."""

    REASONS = "reasons"
    ASK_FIRST = "ask_first"
    KINDS = "kinds"
    TELLING = "telling"
    PACKING = "packing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(CanBePrivate):
    """A line of a tick list; a shipped line is stored only once it was changed.

    Attributes:
        template: Key of the shipped line, or '' for the user's own.
        visit_id: The visit that it is packed for, or '' if it depends on no visit.
        text: Its text; '' for the shipped one.
        order: Position among the user's own lines of the list.
    """

    listed: Listed
    template: str = ""
    visit_id: str = ""
    text: Clean = BLANK
    on: bool = False
    order: int = 0


def tick_id(case_id: str, listed: Listed, template: str, visit_id: str = "") -> str:
    """Return the id of a shipped line, determined by its arguments."""
    return id_made_of(f"tick/{case_id}/{listed}/{template}/{visit_id}")


class Paper(StrEnum):
    """A paper whose lines the user can change."""

    AGENDA = "agenda"
    LETTER = "letter"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine(CaseEntity):
    """The user's edit of one line of a paper; an untouched line is not stored.

    Attributes:
        made_from: Key of the line's source, such as 'differs/<doctor>/<point>', or '' for the
            user's own line.
        text: The user's text; '' to use the text generated from the case.
        order: Position among the user's own lines.
    """

    paper: Paper
    made_from: str = ""
    text: Clean = BLANK
    on: bool = True
    order: int = 0
