"""What each doctor advises so far, as lines of a paper. Pure."""

from so_tui.content import text
from so_tui.domain.names import name_of
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line, start_of_sentence, without_stop
from so_tui.logic.told import Told, told_so_far, was_heard
from so_tui.papers.files import NAME_WIDTH

MOST_TOLD = 3
"""Most opinions on a paper of one page: the first, and the latest."""


def told_lines(state: AppState, width: int, but: str = "") -> tuple[Clean, ...]:
    """Return the advice of each doctor as a sentence, and that no visit took place if so.

    `width` is the most characters of an advice; `but` is the id of a doctor to leave out.
    """
    told = told_so_far(state, but)
    some = told if len(told) <= MOST_TOLD else [told[0], *told[1 - MOST_TOLD :]]
    return tuple(_line(state, each, width) for each in some)


def _line(state: AppState, told: Told, width: int) -> Clean:
    key = "plan" if was_heard(state, told.doctor.id) else "plan_unmarked"
    name = without_stop(first_line(name_of(state, told.doctor.id), NAME_WIDTH))
    plan = start_of_sentence(told.plan, width)
    return clean_line(text(f"sheet.paper.{key}", doctor=name, plan=plan))
