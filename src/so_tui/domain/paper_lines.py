"""Lines of a paper that the user has changed, left out, or added."""

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
    """The user's edit of one line of a paper; an untouched line is not stored.

    Attributes:
        made_from: Key of the line's source, such as 'differs/<doctor>/<point>', or '' for the
            user's own line.
        text: The user's text; '' to use the text generated from the case.
        on: Whether it is included in the paper.
        order: Position among the user's own lines.
    """

    paper: Paper
    made_from: str = ""
    text: Clean = BLANK
    on: bool = True
    order: int = 0


def line_id(case_id: str, paper: Paper, made_from: str) -> str:
    """Return the id of a generated line, determined by its arguments."""
    return id_made_of(f"paper/{case_id}/{paper}/{made_from}")
