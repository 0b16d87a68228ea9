"""A screen of checklists: shipped lines and the user's own."""

from collections.abc import Callable
from dataclasses import replace

from so_tui.domain.edited_lines import Listed, Tick
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import Clean
from so_tui.forms.lists import tick_filling
from so_tui.logic.tick_lists import line_words, own_line
from so_tui.papers.listing import Listing
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.papers import paper_filling, save_file
from so_tui.ui.bases.screen import say, stores


def _fresh(screen: EntityList) -> Tick | None:
    return own_line(screen.state, *screen.list_here()) if isinstance(screen, TickScreen) else None


def _put(screen: EntityList, tick: Tick, old: Tick | None) -> tuple[Change, ...]:
    # A shipped line is not saved until something of it is changed.
    return (Put(tick, old if old and stores(screen, old) else None),)


def _drop(screen: EntityList, tick: Tick) -> tuple[Change, ...]:
    if tick.template:
        say(screen, "ticks.shipped")
        return ()
    return (Drop(tick),)


class TickScreen(EntityList):
    """A screen of checklists; subclasses give the lines and the paper."""

    NEEDS_ROW = frozenset({"edit", "read", "open"})
    NEEDS = {"tick": Tick, "delete": Tick}

    def ticks(self) -> list[Tick]:
        """Return all lines that can be ticked."""
        return []

    def list_here(self) -> tuple[Listed, str]:
        """Return the list that a new line is added to, and its visit's id or ''."""
        raise NotImplementedError

    def paper(self) -> Listing | None:
        """Return the paper to print, or None if there is nothing to print."""
        return None

    def find(self, key: str) -> Tick | None:
        return next((tick for tick in self.ticks() if tick.id == key), None)

    def action_tick(self) -> None:
        """Tick or untick the chosen line."""
        tick = self.chosen
        label = self.label("off" if tick.on else "on", tick)
        self.commit(label, Put(replace(tick, on=not tick.on)))

    def action_sheet(self) -> None:
        """Write the list as a file to print."""
        if listing := self.paper():
            save_file(self, paper_filling(listing, self.NAME), "ticks.saved")
        else:
            say(self, "ticks.nothing")

    def resume(self, what: str, key: str) -> None:
        if key in set(Listed):
            visit_id = self.list_here()[1]
            self.open(own_line(self.state, Listed(key), visit_id), new=True)
        else:
            super().resume(what, key)


def tick_kind(
    name: str, words_of: Callable[[AppState, Tick], Clean] = lambda _, tick: line_words(tick)
) -> EditedKind[Tick]:
    """Return the kind of the lines of a screen.

    Args:
        name: Its name in the draft's key.
        words_of: Returns the text of a line as it is shown.
    """
    return EditedKind(
        table="ticks",
        words="ticks",
        fresh=_fresh,
        filling=lambda s, tick, new: tick_filling(tick, words_of(s.state, tick), name, new=new),
        called=lambda state, tick: tick.text or words_of(state, tick),
        put=_put,
        drop=_drop,
    )
