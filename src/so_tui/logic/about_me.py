"""The patient's page about themselves, and what others take from it. Pure."""

from so_tui.content import text
from so_tui.domain.about_me import LISTS, AboutMe, about_id
from so_tui.domain.dates import birth_day
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line, without_stop

URGENT = ("allergies", "medicines", "devices", "illnesses")
"""What stands on the emergency card, in short, the most urgent first."""
SHORT_WIDTH = 160
"""Most characters of a field in short."""


def about_of(state: AppState) -> AboutMe:
    """Return the page of the case, an empty one if none is stored."""
    id_ = about_id(state.case_id)
    return state.about_me.get(id_, AboutMe(id=id_, case_id=state.case_id))


def has_page(state: AppState) -> bool:
    """Return whether there is anything on the page but how to reach the patient."""
    about = about_of(state)
    return any(about.lines(name) for name in LISTS)


def shown(about: AboutMe, name: str) -> Clean:
    """Return a field as it is shown; '' while it is empty."""
    return Clean(birth_day(about.born)) if name == "born" else getattr(about, name)


def in_short(about: AboutMe, name: str) -> Clean:
    """Return one of the lists in a line with its title; '' while it is empty."""
    things = "; ".join(without_stop(line) for line in about.lines(name))
    if not things:
        return BLANK
    return clean_line(f"{text(f'about.{name}')}: {first_line(things, SHORT_WIDTH)}")


def urgent_lines(state: AppState) -> list[Clean]:
    """Return what helpers have to know in an emergency, one line each."""
    about = about_of(state)
    return [line for line in (in_short(about, name) for name in URGENT) if line]
