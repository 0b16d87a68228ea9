"""A screen with lists to tick: shipped lines, and the user's own."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from so_tui.content import say
from so_tui.domain.state import Change, Drop, Put
from so_tui.domain.text import BLANK, Clean, first_line
from so_tui.domain.ticks import Listed, Tick
from so_tui.logic.tick_lists import line_words, own_line
from so_tui.papers.listing import Listing
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.forms.paper import paper_form
from so_tui.ui.forms.tick import tick_form
from so_tui.ui.messages import Commit, Say
from so_tui.ui.widgets.search import SearchLine


class TickScreen(ListScreen):
    """Subclasses say which lines there are and what their paper is."""

    NEEDS_ROW = frozenset({"tick", "edit", "delete", "read", "open"})
    KIND: ClassVar[str] = ""
    """What a line is called in the key of its draft."""

    def ticks(self) -> list[Tick]:
        """Return all lines that can be ticked."""
        return []

    def list_here(self) -> tuple[Listed, str]:
        """Return the list that a new line goes to, and its visit's id or ''."""
        raise NotImplementedError

    def words_of(self, tick: Tick) -> Clean:
        """Return the words of a line as they are shown."""
        return line_words(tick)

    def paper(self) -> Listing | None:
        """Return what is written out, or None when there is nothing to write."""
        return None

    @property
    def chosen(self) -> Tick | None:
        """The line the cursor is on."""
        return next((tick for tick in self.ticks() if tick.id == self.key), None)

    def action_tick(self) -> None:
        """Tick the chosen line, or take its tick away."""
        if tick := self.chosen:
            said = "ticks.off" if tick.on else "ticks.on"
            self._commit(said, tick, Put(replace(tick, on=not tick.on)))

    def action_open(self) -> None:
        """Do what Enter does on the chosen line."""
        self.action_tick()

    def action_edit(self) -> None:
        """Change the words of the chosen line."""
        if tick := self.chosen:
            form = tick_form(tick, self.words_of(tick), self.KIND, self.drafts)
            self.app.push_screen(form, partial(self._keep, tick))

    def action_new(self) -> None:
        """Write a line of one's own."""
        if self.state.case is None:
            self.post_message(Say(say("status.needs_case")))
        else:
            self._new_in(*self.list_here())

    def _new_in(self, listed: Listed, visit_id: str) -> None:
        tick = own_line(self.state, listed, visit_id)
        form = tick_form(tick, BLANK, self.KIND, self.drafts, new=True)
        self.app.push_screen(form, partial(self._keep, None))

    def _keep(self, old: Tick | None, result: Tick | None) -> None:
        if result is not None and result != old:
            kept = old if old and old.id in self.state.ticks else None
            self._commit("ticks.changed" if old else "ticks.added", result, Put(result, kept))
            self.seek(result.id)

    def _commit(self, said: str, tick: Tick, change: Change) -> None:
        words = say(said, text=first_line(tick.text or self.words_of(tick), 40))
        self.post_message(Commit((change,), words))

    def action_delete(self) -> None:
        """Take away a line of one's own."""
        tick = self.chosen
        if tick is None:
            return
        if tick.template:
            self.post_message(Say(say("ticks.shipped")))
        else:
            self._commit("ticks.deleted", tick, Drop(tick))

    def action_sheet(self) -> None:
        """Write the list as a file to print."""
        listing = self.paper()
        if listing is None:
            self.post_message(Say(say("ticks.nothing")))
        else:
            form = paper_form(listing, self.SIDE, self.drafts)
            self.app.push_screen(form, self._written)

    def _written(self, path: str | None) -> None:
        if path is not None:
            self.post_message(Say(say("ticks.saved", path=path)))

    def resume(self, what: str, key: str) -> None:
        if key in set(Listed):
            self._new_in(Listed(key), self.list_here()[1])
        else:
            self.focus_key(key)
            self.action_edit()

    def on_row_list_chosen(self) -> None:
        self.action_open()

    def action_back(self) -> None:
        """Show everything again if only some of it shows, else go back to the screen before."""
        if self.sought:
            self.query_one(SearchLine).close()
        else:
            self.app.pop_screen()
