"""The records tracker: what to obtain or send, and the progress of each."""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.records import (
    Record,
    Stage,
    Transfer,
    moved,
    put_at,
    stages,
)
from so_tui.domain.state import AppState, Put
from so_tui.domain.text import first_line
from so_tui.logic import records as tracking
from so_tui.logic.defaults import new_record
from so_tui.logic.phrases import stage_words
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.pick import Pick
from so_tui.ui.messages import Say
from so_tui.ui.rows.records import (
    destination_name,
    record_parts,
    record_rows,
    top_lines,
)
from so_tui.ui.screens.records.calls import RecordCalls, edit_line, record_label
from so_tui.ui.screens.records.forms import record_form, transfer_form
from so_tui.ui.widgets.detail import Detail, Part
from so_tui.ui.widgets.layout import Row
from so_tui.ui.widgets.record_grid import RecordGrid
from so_tui.ui.widgets.search import SearchLine

TOP_LINES, SHORT_TOP_LINES, TALL = 3, 2, 24
"""Lines above the list, and fewer in a window with less than `TALL` rows."""


class RecordsScreen(RecordCalls):
    """Records as rows, transfers as columns; above them what is due today."""

    SIDE = "records"
    LIST_ID = "records"
    BINDINGS = bindings("records")
    NEEDS_ROW = frozenset(
        {"move", "transfer", "edit", "delete", "needed", "chase", "lines", "stage"}
    )

    def body(self) -> ComposeResult:
        yield Static(id="records-top", classes="banner", markup=False)
        yield SearchLine()
        with Container(classes="split"):
            yield RecordGrid(id=self.LIST_ID)
            yield Detail()

    def show_state(self) -> None:
        room = TOP_LINES if self.app.size.height >= TALL else SHORT_TOP_LINES
        lines = top_lines(self.state, self.today, room, self.app.size.width - 2)
        self.query_one("#records-top", Static).update("\n".join(lines))
        rows = record_rows(self.state, self.today, self.sought)
        empty = [Row("", (self.words_for_none(),), ("dim",), heading=True)]
        destinations = [
            (key, destination_name(self.state, key)) for key, _ in tracking.destinations(self.state)
        ]
        self.query_one(RecordGrid).show_opinions(rows or empty, destinations)
        self._show_detail()

    def words_for_none(self) -> str:
        if self.state.case is None:
            return super().words_for_none()
        return text("records.none_found" if self.state.records else "records.empty")

    def detail(self, key: str) -> Sequence[Part]:
        record = self.state.records.get(key)
        if record is None:
            return [("", text("records.hint"))]
        return record_parts(self.state, record, self.doctor_id, self.today)

    def on_mount(self) -> None:
        self.watch(self.query_one(RecordGrid), "doctor", self._show_detail, init=False)

    def resume(self, what: str, key: str) -> None:
        if what == "chased":
            if chase := self.state.chases.get(key):
                edit_line(self, chase)
        elif key == "new":
            self.action_new()
        else:
            self.focus_key(key)
            forms = {"lane": self.action_transfer, "chase": self.action_chase}
            forms.get(what, self.action_edit)()

    def action_move(self, step: int) -> None:
        """Move the chosen transfer one stage forward (1) or back (-1)."""
        if found := self.transfer:
            record, transfer = found
            new = moved(record, transfer, step, self.today)
            if new is transfer:
                self.post_message(Say(text("records.at_end")))
            else:
                _keep_transfer(self, record, transfer, new)

    def action_stage(self) -> None:
        """Choose the stage of the transfer."""
        if not (found := self.transfer):
            return
        record, transfer = found

        def choose(name: str | None) -> None:
            if name is not None:
                changed = put_at(record, transfer, Stage[name], self.today)
                _keep_transfer(self, record, transfer, changed)

        order = (Stage.SKIP, Stage.NONE, *stages(record, transfer.doctor_id))
        rows = [
            Row(s.name, (stage_words(record, put_at(record, transfer, s, self.today)),))
            for s in order
        ]
        self.app.push_screen(Pick(_title(self.state, record, transfer), rows), choose)

    def action_transfer(self) -> None:
        """Edit the days of the chosen transfer, how it was sent, and its tracking number."""
        if not (found := self.transfer):
            return
        record, transfer = found

        def keep(result: Transfer) -> None:
            if result != transfer:
                _keep_transfer(self, record, transfer, result)

        title = _title(self.state, record, transfer)
        self.edit(transfer_form(record, transfer, title, self.today, self.drafts), keep)

    def on_row_list_chosen(self) -> None:
        self.action_transfer()

    def action_new(self) -> None:
        """Add a record that the list does not have."""
        if self.need_case():
            self._open(new_record(self.state), new=True)

    def action_edit(self) -> None:
        """Edit the chosen record: its name, holder and days."""
        if record := self.chosen:
            self._open(record, new=False)

    def _open(self, record: Record, *, new: bool) -> None:
        def keep(result: Record) -> None:
            if result != record:
                label = record_label("added" if new else "changed", result)
                self.commit(label, Put(result, None if new else record))
                self.seek(result.id)

        self.edit(record_form(record, self.today, self.drafts, new=new), keep)

    def action_needed(self) -> None:
        """Mark the record as not needed, or as needed again."""
        if record := self.chosen:
            new = replace(record, needed=not record.needed)
            label = record_label("is_needed" if new.needed else "not_needed", new)
            self.commit(label, Put(new))

    def action_delete(self) -> None:
        """Delete the record and its transfers."""
        if record := self.chosen:
            self.commit(record_label("deleted", record), *tracking.drop_record(self.state, record))

    def action_fill(self) -> None:
        """Add the usual records to the list."""
        if self.need_case() is None:
            return
        if changes := tracking.fill_in(self.state):
            count = sum(isinstance(change.entity, Record) for change in changes)
            self.commit(text("records.filled", count=count), *changes)
        else:
            self.post_message(Say(text("records.filled_already")))


def _title(state: AppState, record: Record, transfer: Transfer) -> str:
    destination = destination_name(state, transfer.doctor_id)
    return text("records.transfer_form", name=record.name, destination=destination)


def _keep_transfer(screen: BaseScreen, record: Record, old: Transfer, new: Transfer) -> None:
    base = old if old.id in screen.state.lanes else None
    name = first_line(record.name, 30)
    destination, stage = destination_name(screen.state, new.doctor_id, 30), stage_words(record, new)
    screen.commit(
        text("records.at", name=name, destination=destination, stage=stage), Put(new, base)
    )


SCREEN = RecordsScreen
