"""The checklist: tasks by section, with owner and date."""

from datetime import date

from so_tui.content import sections, text
from so_tui.domain.checklist import Task, Urgency, tick
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.folding import holds
from so_tui.domain.state import AppState
from so_tui.forms.lists import task_filling
from so_tui.logic.case_lifecycle import new_task
from so_tui.logic.plan import drop_task, due, for_whom, put_task, task_words, tasks_of, urgency_of
from so_tui.logic.private import beside
from so_tui.logic.schedule import rule_words
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import say
from so_tui.ui.rows.sections import details, heading
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

HIDDEN = {"all": (), "open": (Urgency.DONE,), "due": (Urgency.DONE, Urgency.NONE)}
"""What is shown, and the tasks that are hidden then."""
MARK, TEXT, OWNER, DUE, WORD = range(5)
STYLES = {Urgency.LATE: "late", Urgency.TODAY: "soon", Urgency.SOON: "soon", Urgency.DONE: "done"}


def task_parts(state: AppState, task: Task) -> list[Part]:
    """Return the details of a task."""
    day = due(state, task)
    rule = rule_words(state, task.due_visit, day, task.due_days)
    shown = show_day(day) or (rule and text("people.no_date"))
    counted = text("checklist.counted", day=shown, rule=rule) if rule else shown
    return [
        ("", task.text),
        *details("checklist", task, "owner", "due", "done_on", "note", due=counted),
    ]


def _fresh(screen: EntityList) -> Task:
    """Return a task in the section of the chosen one."""
    return new_task(screen.state, screen.chosen.section if screen.chosen else "")


TASK = EditedKind[Task](
    table="tasks",
    fresh=_fresh,
    filling=lambda screen, task, new: task_filling(task, screen.state, screen.today, new=new),
    parts=lambda screen, task: task_parts(screen.state, task),
    put=lambda screen, task, old: (put_task(screen.state, task, old),),
    drop=lambda screen, task: (drop_task(screen.state, task),),
)


class ChecklistScreen(EntityList):
    """The tasks, and the details of the chosen one."""

    MODE = "checklist"
    LIST_ID = "tasks"
    EMPTY = "tasks"
    NEEDS_ROW = frozenset()
    NEEDS = dict.fromkeys(("tick", "edit", "delete"), Task)
    KINDS = {"task": TASK}

    _show = "all"

    def rows(self) -> list[Row]:
        state, hidden = self.state, HIDDEN[self._show]
        rows: list[Row] = []
        for section in sections():
            tasks = [task for task in tasks_of(state).values() if task.section == section.key]
            shown = [
                _row(task, state, self.today)
                for task in tasks
                if urgency_of(state, task, self.today) not in hidden
                and holds(self.sought, task.text, task.owner, task.note, for_whom(state, task))
            ]
            if shown:
                done = sum(task.done_on is not None for task in tasks)
                title = text("checklist.heading", title=section.title, done=done, total=len(tasks))
                rows += [heading(section.key, title), *shown]
        return rows

    def find(self, key: str) -> Task | None:
        return tasks_of(self.state).get(key)

    def columns(self) -> list[Column]:
        task = Column(TEXT, lines=3)
        if self.app.size.width < 72:
            return [Column(MARK, 3), task, Column(WORD, 10)]
        return [Column(MARK, 3), task, Column(OWNER, 8), Column(DUE, 10), Column(WORD, 10)]

    def action_tick(self) -> None:
        task = tick(self.chosen, self.today)
        label = self.label("ticked" if task.done_on else "opened", task)
        self.commit(label, put_task(self.state, task, self.chosen))

    def action_show(self) -> None:
        shows = list(HIDDEN)
        self._show = shows[(shows.index(self._show) + 1) % len(shows)]
        say(self, f"checklist.show_{self._show}")
        self.show_state()


def _row(task: Task, state: AppState, today: date) -> Row:
    word, mark = urgency_of(state, task, today), "[x]" if task.done_on else "[ ]"
    day, words = short_day(due(state, task), today), task_words(state, task)
    wording = f"{words} {text('checklist.has_note')}" if task.note else str(words)
    wording, look = beside(task, wording), STYLES.get(word, "")
    quiet = "done" if word is Urgency.DONE else ""
    return Row(task.id, (mark, wording, task.owner, day, word), (quiet, quiet, "dim", "dim", look))
