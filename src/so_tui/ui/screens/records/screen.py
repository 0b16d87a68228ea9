"""The records tracker: what has to be obtained or sent, and how far each has come."""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from so_tui.content import say
from so_tui.domain.records import (
    Lane,
    Record,
    Stage,
    moved,
    put_at,
    stages,
)
from so_tui.domain.state import Put
from so_tui.domain.text import first_line
from so_tui.logic import records as tracking
from so_tui.logic.defaults import new_record
from so_tui.logic.phrases import stage_words
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.pick import Pick
from so_tui.ui.messages import Commit, Say
from so_tui.ui.rows.records import (
    record_parts,
    record_rows,
    top_lines,
    way_name,
)
from so_tui.ui.screens.records.calls import RecordCalls
from so_tui.ui.screens.records.forms import lane_form, record_form
from so_tui.ui.widgets.detail import Detail, Part
from so_tui.ui.widgets.lanes import LaneGrid
from so_tui.ui.widgets.layout import Row
from so_tui.ui.widgets.search import SearchLine

TOP_LINES, SHORT_TOP_LINES, TALL = 3, 2, 24
"""Lines above the list, and so many in a window of fewer rows than `TALL`."""


class RecordsScreen(RecordCalls):
    """Records as rows, their lanes as columns; above them what is to do today."""

    SIDE = "records"
    LIST_ID = "records"
    BINDINGS = bindings("records")
    NEEDS_ROW = frozenset({"move", "lane", "edit", "delete", "needed", "chase", "lines", "stage"})

    def body(self) -> ComposeResult:
        yield Static(id="records-top", classes="banner", markup=False)
        yield SearchLine()
        with Container(classes="split"):
            yield LaneGrid(id=self.LIST_ID)
            yield Detail()

    def show_state(self) -> None:
        room = TOP_LINES if self.size.height >= TALL else SHORT_TOP_LINES
        lines = top_lines(self.state, self.today, room, self.size.width - 2)
        self.query_one("#records-top", Static).update("\n".join(lines))
        rows = record_rows(self.state, self.today, self.sought)
        empty = [Row("", (self.words_for_none(),), ("dim",), heading=True)]
        ways = [(key, way_name(self.state, key)) for key, _ in tracking.ways(self.state)]
        self.query_one(LaneGrid).show_opinions(rows or empty, ways)
        self._show_detail()

    def words_for_none(self) -> str:
        if self.state.case is None:
            return super().words_for_none()
        return say("records.none_found" if self.state.records else "records.empty")

    def detail(self, key: str) -> Sequence[Part]:
        record = self.state.records.get(key)
        if record is None:
            return [("", say("records.hint"))]
        return record_parts(self.state, record, self.doctor_id, self.today)

    def on_mount(self) -> None:
        self.watch(self.query_one(LaneGrid), "doctor", self._show_detail, init=False)

    def resume(self, what: str, key: str) -> None:
        if what == "chased":
            if chase := self.state.chases.get(key):
                self.edit_line(chase)
        elif key == "new":
            self.action_new()
        else:
            self.focus_key(key)
            {"lane": self.action_lane, "chase": self.action_chase}.get(what, self.action_edit)()

    def _keep_lane(self, record: Record, old: Lane, new: Lane) -> None:
        kept = old if old.id in self.state.lanes else None
        name = first_line(record.name, 30)
        way, stage = way_name(self.state, new.doctor_id, 30), stage_words(record, new)
        said = say("records.at", name=name, way=way, stage=stage)
        self.post_message(Commit((Put(new, kept),), said))

    def action_move(self, step: int) -> None:
        """Move the chosen lane one stage on (1) or back (-1)."""
        if found := self.lane:
            record, lane = found
            new = moved(record, lane, step, self.today)
            if new is lane:
                self.post_message(Say(say("records.at_end")))
            else:
                self._keep_lane(record, lane, new)

    def action_stage(self) -> None:
        """Choose how far the lane has come."""
        if not (found := self.lane):
            return
        record, lane = found

        def choose(name: str | None) -> None:
            if name is not None:
                self._keep_lane(record, lane, put_at(record, lane, Stage[name], self.today))

        order = (Stage.SKIP, Stage.NONE, *stages(record, lane.doctor_id))
        rows = [
            Row(s.name, (stage_words(record, put_at(record, lane, s, self.today)),)) for s in order
        ]
        title = say("records.lane_form", name=record.name, way=way_name(self.state, lane.doctor_id))
        self.app.push_screen(Pick(title, rows), choose)

    def action_lane(self) -> None:
        """Change the days of the chosen lane, how it was sent, and the parcel's number."""
        if not (found := self.lane):
            return
        record, lane = found

        def keep(result: Lane | None) -> None:
            if result is not None and result != lane:
                self._keep_lane(record, lane, result)

        title = say("records.lane_form", name=record.name, way=way_name(self.state, lane.doctor_id))
        self.app.push_screen(lane_form(record, lane, title, self.today, self.drafts), keep)

    def on_row_list_chosen(self) -> None:
        self.action_lane()

    def action_new(self) -> None:
        """Write a record that the list does not have."""
        if self.state.case is None:
            self.post_message(Say(say("status.needs_case")))
            return
        self._open(new_record(self.state), new=True)

    def action_edit(self) -> None:
        """Change the chosen record: its name, who has it, its days."""
        if record := self.chosen:
            self._open(record, new=False)

    def _open(self, record: Record, *, new: bool) -> None:
        def keep(result: Record | None) -> None:
            if result is not None and result != record:
                self.commit(
                    "added" if new else "changed", result, Put(result, None if new else record)
                )
                self.seek(result.id)

        self.app.push_screen(record_form(record, self.today, self.drafts, new=new), keep)

    def action_needed(self) -> None:
        """Say that the record is not needed, or that it is after all."""
        if record := self.chosen:
            new = replace(record, needed=not record.needed)
            self.commit("is_needed" if new.needed else "not_needed", new, Put(new))

    def action_delete(self) -> None:
        """Take the record away, with its lanes."""
        if record := self.chosen:
            self.commit("deleted", record, *tracking.drop_record(self.state, record))

    def action_fill(self) -> None:
        """Put the usual records on the list."""
        if self.state.case is None:
            self.post_message(Say(say("status.needs_case")))
        elif changes := tracking.fill_in(self.state):
            count = sum(isinstance(change.entity, Record) for change in changes)
            self.post_message(Commit(changes, say("records.filled", count=count)))
        else:
            self.post_message(Say(say("records.filled_already")))

    def action_back(self) -> None:
        """Show everything again if only some of it shows, else go back to the screen before."""
        if self.sought:
            self.query_one(SearchLine).close()
        else:
            self.app.pop_screen()


SCREEN = RecordsScreen
