"""The calls of the records tracker: whom to call, and what was said."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.record_deadlines import due_day
from so_tui.domain.records import OWN_COPY, Chase, Record, Transfer, chases_of
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import first_line
from so_tui.forms.records import Logged, chase_filling, logged_filling
from so_tui.logic import records as tracking
from so_tui.ui.bases.entity_list import EntityList
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.records import today_rows
from so_tui.ui.widgets.grid import RecordGrid
from so_tui.ui.widgets.layout import Column, Row


class RecordCalls(EntityList):
    """A list of records with a chosen transfer, and the actions for calls about it."""

    @property
    def doctor_id(self) -> str:
        """The doctor of the chosen transfer, or `OWN_COPY`."""
        return self.query_one(RecordGrid).doctor_id or OWN_COPY

    @property
    def transfer(self) -> tuple[Record, Transfer] | None:
        """The record under the cursor, and its chosen transfer."""
        record = self.chosen
        if record is None:
            return None
        return record, tracking.transfer_to(self.state, record, self.doctor_id)

    def focus_key(self, key: str) -> None:
        """Put the cursor on a record, and on its transfer if `key` is 'record.doctor'."""
        record_id, dot, doctor_id = key.partition(".")
        super().focus_key(record_id)
        if dot:
            self.query_one(RecordGrid).choose_doctor(doctor_id)

    def action_chase(self) -> None:
        """Log a call about the chosen transfer."""
        if not (found := self.transfer):
            return
        record, transfer = found

        def keep(logged: Logged) -> None:
            plan = tracking.log_call(self.state, logged.chase, logged.stage, logged.promised_by)
            self.commit(record_label("called", record), *plan)

        also = tracking.same_call(self.state, transfer, self.today)
        visits = tracking.visits_for(self.state, transfer.doctor_id)
        due = due_day(record, visits, self.today, transfer.doctor_id)
        self.ask(chase_filling(record, transfer, also, due, self.today), keep)

    def action_lines(self) -> None:
        """Show the calls about the record, to edit or delete one."""
        if not (record := self.chosen):
            return
        lines = chases_of(self.state.chases.values(), record.id)
        if not lines:
            say(self, "records.lines_none", name=first_line(record.name, 40))
            return

        def choose(found: str) -> None:
            what, _, key = found.partition(":")
            chase = self.state.chases.get(key)
            if chase is not None and what == "delete":
                self.commit(record_label("line_deleted", record), Drop(chase))
            elif chase is not None:
                edit_line(self, chase)

        title = text("records.lines_title", name=first_line(record.name, 40))
        self.ask(CallList(title, lines, self.today), choose)

    def action_today(self) -> None:
        """Show everything due today, grouped by call."""
        rows = today_rows(self.state, self.today)
        if not rows:
            say(self, "records.today_none")
            return

        columns = (Column(0, 20), Column(1, lines=2), Column(2, 12))
        self.ask(Pick(text("records.today_title"), rows, *columns), self.focus_key)


def edit_line(screen: BaseScreen, chase: Chase) -> None:
    """Edit a logged call."""

    def keep(result: Chase) -> None:
        record = screen.state.records.get(result.record_ids[0])
        screen.commit(record_label("called", record), Put(result, chase))

    screen.ask(logged_filling(chase, screen.today), keep, chase)


def record_label(what: str, record: Record | None) -> str:
    """Return the status message for a change to a record.

    Args:
        what: Name of the message.
        record: The record, or None if it is gone.
    """
    return text(f"records.{what}", name=first_line(record.name, 40) if record else "")


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
        """Delete the line under the cursor."""
        self.dismiss(f"delete:{self.key}")
