"""Dialogs with lines to tick, such as the records that a doctor had; each tick is saved at once."""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor
from so_tui.domain.records import Record, in_order
from so_tui.domain.state import Change, Put, apply
from so_tui.logic import records as tracking
from so_tui.logic.comparison import opinion_of
from so_tui.logic.phrases import stage_words
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.messages import Commit
from so_tui.ui.view import ViewNow
from so_tui.ui.widgets.layout import Column, Row


class TickDialog(ListDialog[None]):
    """A list of lines to tick; subclasses give the rows and what a tick changes.

    Attributes:
        state: The open case, with what was changed here.
    """

    def __init__(self, title: str, view: ViewNow, *columns: Column) -> None:
        super().__init__(title, *columns)
        self.view = view
        self.state = view().state

    def extra(self) -> ComposeResult:
        yield Static(id="dialog-said", classes="muted", markup=False)

    def tell(self, words: str) -> None:
        """Show a message below the list."""
        self.query_one("#dialog-said", Static).update(words)

    def commit(self, changes: tuple[Change, ...], said: str, draft_key: str = "") -> None:
        """Commit these changes, and show them."""
        if refusal := self.view().case_refusal:
            self.tell(refusal)
            return
        self.state = apply(self.state, changes)
        self.post_message(Commit(changes, said, draft_key))
        self.tell(said)
        self.show_rows()

    def on_row_list_chosen(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Tick or untick the chosen line."""


def tick_sign(on: bool) -> str:
    """Return the sign for a ticked or unticked line."""
    return text("differences.ticked" if on else "differences.unticked")


class InHand(TickDialog):
    """The records of the case, each with its progress towards this doctor."""

    BINDINGS = bindings("in_hand")

    def __init__(self, doctor: Doctor, view: ViewNow) -> None:
        title = text("opinions.hand_title", doctor=name_of(view().state, doctor.id))
        super().__init__(title, view, Column(0, 3), Column(1, lines=2), Column(2, 15))
        self._doctor = doctor

    def rows(self) -> Sequence[Row]:
        had = opinion_of(self.state, self._doctor.id).had
        return [
            Row(
                record.id,
                (tick_sign(record.id in had), record.name, self._stage(record)),
                ("", "", "dim"),
            )
            for record in in_order(self.state.records.values())
            if not record.back and (record.needed or record.id in had)
        ] or [Row("", (text("opinions.hand_none"),), ("dim",), heading=True)]

    def _stage(self, record: Record) -> str:
        return stage_words(record, tracking.progress_of(self.state, record, self._doctor.id))

    def action_tick(self) -> None:
        """Tick or untick a record the doctor had."""
        if not self.key:
            return
        old = opinion_of(self.state, self._doctor.id)
        has = self.key in old.had
        had = tuple(i for i in old.had if i != self.key) if has else (*old.had, self.key)
        new = replace(old, had=had)
        name = self.state.records[self.key].name
        said = "opinions.had_not" if has else "opinions.had"
        base = old if old.id in self.state.opinions else None
        words = text(said, doctor=name_of(self.state, self._doctor.id), record=name)
        self.commit((Put(new, base),), words)
