"""The review of a visit: a walk through what is still empty, with the notes beside it."""

from collections.abc import Sequence
from dataclasses import replace

from so_tui.content import point, text
from so_tui.domain.checklist import due_date
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Encounter
from so_tui.domain.names import name_of
from so_tui.domain.notes import Note, typed_that_day
from so_tui.domain.opinions import RECAP, Source, State
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState, Put, apply
from so_tui.forms.decision import recap_filling
from so_tui.forms.lists import task_filling
from so_tui.logic import comparison as comparing
from so_tui.logic import records as tracking
from so_tui.logic import visit_review as review
from so_tui.logic.cell_changes import seen_cell
from so_tui.logic.encounters import status_word
from so_tui.logic.note_places import in_its_day
from so_tui.logic.phrases import stage_words
from so_tui.logic.visit_review import OpenItem, ReviewPart, held_visits, left_after
from so_tui.logic.words import kept_cell, label_of, person_name, words_on
from so_tui.ui.bases.cells import edit_cell, edit_words, keep_cell
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.screen import edit, read, say
from so_tui.ui.bases.words import choose_words, keep_mark
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.opinions import doubt_place, doubt_words
from so_tui.ui.rows.records import destination_name
from so_tui.ui.rows.sections import under_headings
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

GROUPS = {
    ReviewPart.RECAP: "whole",
    ReviewPart.HAND: "whole",
    ReviewPart.TRANSFER: "back",
    ReviewPart.REPORT: "back",
}
"""Headings that several parts share; each other part has its own."""
NOTES = 30
"""Note lines laid out beside the list; the reader shows all of them."""


class TidyScreen(ListScreen):
    """Only what is empty; each answer leads to the next item."""

    SIDE = "tidy"
    BANNER = "counts"
    COLUMNS = (Column(0, 22, lines=2), Column(1, lines=3))
    NEEDS_ROW = frozenset({"write", "answer", "read"})

    _visit_id = ""
    _doctor_id = ""
    _walking = False

    @property
    def visit(self) -> Encounter | None:
        """The visit under review."""
        return review.tidied_visit(self.state, self._visit_id, self.today)

    @property
    def doctor(self) -> Doctor | None:
        """The doctor under review, of those of the visit."""
        visit = self.visit
        if visit is None:
            return None
        chosen = self._doctor_id in visit.doctor_ids
        return self.state.doctors.get(self._doctor_id if chosen else visit.doctor_id)

    @property
    def chosen(self) -> OpenItem | None:
        """The chosen item."""
        part, _, key = self.key.partition(":")
        return OpenItem(ReviewPart(part), key) if part in set(ReviewPart) else None

    @property
    def banner(self) -> str:
        visit, doctor = self.visit, self.doctor
        if visit is None or doctor is None:
            return ""
        day = short_day(visit.day, self.today) or text("tidy.no_day")
        if not visit.took_place:
            day = f"{day} ({status_word(visit, self.today)})"
        name = name_of(self.state, doctor.id)
        if number := len(left_after(self.state, visit, doctor.id)):
            return text("tidy.title", doctor=name, day=day, count=number)
        return text("tidy.all_done", doctor=name, day=day)

    def rows(self) -> list[Row]:
        visit, doctor = self.visit, self.doctor
        if visit is None or doctor is None:
            return []
        rows = (
            (
                GROUPS.get(left.part, left.part.value),
                Row(f"{left.part}:{left.key}", _words(self.state, doctor, left), ("", "dim")),
            )
            for left in left_after(self.state, visit, doctor.id)
        )
        return under_headings("tidy.groups", rows)

    @property
    def without_rows(self) -> str:
        return "tidy.nothing" if self.visit else "tidy.no_visit"

    def detail(self, key: str) -> Sequence[Part]:
        return self._notes(NOTES)

    def _notes(self, most: int | None = None) -> Sequence[Part]:
        """Return the note lines of the visit, at most so many, on the chosen point if it is one."""
        visit, doctor, left = self.visit, self.doctor, self.chosen
        if visit is None or doctor is None:
            return ()
        notes = comparing.notes_of(self.state, doctor.id, visit.id)
        if left and left.part in (ReviewPart.POINT, ReviewPart.MARK):
            notes = comparing.on_point(self.state, notes, left.key)
        words = "\n".join(_note_line(self.state, note) for note in notes[:most])
        return [(text("tidy.notes"), words or text("tidy.no_notes"))]

    def action_read(self) -> None:
        read(self, self._notes())

    def focus_key(self, key: str) -> None:
        visit_id, _, doctor_id = key.partition("/")
        if visit_id in self.state.visits:
            self._visit_id, self._doctor_id = visit_id, doctor_id
            self.show_state()
            self.query_one(RowList).action_edge(-1)
        else:
            super().focus_key(key)

    def resume(self, what: str, key: str) -> None:
        theirs = [v for v in held_visits(self.state, self.today) if key in v.doctor_ids]
        self.focus_key(f"{theirs[0].id}/{key}" if theirs else "")
        if doctor := self.doctor:
            self._write_recap(doctor)

    def show_state(self) -> None:
        visit = self.visit
        if visit and visit.id != self._visit_id:
            if self._visit_id:
                self.query_one(RowList).lose_choice()  # the same item of another visit
            self._visit_id = visit.id
        super().show_state()
        walking, self._walking = self._walking, False
        if walking and self.chosen and self.chosen.part is ReviewPart.POINT:
            self.call_after_refresh(self.action_write)

    def action_visit(self) -> None:
        rows = [
            Row(f"{v.id}/{id_}", (short_day(v.day, self.today), name_of(self.state, id_)))
            for v in held_visits(self.state, self.today)
            for id_ in v.doctor_ids
            if id_ in self.state.doctors
        ]
        if rows:
            here = f"{self.visit.id}/{self.doctor.id}" if self.visit and self.doctor else ""
            columns, start = (Column(0, 14), Column(1)), here
            self.ask(Pick(text("tidy.choose"), rows, *columns, start=start), self.focus_key)

    def action_opinions(self) -> None:
        chosen, doctor = self.chosen, self.doctor
        mark = self.state.marks.get(chosen.key) if chosen else None
        about = mark.point if mark else ""
        if chosen and chosen.part in (ReviewPart.POINT, ReviewPart.MARK, ReviewPart.VERSION):
            about = chosen.key
        self.post_message(GoTo("opinions", f"{doctor.id}/{about}" if doctor and about else ""))

    def action_write(self) -> None:
        left, visit, doctor = self.chosen, self.visit, self.doctor
        if left is None or visit is None or doctor is None:
            return
        match left.part:
            case ReviewPart.POINT | ReviewPart.MARK:

                def walk_on() -> None:
                    self._walking = left.part is ReviewPart.POINT

                edit_cell(self, doctor, point(left.key), visit_id=visit.id, then=walk_on)
            case ReviewPart.VERSION:
                choose_words(self, doctor, left.key)
            case ReviewPart.DOUBT:
                if mark := self.state.marks.get(left.key):
                    self.post_message(GoTo("opinions", doubt_place(self.state, mark)))
            case ReviewPart.RECAP:
                self._write_recap(doctor)
            case ReviewPart.HAND:
                from so_tui.ui.dialogs.ticking import InHand

                self.app.push_screen(InHand(doctor, self.view_now))
            case ReviewPart.TASK:
                if task := self.state.tasks.get(left.key):
                    filling = task_filling(task, self.state, self.today, new=False)
                    edit(self, filling, task, lambda new: text("ticks.changed", text=new.text))
            case ReviewPart.TRANSFER:
                self._move_transfer(*left.key.split("/"))
            case ReviewPart.REPORT:
                self.commit(text("tidy.report_added"), Put(review.new_report(self.state)))

    def action_answer(self, answer: str) -> None:
        left, doctor = self.chosen, self.doctor
        if left is None or doctor is None or left.part is not ReviewPart.POINT:
            say(self, "tidy.only_points")
            return
        old = seen_cell(self.state, doctor.id, left.key, self.author)
        cell = replace(old, state=State.NOT_CLEAR, source=Source.UNKNOWN)
        if answer == State.NOT_DISCUSSED:
            cell = replace(old, state=State.NOT_DISCUSSED)
        keep_cell(self, old, cell, doctor, point(left.key))

    def action_holds(self) -> None:
        left = self.chosen
        mark = self.state.marks.get(left.key) if left else None
        if mark:
            keep_mark(self, mark)
        else:
            say(self, "opinions.no_doubt")

    def _write_recap(self, doctor: Doctor) -> None:
        edit_words(self, doctor, RECAP, lambda words: recap_filling(words, doctor))

    def _move_transfer(self, record_id: str, doctor_id: str) -> None:
        if record := self.state.records.get(record_id):
            progress = tracking.progress_of(self.state, record, doctor_id)
            changes = tracking.step_on(self.state, progress, record, self.today)
            now = tracking.progress_of(apply(self.state, changes), record, doctor_id)
            stage = stage_words(record, now)
            self.commit(text("tidy.moved", name=record.name, stage=stage), *changes)


