"""The checklist: tasks by section, with owner and date."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import sections, text
from so_tui.domain.checklist import Task, Urgency, due_date, tick, urgency
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.state import AppState, Drop, Put
from so_tui.domain.text import first_line
from so_tui.logic.defaults import new_task
from so_tui.ui.bases.list_screen import EditedList
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.forms.task import task_form
from so_tui.ui.messages import Say
from so_tui.ui.view import Sources
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.search import holds

SHOWS = ("all", "open", "due")
MARK, TEXT, OWNER, DUE, WORD = range(5)
STYLES = {Urgency.LATE: "late", Urgency.TODAY: "soon", Urgency.SOON: "soon", Urgency.DONE: "done"}


class ChecklistScreen(EditedList):
    """The tasks, and the details of the chosen one."""

    MODE = "checklist"
    LIST_ID = "tasks"
    BINDINGS = bindings("checklist")
    NEEDS_ROW = frozenset({"tick", "edit", "delete"})

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._show = "all"

    def rows(self) -> list[Row]:
        return task_rows(self.state, self.today, self._show, self.sought)

    def columns(self) -> list[Column]:
        task = Column(TEXT, lines=3)
        if self.app.size.width < 72:
            return [Column(MARK, 3), task, Column(WORD, 10)]
        return [Column(MARK, 3), task, Column(OWNER, 8), Column(DUE, 10), Column(WORD, 10)]

    def words_for_none(self) -> str:
        if self.state.case is None:
            return super().words_for_none()
        return text("checklist.none_found" if self.state.tasks else "checklist.empty")

    def detail(self, key: str) -> Sequence[Part]:
        task = self.state.tasks.get(key)
        if task is None:
            return [("", text("checklist.hint"))]
        visit = self.state.visits.get(task.due_visit)
        doctor = self.state.doctors.get(visit.doctor_id) if visit else None
        counted = text("checklist.counted", days=task.due_days, name=doctor.name) if doctor else ""
        due = show_day(due_date(task, self.state.visits)) or (counted and text("people.no_date"))
        return [
            ("", task.text),
            (text("checklist.owner"), task.owner),
            (text("checklist.due"), f"{due} {counted}".strip()),
            (text("checklist.done_on"), show_day(task.done_on)),
            (text("checklist.note"), task.note),
        ]

    @property
    def _chosen_task(self) -> Task | None:
        return self.state.tasks.get(self.key)

    def action_tick(self) -> None:
        """Tick the chosen task, or reopen it."""
        if task := self._chosen_task:
            ticked = tick(task, self.today)
            self.commit(_label("ticked" if ticked.done_on else "opened", task), Put(ticked))

    def action_delete(self) -> None:
        """Delete the chosen task."""
        if task := self._chosen_task:
            self.commit(_label("deleted", task), Drop(task))

    def action_new(self) -> None:
        """Add a task in the section of the chosen one."""
        if self.need_case() is None:
            return
        near = self._chosen_task
        self._open_form(new_task(self.state, near.section if near else ""), new=True)

    def action_edit(self) -> None:
        """Edit the chosen task."""
        if task := self._chosen_task:
            self._open_form(task, new=False)

    def _open_form(self, task: Task, *, new: bool) -> None:
        def keep(result: Task) -> None:
            if result != task:
                self.commit(_label("added" if new else "changed", result), Put(result, task))
                self.seek(result.id)

        form = task_form(task, self.state, self.today, self.drafts, new=new)
        self.edit(form, keep)

    def action_show(self) -> None:
        """Switch between all, open, and late or due soon."""
        self._show = SHOWS[(SHOWS.index(self._show) + 1) % len(SHOWS)]
        self.post_message(Say(text(f"checklist.show_{self._show}")))
        self.show_state()


def _label(what: str, task: Task) -> str:
    return text(f"checklist.{what}", text=first_line(task.text, 40))


def task_rows(state: AppState, today: date, show: str, search: str) -> list[Row]:
    """Return the tasks by section.

    Args:
        state: The open case.
        today: The current day, for late and due soon.
        show: 'all', 'open', or 'due' (late, due today or due soon).
        search: Only tasks that contain each of these words in text, owner or note.
    """
    rows: list[Row] = []
    for section in sections():
        tasks = sorted(
            (t for t in state.tasks.values() if t.section == section.key),
            key=lambda t: (t.order, t.id),
        )
        shown: list[Row] = []
        for task in tasks:
            word = urgency(task, state.visits, today)
            if show != "all" and word is Urgency.DONE:
                continue
            if show == "due" and word is Urgency.NONE:
                continue
            if holds(search, task.text, task.owner, task.note):
                shown.append(_row(task, word, state, today))
        if shown:
            done = sum(task.done_on is not None for task in tasks)
            title = text("checklist.heading", title=section.title, done=done, total=len(tasks))
            rows += [Row(f"#{section.key}", (title,), heading=True), *shown]
    return rows


def _row(task: Task, word: Urgency, state: AppState, today: date) -> Row:
    mark = "[x]" if task.done_on else "[ ]"
    due = short_day(due_date(task, state.visits), today)
    wording = f"{task.text} {text('checklist.has_note')}" if task.note else str(task.text)
    look = STYLES.get(word, "")
    quiet = "done" if word is Urgency.DONE else ""
    return Row(task.id, (mark, wording, task.owner, due, word), (quiet, quiet, "dim", "dim", look))


SCREEN = ChecklistScreen
