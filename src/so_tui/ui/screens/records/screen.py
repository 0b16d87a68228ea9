"""The records tracker: what to obtain or send, and the progress of each."""

from collections.abc import Sequence
from dataclasses import replace

from so_tui.content import text
from so_tui.domain.records import Record, Stage, Transfer, moved, put_at, stages
from so_tui.domain.state import AppState, Put
from so_tui.domain.text import first_line
from so_tui.forms.records import record_filling, transfer_filling
from so_tui.logic import records as tracking
from so_tui.logic.case_lifecycle import new_record
from so_tui.logic.phrases import stage_words
from so_tui.ui.bases.entity_list import EditedKind
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.records import destination_name, record_parts, record_rows, top_lines
from so_tui.ui.screens.records.calls import RecordCalls, edit_line
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.grid import RecordGrid
from so_tui.ui.widgets.layout import Column, Row

TOP_LINES, SHORT_TOP_LINES, TALL = 3, 2, 24
"""Lines above the list, and fewer in a window with less than `TALL` rows."""

RECORD = EditedKind[Record](
    table="records",
    fresh=lambda screen: new_record(screen.state),
    filling=lambda screen, record, new: record_filling(record, screen.today, new=new),
    called=lambda _, record: record.name,
    drop=lambda screen, record: tracking.drop_record(screen.state, record),
)


class RecordsScreen(RecordCalls):
    """Records as rows, transfers as columns; above them what is due today."""

    SIDE = "records"
    BANNER = "records-top"
    LIST = RecordGrid
    HEADER = True
    KINDS = {"record": RECORD}
    NEEDS_ROW = frozenset(
        {"move", "transfer", "edit", "delete", "needed", "chase", "lines", "stage"}
    )

    @property
    def banner(self) -> str:
        room = TOP_LINES if self.app.size.height >= TALL else SHORT_TOP_LINES
        return "\n".join(top_lines(self.state, self.today, room, self.app.size.width - 2))

    def rows(self) -> list[Row]:
        return record_rows(self.state, self.today, self.sought)

    def columns(self) -> list[Column]:
        keys = [key for key, _ in tracking.destinations(self.state)]
        names = [(key, destination_name(self.state, key)) for key in keys]
        return self.query_one(RecordGrid).columns_for(names)

    @property
    def without_rows(self) -> str:
        return "records.none_found" if self.state.records else "records.empty"

    def detail(self, key: str) -> Sequence[Part]:
        record = self.state.records.get(key)
        if record is None:
            return [("", text("records.hint"))]
        return record_parts(self.state, record, self.doctor_id, self.today)

    def on_mount(self) -> None:
        self.watch(self.query_one(RecordGrid), "doctor", self.show_chosen, init=False)

    def resume(self, what: str, key: str) -> None:
        if what == "chased":
            if chase := self.state.chases.get(key):
                edit_line(self, chase)
        elif what in ("lane", "chase"):
            self.focus_key(key)
            self.action_transfer() if what == "lane" else self.action_chase()
        else:
            super().resume(what, key)

    def action_move(self, step: int) -> None:
        """Move the chosen transfer one stage forward (1) or back (-1)."""
        if found := self.transfer:
            record, transfer = found
            new = moved(record, transfer, step, self.today)
            if new is transfer:
                say(self, "records.at_end")
            else:
                _keep_transfer(self, record, transfer, new)

    def action_stage(self) -> None:
        """Choose the stage of the transfer."""
        if not (found := self.transfer):
            return
        record, transfer = found

        def choose(name: str) -> None:
            changed = put_at(record, transfer, Stage[name], self.today)
            _keep_transfer(self, record, transfer, changed)

        order = (Stage.SKIP, Stage.NONE, *stages(record, transfer.doctor_id))
        rows = [
            Row(s.name, (stage_words(record, put_at(record, transfer, s, self.today)),))
            for s in order
        ]
        self.ask(Pick(_title(self.state, record, transfer), rows), choose)

    def action_transfer(self) -> None:
        """Edit the days of the chosen transfer, how it was sent, and its tracking number."""
        if not (found := self.transfer):
            return
        record, transfer = found

        def keep(result: Transfer) -> None:
            _keep_transfer(self, record, transfer, result)

        title = _title(self.state, record, transfer)
        self.ask(transfer_filling(record, transfer, title, self.today), keep, transfer)

    def action_needed(self) -> None:
        """Mark the record as not needed, or as needed again."""
        if record := self.chosen:
            new = replace(record, needed=not record.needed)
            self.commit(self.label("is_needed" if new.needed else "not_needed", new), Put(new))

    def action_fill(self) -> None:
        """Add the usual records to the list."""
        if self.need_case() is None:
            return
        if changes := tracking.fill_in(self.state):
            count = sum(isinstance(change.entity, Record) for change in changes)
            self.commit(text("records.filled", count=count), *changes)
        else:
            say(self, "records.filled_already")


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