def _words(state: AppState, doctor: Doctor, left: OpenItem) -> tuple[str, str]:
    match left.part:
        case ReviewPart.POINT:
            about = point(left.key)
            return about.label, about.hint
        case ReviewPart.MARK:
            return point(left.key).label, kept_cell(state, doctor.id, left.key).text
        case ReviewPart.VERSION:
            told = (cell for cell in words_on(state, doctor.id, left.key) if cell.text)
            words = " / ".join(f"{person_name(state, cell.by)}: {cell.text}" for cell in told)
            return label_of(left.key), words
        case ReviewPart.DOUBT:
            mark = state.marks[left.key]
            return label_of(mark.point), doubt_words(state, mark)
        case ReviewPart.TASK:
            task = state.tasks[left.key]
            missing = [text("tidy.no_owner")] if not task.owner else []
            missing += [] if due_date(task, state.visits) else [text("tidy.no_date")]
            return ", ".join(missing), task.text
        case ReviewPart.TRANSFER:
            return _transfer(state, *left.key.split("/"))
        case _:
            return text(f"tidy.{left.part}"), text(f"tidy.{left.part}_hint")


def _note_line(state: AppState, note: Note) -> str:
    words = in_its_day(state, note, note.text)
    time = f"{note.at:%H:%M} " if typed_that_day(note) else ""
    return f"{time}{words}" + (f" ({note.author})" if note.author else "")


def _transfer(state: AppState, record_id: str, doctor_id: str) -> tuple[str, str]:
    record = state.records[record_id]
    stage = stage_words(record, tracking.progress_of(state, record, doctor_id))
    destination = destination_name(state, doctor_id, 40)
    return stage, text("tidy.transfer", name=record.name, destination=destination)
