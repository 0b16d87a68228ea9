"""A case, a doctor and numbered notes to put into a store."""

from datetime import date, datetime

from so_tui.domain.case import Case
from so_tui.domain.notes import Note
from so_tui.domain.people import Doctor
from so_tui.domain.text import Clean

CASE = Case(id="0000000000c1", title=Clean("A lump"), opened=date(2026, 11, 1))
DOCTOR = Doctor(id="0000000000d1", case_id=CASE.id, name=Clean("Dr Ada Example"))


def note(number: int, text: str = "said") -> Note:
    """Return a line of one visit; the number makes its id."""
    return Note(
        id=f"{number:012x}",
        case_id=CASE.id,
        visit_id="0000000000e1",
        at=datetime(2026, 11, 23, 14, 30),
        author=Clean("Maria"),
        text=Clean(text),
    )
