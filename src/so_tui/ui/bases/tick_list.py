"""A screen of checklists: shipped lines and the user's own."""

from dataclasses import replace
from typing import ClassVar

from so_tui.content import text
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import BLANK, Clean, first_line
from so_tui.domain.ticks import Listed, Tick
from so_tui.logic.tick_lists import line_words, own_line
from so_tui.papers.listing import Listing
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.forms.paper import paper_form
from so_tui.ui.forms.tick import tick_form
from so_tui.ui.messages import Say


class TickScreen(ListScreen):
    """A screen of checklists; subclasses give the lines and the paper."""

    NEEDS_ROW = frozenset({"tick", "edit", "delete", "read", "open"})
    KIND: ClassVar[str] = ""
    """The kind of a line in its draft's key."""

    def ticks(self) -> list[Tick]:
        """Return all lines that can be ticked."""
        return []

    def list_here(self) -> tuple[Listed, str]:
        """Return the list that a new line is added to, and its visit's id or ''."""
        raise NotImplementedError

    def words_of(self, tick: Tick) -> Clean:
        """Return the text of a line as it is shown."""
        return line_words(tick)

    def paper(self) -> Listing | None:
        """Return the paper to print, or None if there is nothing to print."""
        return None

    @property
    def chosen(self) -> Tick | None:
        """The line the cursor is on."""
        return next((tick for tick in self.ticks() if tick.id == self.key), None)

    def action_tick(self) -> None:
        """Tick or untick the chosen line."""
        if tick := self.chosen:
            label = _label("off" if tick.on else "on", tick, self.words_of(tick))
            self.commit(label, Put(replace(tick, on=not tick.on)))

    def action_open(self) -> None:
        """Do what Enter does on the chosen line."""
        self.action_tick()

    def action_edit(self) -> None:
        """Edit the text of the chosen line."""
        if tick := self.chosen:
            self._open(tick, self.words_of(tick), new=False)

    def action_new(self) -> None:
        """Add a line of the user's own."""
        if self.need_case():
            self._open(own_line(self.state, *self.list_here()), BLANK, new=True)

    def _open(self, tick: Tick, words: Clean, *, new: bool) -> None:
        def keep(result: Tick) -> None:
            if new or result != tick:
                base = None if new or tick.id not in self.state.ticks else tick
                label = _label("added" if new else "changed", result, self.words_of(result))
                self.commit(label, Put(result, base))
                self.seek(result.id)

        self.edit(tick_form(tick, words, self.KIND, self.drafts, new=new), keep)

    def action_delete(self) -> None:
        """Delete a line of the user's own."""
        tick = self.chosen
        if tick is None:
            return
        if tick.template:
            self.post_message(Say(text("ticks.shipped")))
        else:
            self.commit(_label("deleted", tick, self.words_of(tick)), Drop(tick))

    def action_sheet(self) -> None:
        """Write the list as a file to print."""
        listing = self.paper()
        if listing is None:
            self.post_message(Say(text("ticks.nothing")))
        else:

            def written(path: str) -> None:
                self.post_message(Say(text("ticks.saved", path=path)))

            self.edit(paper_form(listing, self.SIDE, self.drafts), written)

    def resume(self, what: str, key: str) -> None:
        if key in set(Listed):
            visit_id = self.list_here()[1]
            self._open(own_line(self.state, Listed(key), visit_id), BLANK, new=True)
        else:
            self.focus_key(key)
            self.action_edit()

    def on_row_list_chosen(self) -> None:
        self.action_open()


def _label(what: str, tick: Tick, shipped: Clean) -> str:
    return text(f"ticks.{what}", text=first_line(tick.text or shipped, 40))
