"""Names on papers: whom one is for, and who wrote it. Pure."""

from datetime import date

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line

NAME_WIDTH = 45
"""Most characters of a person's name on paper."""


def my_doctor(state: AppState) -> str:
    """Return the name of the first doctor, or words for one who is not named yet."""
    doctors = in_order(state.doctors.values())
    return first_line(doctors[0].name, NAME_WIDTH) if doctors else text("whether.my_doctor")


def signed(state: AppState, today: date, author: str = "") -> Clean:
    """Return the footer of a paper: its author, the day, and that it is not a medical record."""
    patient = state.case.patient if state.case else ""
    name = first_line(author or patient or text("sheet.paper.me"), NAME_WIDTH)
    return clean_line(text("standing.footer", name=name, date=show_day(today)))
