"""Lines of a list that the user ticks, shipped ones and their own."""

from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean


class Listed(StrEnum):
    """The lists that are ticked. Nothing on them is ever counted up or weighed."""

    REASONS = "reasons"
    ASK_FIRST = "ask_first"
    KINDS = "kinds"
    TELLING = "telling"
    PACKING = "packing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(CaseEntity):
    """A line of a list; a shipped line is kept only once it was touched.

    Attributes:
        listed: The list.
        template: Key of the shipped line, or '' for one's own.
        visit_id: The visit that it is packed for, or '' for what hangs on no visit.
        text: Its words; '' for the shipped ones.
        on: Whether it is ticked.
        order: Place among the own lines of the list.
    """

    listed: Listed
    template: str = ""
    visit_id: str = ""
    text: Clean = BLANK
    on: bool = False
    order: int = 0


def tick_id(case_id: str, listed: Listed, template: str, visit_id: str = "") -> str:
    """Return the id of a shipped line: the same wherever it is touched first."""
    return id_made_of(f"tick/{case_id}/{listed}/{template}/{visit_id}")
