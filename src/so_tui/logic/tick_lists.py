"""Tick lists: their shipped lines and the user's own. Pure."""

from collections.abc import Iterable

from so_tui.content import has_words, text, words
from so_tui.domain.edited_lines import Listed, Tick, tick_id
from so_tui.domain.entity import next_order, ordered
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line

WORDS = {listed: f"deciding.{listed}" for listed in Listed} | {Listed.PACKING: "packing.items"}
"""Key of the shipped lines of each list."""


def shipped(listed: Listed) -> tuple[str, ...]:
    """Return the keys of a list's shipped lines, in order."""
    return tuple(words(WORDS[listed]))


def lines_of(
    state: AppState, listed: Listed, keys: Iterable[str], visit_id: str = ""
) -> list[Tick]:
    """Return a list as shown: the shipped lines, changed or not, then the user's own.

    Args:
        state: The open case.
        listed: The list.
        keys: Keys of the shipped lines that belong to it.
        visit_id: The visit it is for, or ''.
    """
    own = [
        tick
        for tick in state.ticks.values()
        if (tick.listed, tick.template, tick.visit_id) == (listed, "", visit_id)
    ]
    given = [_line(state, listed, key, visit_id) for key in keys]
    return [*given, *ordered(own)]


def _line(state: AppState, listed: Listed, key: str, visit_id: str) -> Tick:
    id_ = tick_id(state.case_id, listed, key, visit_id)
    unsaved = Tick(id=id_, case_id=state.case_id, listed=listed, template=key, visit_id=visit_id)
    return state.ticks.get(id_, unsaved)


def own_line(state: AppState, listed: Listed, visit_id: str = "") -> Tick:
    """Return a new, empty line of the user's own at the end of a list."""
    order = next_order(t for t in state.ticks.values() if t.listed is listed)
    return Tick(case_id=state.case_id, listed=listed, visit_id=visit_id, on=True, order=order)


def shipped_words(tick: Tick) -> Clean:
    """Return the shipped text of a line, '' for the user's own."""
    key = f"{WORDS[tick.listed]}.{tick.template}"
    return clean_line(text(key)) if tick.template and has_words(key) else Clean("")


def line_words(tick: Tick) -> Clean:
    """Return the text of a line: the user's, else the shipped one."""
    return tick.text or shipped_words(tick)
