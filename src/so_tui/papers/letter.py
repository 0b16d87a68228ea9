"""The letter to the doctor who treats the patient now, and the words for the phone. Pure."""

from datetime import date
from typing import ClassVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.logic.letter import letter
from so_tui.logic.treating import addressee
from so_tui.papers.files import NAME_WIDTH, Footer, signed
from so_tui.papers.listing import Block, Item


@dataclass(frozen=True, slots=True)
class Letter:
    """The text of a letter; each part is clean and on one line, '' for nothing to say.

    Attributes:
        title: Whom it is to.
        greeting: The line before the first part.
        closing: The lines after the last part: thanks, and the patient's name.
    """

    template: ClassVar[str] = "letter"

    title: Clean
    day: Clean
    greeting: Clean
    blocks: tuple[Block, ...]
    closing: tuple[Clean, ...]
    footer: Footer


def make_letter(state: AppState, paper: Paper, today: date) -> Letter | None:
    """Return the letter or the words for the phone, or None while there is no doctor."""
    lines, to = letter(state, paper, today), addressee(state, today)
    if not lines or to is None or state.case is None:
        return None
    blocks = (
        Block(
            Clean(text(f"followup.section.{line.key}")),
            tuple(Item(clean_line(each)) for each in line.words.split("\n") if each.strip()),
        )
        for line in lines
    )
    name, is_letter = first_line(to.name, NAME_WIDTH), paper is Paper.LETTER
    dear = clean_line(text("followup.dear", name=name))
    closing = (Clean(text("followup.thanks")), clean_line(state.case.patient))
    return Letter(
        title=clean_line(text(f"followup.title.{paper}", doctor=name)),
        day=Clean(show_day(today)),
        greeting=dear if is_letter else BLANK,
        blocks=tuple(block for block in blocks if block.items),
        closing=tuple(filter(None, closing)) if is_letter else (),
        footer=signed(state, today),
    )
