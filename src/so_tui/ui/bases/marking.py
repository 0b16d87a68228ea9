"""The key that marks what is chosen as private, the same on every screen."""

from dataclasses import replace

from textual.screen import Screen

from so_tui.content import text
from so_tui.domain.edited_lines import Tick
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import CanBePrivate
from so_tui.domain.state import AppState, Put
from so_tui.domain.text import first_line
from so_tui.logic.people import doctor_name
from so_tui.logic.tick_lists import line_words
from so_tui.ui.bases.screen import BaseScreen


def can_mark(screen: Screen[object]) -> bool:
    """Return whether something is chosen that can be marked private."""
    return isinstance(screen, BaseScreen) and screen.is_mounted and bool(screen.markable)


def mark_private(screen: Screen[object]) -> None:
    """Mark what is chosen as private; as not private if all of it is."""
    if isinstance(screen, BaseScreen) and (things := screen.markable):
        private = not all(thing.private for thing in things)
        said = "private.marked" if private else "private.shown"
        label = text(said, text=first_line(_called(screen.state, things[0]), 40))
        screen.commit(label, *(Put(replace(thing, private=private)) for thing in things))


def _called(state: AppState, thing: CanBePrivate) -> str:
    if isinstance(thing, Encounter):
        return text("people.visit_with", name=doctor_name(state, thing))
    return line_words(thing) if isinstance(thing, Tick) else str(getattr(thing, "text", ""))
