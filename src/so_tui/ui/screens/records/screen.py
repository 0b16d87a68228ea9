"""The records tracker: what to obtain or send, the progress of each, and the calls about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.record_deadlines import due_day
from so_tui.domain.records import (
    OWN_COPY,
    Chase,
    Record,
    Stage,
    Transfer,
    chases_of,
    moved,
    put_at,
    stages,
)
from so_tui.domain.state import AppState, Drop, Put
from so_tui.domain.text import first_line
from so_tui.forms.records import (
    Logged,
    chase_filling,
    logged_filling,
    record_filling,
    transfer_filling,
)
from so_tui.logic import records as tracking
from so_tui.logic.case_lifecycle import new_record
from so_tui.logic.phrases import stage_words
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import BaseScreen, edit, put, say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.records import (
    destination_name,
    record_parts,
    record_rows,
    today_rows,
    top_lines,
)
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


class RecordsScreen(EntityList):
    """Records as rows, transfers as columns; above them what is due today."""

    SIDE = "records"
    BANNER = "records-top"
    LIST = RecordGrid
    HEADER = True
    KINDS = {"record": RECORD}
    EMPTY = "records"
    NEEDS_ROW = frozenset()
    NEEDS = dict.fromkeys(
        ("move", "transfer", "edit", "delete", "needed", "chase", "lines", "stage"), Record
    )
    RESUMES = {"lane": "transfer", "chase": "chase"}

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

    def detail(self, key: str) -> Sequence[Part]:
        record = self.state.records.get(key)
        if record is None:
            return [("", text("records.hint"))]
        return record_parts(self.state, record, self.doctor_id, self.today)

    def on_mount(self) -> None:
        self.watch(self.query_one(RecordGrid), "doctor", self.show_chosen, init=False)

    @property
    def doctor_id(self) -> str:
        """The doctor of the chosen transfer, or `OWN_COPY`."""
        return self.query_one(RecordGrid).doctor_id or OWN_COPY

    @property
    def transfer(self) -> tuple[Record, Transfer]:
        """The chosen record, and its chosen transfer."""
        record = self.chosen
        return record, tracking.transfer_to(self.state, record, self.doctor_id)

    def focus_key(self, key: str) -> None:
        """Put the cursor on a record, and on its transfer if `key` is 'record.doctor'."""
        record_id, dot, doctor_id = key.partition(".")
        super().focus_key(record_id)
        if dot:
            self.query_one(RecordGrid).choose_doctor(doctor_id)

    def resume(self, what: str, key: str) -> None:
        if what != "chased":
            super().resume(what, key)
        elif chase := self.state.chases.get(key):
            _edit_call(self, chase)

    def action_move(self, step: int) -> None:
        """Move the chosen transfer one stage forward (1) or back (-1)."""
        record, transfer = self.transfer
        new = moved(record, transfer, step, self.today)
        if new is transfer:
            say(self, "records.at_end")
        else:
            put(self, _at(self.state, record, new), new, transfer)

    def action_stage(self) -> None:
        record, transfer = self.transfer
        order = (Stage.SKIP, Stage.NONE, *stages(record, transfer.doctor_id))
        choices = {stage.name: put_at(record, transfer, stage, self.today) for stage in order}

        def choose(name: str) -> None:
            put(self, _at(self.state, record, choices[name]), choices[name], transfer)

        rows = [Row(name, (stage_words(record, new),)) for name, new in choices.items()]
        self.ask(Pick(_title(self.state, record, transfer), rows), choose)

    def action_transfer(self) -> None:
        record, transfer = self.transfer
        title = _title(self.state, record, transfer)
        filling = transfer_filling(record, transfer, title, self.today)
        edit(self, filling, transfer, lambda new: _at(self.state, record, new))

    def action_needed(self) -> None:
        new = replace(self.chosen, needed=not self.chosen.needed)
        self.commit(self.label("is_needed" if new.needed else "not_needed", new), Put(new))

    def action_fill(self) -> None:
        if self.need_case() is None:
            return
        if changes := tracking.fill_in(self.state):
            count = sum(isinstance(change.entity, Record) for change in changes)
            self.commit(text("records.filled", count=count), *changes)
        else:
            say(self, "records.filled_already")

    def action_chase(self) -> None:
        record, transfer = self.transfer

        def keep(logged: Logged) -> None:
            plan = tracking.log_call(self.state, logged.chase, logged.stage, logged.promised_by)
            self.commit(self.label("called", record), *plan)

        also = tracking.same_call(self.state, transfer, self.today)
        visits = tracking.visits_for(self.state, transfer.doctor_id)
        due = due_day(record, visits, self.today, transfer.doctor_id)
        self.ask(chase_filling(record, transfer, also, due, self.today), keep)

    def action_lines(self) -> None:
        record = self.chosen
        name = first_line(record.name, 40)
        lines = chases_of(self.state.chases.values(), record.id)
        if not lines:
            say(self, "records.lines_none", name=name)
            return

        def choose(found: str) -> None:
            what, _, key = found.partition(":")
            if (chase := self.state.chases.get(key)) is None:
                return
            if what == "delete":
                self.commit(self.label("line_deleted", record), Drop(chase))
            else:
                _edit_call(self, chase)

        self.ask(CallList(text("records.lines_title", name=name), lines, self.today), choose)

    def action_today(self) -> None:
        if rows := today_rows(self.state, self.today):
            columns = (Column(0, 20), Column(1, lines=2), Column(2, 12))
            self.ask(Pick(text("records.today_title"), rows, *columns), self.focus_key)
        else:
            say(self, "records.today_none")


def _title(state: AppState, record: Record, transfer: Transfer) -> str:
    destination = destination_name(state, transfer.doctor_id)
    return text("records.transfer_form", name=record.name, destination=destination)


def _at(state: AppState, record: Record, new: Transfer) -> str:
    """Return the message for a transfer that is at another stage now."""
    destination = destination_name(state, new.doctor_id, 30)
    name, stage = first_line(record.name, 30), stage_words(record, new)
    return text("records.at", name=name, destination=destination, stage=stage)


def _edit_call(screen: BaseScreen, chase: Chase) -> None:
    record = screen.state.records.get(chase.record_ids[0])
    said = text("records.called", name=first_line(record.name, 40) if record else "")
    edit(screen, logged_filling(chase, screen.today), chase, lambda _: said)


class CallList(Pick):
    """A list of calls; dismissed with 'edit:id' or 'delete:id', or None."""

    BINDINGS = [*bindings("pick"), *bindings("lines")]

    def __init__(self, title: str, chases: Sequence[Chase], today: date) -> None:
        rows = [Row(c.id, (short_day(c.day, today), c.who, c.said), ("dim",)) for c in chases]
        super().__init__(title, rows, Column(0, 11), Column(1, 16, lines=3), Column(2, lines=3))

    def action_choose(self) -> None:
        """Edit the line under the cursor."""
        self.dismiss(f"edit:{self.key}")

    def action_delete(self) -> None:
        self.dismiss(f"delete:{self.key}")
