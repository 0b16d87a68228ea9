"""The checklist: what has to be arranged, in sections, with owner and date."""

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from so_tui.commands import bindings
from so_tui.content import say, sections
from so_tui.domain.checklist import Task, Urgency, due_date, tick, urgency
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.text import BLANK, first_line
from so_tui.intents import Commit, Say
from so_tui.screens.base import BaseScreen
from so_tui.screens.forms.task import task_form
from so_tui.state import AppState, Change, Drop, Put
from so_tui.widgets.detail import Detail
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList
from so_tui.widgets.search import SearchLine, holds

SHOWS = ("all", "open", "due")
MARK, TEXT, OWNER, DUE, WORD = range(5)
STYLES = {Urgency.LATE: "late", Urgency.TODAY: "soon", Urgency.SOON: "soon", Urgency.DONE: "done"}


class ChecklistScreen(BaseScreen):
    """The tasks, and the full text of the chosen one."""

    MODE = "checklist"
    AUTO_FOCUS = "RowList"
    BINDINGS = bindings("checklist")

    def __init__(self) -> None:
        super().__init__()
        self._show = "all"
        self._search = ""

    def body(self) -> ComposeResult:
        yield SearchLine()
        with Container(classes="split"):
            yield RowList(Column(MARK), id="tasks")
            yield Detail()

    def show_state(self) -> None:
        tasks = self.query_one(RowList)
        rows = task_rows(self.state, self.today, self._show, self._search)
        if not rows:
            empty = "none_found" if self.state.tasks else "empty"
            words = say(f"checklist.{empty}") if self.state.case else say("status.needs_case")
            rows = [Row("", (words,), heading=True)]
        tasks.show(rows, _columns(self.size.width))
        self._show_detail(tasks.key)

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_new()
        else:
            self.focus_key(key)
            self.action_edit()

    def focus_key(self, key: str) -> None:
        self.query_one(RowList).choose(key)

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        self._show_detail(event.key)

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_edit()

    def _show_detail(self, key: str) -> None:
        task = self.state.tasks.get(key)
        if task is None:
            self.query_one(Detail).show([("", say("checklist.hint"))])
            return
        visit = self.state.visits.get(task.due_visit)
        doctor = self.state.doctors.get(visit.doctor_id) if visit else None
        counted = say("checklist.counted", days=task.due_days, name=doctor.name) if doctor else ""
        due = show_day(due_date(task, self.state.visits)) or (counted and say("people.no_date"))
        self.query_one(Detail).show(
            [
                ("", task.text),
                (say("checklist.owner"), task.owner),
                (say("checklist.due"), f"{due} {counted}".strip()),
                (say("checklist.done_on"), show_day(task.done_on)),
                (say("checklist.note"), task.note),
            ]
        )

    @property
    def _chosen_task(self) -> Task | None:
        return self.state.tasks.get(self.query_one(RowList).key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("tick", "edit", "delete") and self.is_mounted:
            return self._chosen_task is not None
        return True

    def _commit(self, what: str, task: Task, *changes: Change) -> None:
        said = say(f"checklist.{what}", text=first_line(task.text, 40))
        self.post_message(Commit(changes, said))

    def action_tick(self) -> None:
        """Tick the chosen task, or open it again."""
        if task := self._chosen_task:
            ticked = tick(task, self.today)
            self._commit("ticked" if ticked.done_on else "opened", task, Put(ticked))

    def action_delete(self) -> None:
        """Take the chosen task away."""
        if task := self._chosen_task:
            self._commit("deleted", task, Drop(task))

    def action_new(self) -> None:
        """Add a task in the section of the chosen one."""
        case = self.state.case
        if case is None:
            self.post_message(Say(say("status.needs_case")))
            return
        near = self._chosen_task
        section = near.section if near else sections()[0].key
        order = max((t.order for t in self.state.tasks.values()), default=0) + 1
        task = Task(case_id=case.id, section=section, text=BLANK, order=order)
        self._open_form(task, new=True)

    def action_edit(self) -> None:
        """Change the chosen task."""
        if task := self._chosen_task:
            self._open_form(task, new=False)

    def _open_form(self, task: Task, *, new: bool) -> None:
        def keep(result: Task | None) -> None:
            if result is not None and result != task:
                self._commit("added" if new else "changed", result, Put(result))
                self.seek(result.id)

        form = task_form(task, self.state, self.today, self.drafts, new=new)
        self.app.push_screen(form, keep)

    def action_show(self) -> None:
        """Switch between all, open, and late or due soon."""
        self._show = SHOWS[(SHOWS.index(self._show) + 1) % len(SHOWS)]
        self.post_message(Say(say(f"checklist.show_{self._show}")))
        self.show_state()

    def action_search(self) -> None:
        """Open the line that filters the list."""
        self.query_one(SearchLine).open()

    @on(SearchLine.Sought)
    def _sought_words(self, event: SearchLine.Sought) -> None:
        self._search = event.words
        self.show_state()

    @on(SearchLine.Done)
    def _searched(self) -> None:
        self.query_one(RowList).focus()

    def key_escape(self) -> None:
        """Close the filter and show everything again."""
        self.query_one(SearchLine).close()


def _columns(width: int) -> list[Column]:
    text = Column(TEXT, lines=3)
    if width < 72:
        return [Column(MARK, 3), text, Column(WORD, 10)]
    return [Column(MARK, 3), text, Column(OWNER, 8), Column(DUE, 10), Column(WORD, 10)]


def task_rows(state: AppState, today: date, show: str, search: str) -> list[Row]:
    """Return the tasks by section.

    Args:
        state: The open case.
        today: For late and due soon.
        show: 'all', 'open', or 'due' (late, due today or due soon).
        search: Only tasks that hold each of these words in text, owner or note.
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
            title = say("checklist.heading", title=section.title, done=done, total=len(tasks))
            rows += [Row(f"#{section.key}", (title,), heading=True), *shown]
    return rows


def _row(task: Task, word: Urgency, state: AppState, today: date) -> Row:
    mark = "[x]" if task.done_on else "[ ]"
    due = short_day(due_date(task, state.visits), today)
    text = f"{task.text} {say('checklist.has_note')}" if task.note else str(task.text)
    look = STYLES.get(word, "")
    quiet = "done" if word is Urgency.DONE else ""
    return Row(task.id, (mark, text, task.owner, due, word), (quiet, quiet, "dim", "dim", look))


SCREEN = ChecklistScreen
