"""The letter to the first doctor and the phone script, as papers. Pure."""

from datetime import date
from typing import ClassVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.letter import letter
from so_tui.papers.listing import my_doctor, signed


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A titled part; each paragraph is clean and on one line."""

    title: Clean
    paragraphs: tuple[Clean, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The text of a letter.

    Attributes:
        day: The current day, in words.
        footer: Who wrote it, when, and that it is not a medical record.
    """

    TEMPLATE: ClassVar[str] = "letter"

    title: Clean
    day: Clean
    parts: tuple[LetterPart, ...]
    footer: Clean


def make_letter(state: AppState, paper: Paper, today: date, author: str = "") -> Letter | None:
    """Return the letter or the phone script, or None while there is no first doctor.

    Args:
        state: The open case.
        paper: `Paper.LETTER` or `Paper.PHONE`.
        today: The current day.
        author: Its author; '' for the patient.
    """
    lines = letter(state, paper, today)
    if not lines:
        return None
    parts = (
        LetterPart(
            Clean(text(f"followup.section.{line.key}")),
            tuple(clean_line(each) for each in line.words.split("\n") if each.strip()),
        )
        for line in lines
    )
    return Letter(
        title=clean_line(text(f"followup.title.{paper}", doctor=my_doctor(state))),
        day=Clean(show_day(today)),
        parts=tuple(part for part in parts if part.paragraphs),
        footer=signed(state, today, author),
    )
