"""A second case, notes of three visits, and all that a state shows of a case."""

from dataclasses import replace
from datetime import date
from typing import Any

from so_tui.domain.case import Case
from so_tui.domain.notes import Note
from so_tui.domain.state import TABLES, AppState
from so_tui.domain.text import Clean
from tests.support.stored import note

OTHER = Case(id="0000000000c2", title=Clean("A knee"), opened=date(2025, 3, 1))
VISITS = ("0000000000e1", "0000000000e2", "0000000000e3")


def line(number: int, text: str = "said") -> Note:
    """Return a note of one of three visits."""
    return replace(note(number, text), visit_id=VISITS[number % 3])


def content(state: AppState) -> list[Any]:
    """Return everything of a case, in its order."""
    return [state.case_id, *(list(getattr(state, name).items()) for name in TABLES)]
