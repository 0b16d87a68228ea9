"""The records tracker: what to obtain or send, the progress of each, and the calls about it."""

from collections.abc import Sequence
from dataclasses import replace

from so_tui.content import text
from so_tui.domain.entity import new_id
from so_tui.domain.events import Event, EventKind
from so_tui.domain.record_progress import Progress, happened, kinds, next_step
from so_tui.domain.records import OWN_COPY, Chase, Record
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.domain.text import first_line
from so_tui.forms.records import (
    Logged,
    chase_filling,
    event_filling,
    logged_filling,
    record_filling,
)
from so_tui.logic import records as tracking
from so_tui.logic.call_log import with_promises
from so_tui.logic.case_lifecycle import new_record
from so_tui.logic.phrases import kind_words, stage_words
from so_tui.papers.writing import PaperKind, paper_name
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.papers import print_paper
from so_tui.ui.bases.screen import BaseScreen, edit, say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.records import (
    destination_name,
    history,
    record_parts,
    record_rows,
    today_rows,
    top_lines,
)
from so_tui.ui.screens.records.history import RecordHistory
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
    NEEDS = dict.fromkeys(("move", "history", "edit", "delete", "needed", "chase", "stage"), Record)
    RESUMES = {"chase": "chase"}

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
    def progress(self) -> tuple[Record, Progress]:
        """The chosen record, and how far it has come to the chosen destination."""
        record = self.chosen
        return record, tracking.progress_of(self.state, record, self.doctor_id)

    def focus_key(self, key: str) -> None:
        """Put the cursor on a record, and on its transfer if `key` is that or 'record.doctor'."""
        if transfer := self.state.lanes.get(key):
            key = f"{transfer.record_id}.{transfer.doctor_id}"
        record_id, dot, doctor_id = key.partition(".")
        super().focus_key(record_id)
        if dot:
            self.query_one(RecordGrid).choose_doctor(doctor_id)

    def resume(self, what: str, key: str) -> None:
        if what == "chased":
            if chase := self.state.chases.get(key):
                _edit_call(self, chase)
        elif what != "event":
            super().resume(what, key)
        elif event := self.state.events.get(key):
            self.focus_key(event.about)
            _edit_event(self, event)
        else:
            self.focus_key(key)
            _new_event(self)

    def action_move(self, step: int) -> None:
        """Take the chosen transfer one step on (1), or delete the step added today (-1).

        What happened before today is not deleted like that: its history opens.
        """
        record, progress = self.progress
        if step > 0:
            changes = tracking.step_on(self.state, progress, record, self.today)
        else:
            changes = tracking.step_back(self.state, progress, self.today)
        if changes:
            _tell(self, record, progress, changes)
        elif step < 0 and progress.last:
            self.action_history()
        else:
            say(self, "records.at_end")

    def action_stage(self) -> None:
        """Say what happened today, whatever it is, or that it is not needed there."""
        record, progress = self.progress
        transfer = progress.transfer
        rows = [
            Row(kind.value, (kind_words(record, transfer, kind),))
            for kind in kinds(record, transfer.doctor_id)
        ]
        skip = text(f"records.{'needed_there' if transfer.skip else 'not_there'}")

        def choose(chosen: str) -> None:
            if chosen == "skip":
                new = replace(transfer, skip=not transfer.skip)
                changes: tuple[Change, ...] = (Put(new, self.state.lanes.get(transfer.id)),)
            else:
                event = happened(progress, EventKind(chosen), self.today)
                changes = tracking.told(self.state, transfer, event)
            _tell(self, record, progress, changes)

        title = _title(self.state, record, transfer.doctor_id)
        self.ask(Pick(title, [*rows, Row("skip", (skip,), ("dim",))]), choose)

    def action_history(self) -> None:
        record = self.chosen
        lines = history(self.state, record, self.doctor_id, self.today)

        def choose(found: str) -> None:
            what, kind, key = found.split(":")
            thing = (self.state.events if kind == "event" else self.state.chases).get(key)
            if what == "new":
                _new_event(self)
            elif thing is not None and what == "delete":
                said = "records.event.deleted" if kind == "event" else "records.line_deleted"
                self.commit(text(said, name=first_line(record.name, 40)), Drop(thing))
            elif isinstance(thing, Event):
                _edit_event(self, thing)
            elif isinstance(thing, Chase):
                _edit_call(self, thing)

        self.ask(RecordHistory(_title(self.state, record, self.doctor_id), lines), choose)

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
        record = self.chosen

        def keep(logged: Logged) -> None:
            plan = tracking.log_call(self.state, logged.chase, logged.kind, logged.promised_by)
            self.commit(self.label("called", record), *plan)

        self.ask(chase_filling(self.state, record, self.doctor_id, self.today), keep)

    def action_print(self) -> None:
        kinds_of_paper = (PaperKind.RECORDS, PaperKind.REQUEST)
        rows = [Row(kind.value, (paper_name(kind),)) for kind in kinds_of_paper]
        self.ask(Pick(text("records.paper.print"), rows), lambda kind: _print(self, kind))

    def action_today(self) -> None:
        if rows := today_rows(self.state, self.today):
            columns = (Column(0, 20), Column(1, lines=2), Column(2, 12))
            self.ask(Pick(text("records.today_title"), rows, *columns), self.focus_key)
        else:
            say(self, "records.today_none")


def _print(screen: RecordsScreen, kind: str) -> None:
    print_paper(screen, PaperKind(kind))


def _tell(
    screen: RecordsScreen, record: Record, progress: Progress, changes: Sequence[Change]
) -> None:
    """Commit what happened to a transfer, and say how it stands now."""
    doctor_id = progress.transfer.doctor_id
    now = tracking.progress_of(apply(screen.state, changes), record, doctor_id)
    destination = destination_name(screen.state, doctor_id, 30)
    name, stage = first_line(record.name, 30), stage_words(record, now)
    said = text("records.at", name=name, destination=destination, stage=stage)
    screen.commit(said, *changes)


def _new_event(screen: RecordsScreen) -> None:
    """Open the form of what happened to the chosen transfer."""
    record, progress = screen.progress
    kind = next_step(record, progress) or kinds(record, screen.doctor_id)[-1]
    event = replace(happened(progress, kind, screen.today), id=new_id())
    filling = event_filling(record, progress.transfer, event, screen.today, new=True)

    def keep(event: Event) -> None:
        now = tracking.progress_of(screen.state, record, progress.transfer.doctor_id)
        _tell(screen, record, now, tracking.told(screen.state, now.transfer, event))

    screen.ask(filling, keep)


def _edit_event(screen: RecordsScreen, event: Event) -> None:
    record, progress = screen.progress
    filling = event_filling(record, progress.transfer, event, screen.today, new=False)
    said = text("records.event.changed", name=first_line(record.name, 40))
    edit(screen, filling, event, lambda _: said)


def _title(state: AppState, record: Record, doctor_id: str) -> str:
    destination = destination_name(state, doctor_id)
    return text("records.transfer_form", name=record.name, destination=destination)


def _edit_call(screen: BaseScreen, chase: Chase) -> None:
    record = screen.state.records.get(chase.record_ids[0])
    said = text("records.called", name=first_line(record.name, 40) if record else "")

    def keep(new: Chase) -> None:
        screen.commit(said, Put(new, chase), *with_promises(screen.state, chase, new))

    screen.ask(logged_filling(chase, screen.today), keep, chase)
