"""Lines of a paper that the user has changed, left out, or written."""

from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean


class Paper(StrEnum):
    """A paper whose lines the user can change."""

    AGENDA = "agenda"
    LETTER = "letter"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine(CaseEntity):
    """What the user made of one line of a paper; a line nobody touched is not kept.

    Attributes:
        made_from: What the line is written from, such as 'differs/<doctor>/<point>', or '' for
            one's own.
        text: The user's words; '' for those written from the case.
        on: Whether it stands on the paper.
        order: Place among the own lines.
    """

    paper: Paper
    made_from: str = ""
    text: Clean = BLANK
    on: bool = True
    order: int = 0


def line_id(case_id: str, paper: Paper, made_from: str) -> str:
    """Return the id of a line written from the case: the same wherever it is touched first."""
    return id_made_of(f"paper/{case_id}/{paper}/{made_from}")
