"""The key that marks what is chosen as private, the same on every screen."""

from dataclasses import replace

from textual.screen import Screen

from so_tui.content import text
from so_tui.domain.checklist import Task
from so_tui.domain.entity import CanBePrivate
from so_tui.domain.state import Put
from so_tui.domain.text import first_line
from so_tui.logic.plan import put_task
from so_tui.logic.private import called
from so_tui.ui.bases.screen import BaseScreen


def can_mark(screen: Screen[object]) -> bool:
    """Return whether something is chosen that can be marked private."""
    return isinstance(screen, BaseScreen) and screen.is_mounted and bool(screen.markable)


def mark_private(screen: Screen[object]) -> None:
    """Mark what is chosen as private; as not private if all of it is."""
    if isinstance(screen, BaseScreen) and (things := screen.markable):
        private = not all(thing.private for thing in things)
        said = "private.marked" if private else "private.shown"
        label = text(said, text=first_line(called(screen.state, things[0]), 40))
        screen.commit(label, *(_marked(screen, thing, private=private) for thing in things))


def _marked(screen: BaseScreen, thing: CanBePrivate, *, private: bool) -> Put:
    new = replace(thing, private=private)
    if isinstance(thing, Task) and isinstance(new, Task):
        return put_task(screen.state, new, thing)
    return Put(new)
