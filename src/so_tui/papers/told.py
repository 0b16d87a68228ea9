"""What each doctor advises so far, as lines of a paper. Pure."""

from so_tui.content import text
from so_tui.domain.names import name_of
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line, without_stop
from so_tui.logic.told import Told, told_so_far, was_heard
from so_tui.logic.words import short_words
from so_tui.papers.files import NAME_WIDTH

SHORTEST = 40
"""Fewest characters that an advice is cut to."""


def told_lines(
    state: AppState, most: int, width: int, room: int | None = None, but: str = ""
) -> tuple[Clean, ...]:
    """Return the advice of each doctor as a sentence, and that no visit took place if so.

    Args:
        state: The case, without what stays private.
        most: Most opinions: the first, and the latest. How many are left out is told.
        width: Most characters of an advice.
        room: Most characters of all of them, if there is little room.
        but: The id of a doctor to leave out.
    """
    told = told_so_far(state, but)
    some = told if len(told) <= most else [told[0], *told[1 - most :]]
    if room is not None and some:
        width = min(width, max(room // len(some), SHORTEST))
    lines = [_line(state, each, width) for each in some]
    if left := len(told) - len(some):
        lines.append(Clean(text("followup.told_more", count=left)))
    return tuple(lines)


def _line(state: AppState, told: Told, width: int) -> Clean:
    key = "plan" if was_heard(state, told.doctor.id) else "plan_unmarked"
    name = without_stop(first_line(name_of(state, told.doctor.id), NAME_WIDTH))
    plan = short_words(state, told.doctor.id, "plan", _whole_words(told.plan, width))
    return clean_line(text(f"sheet.paper.{key}", doctor=name, plan=plan))


def _whole_words(words: str, width: int) -> int:
    """Return a width, at most the given one, that cuts words at the end of one of them."""
    flat = " ".join(words.split())
    end = flat.rfind(" ", width // 2, width - 2) if len(flat) > width else -1
    return width if end < 0 else end + len("...")
