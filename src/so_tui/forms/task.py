"""The fields of a checklist task."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import sections, text
from so_tui.domain.checklist import Task
from so_tui.domain.dates import show_day, show_due_rule
from so_tui.domain.people import Visit, next_visit
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, Filling, NoVisit, Values, one_line, read_due


def task_filling(task: Task, state: AppState, today: date, *, new: bool) -> Filling[Task]:
    """Return the fields of a task, new or saved."""
    due = show_due_rule(task.due_days) if task.due_visit else show_day(task.due)
    fields: tuple[Field, ...] = (
        Field("text", text("checklist.text"), task.text, "long", required=True),
        Field("owner", text("checklist.owner"), task.owner, hint=text("form.optional")),
        Field("due", text("checklist.due"), due, hint=text("form.due_hint")),
        Field("section", text("checklist.section"), task.section, "choice",
              tuple((s.key, s.title) for s in sections())),
        Field("note", text("checklist.note"), task.note, "text", hint=text("form.optional")),
    )  # fmt: skip

    def build(values: Values) -> Task:
        rule = read_due(values, "due", today)
        day = rule if isinstance(rule, date) else None
        visit = _counted_from(task, state.visits, today) if isinstance(rule, int) else ""
        return replace(
            task,
            text=one_line(values["text"]),
            owner=values["owner"],
            due=day,
            due_visit=visit,
            due_days=rule if isinstance(rule, int) else 0,
            section=values["section"],
            note=Clean(values["note"]),
        )

    key = f"form:task:{'new' if new else task.id}"
    title = text("checklist.form_new" if new else "checklist.form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def _counted_from(task: Task, visits: Mapping[str, Visit], today: date) -> str:
    if task.due_visit in visits:
        return task.due_visit
    visit = next_visit(visits.values(), today)
    if visit is None:
        raise NoVisit("due")
    return visit.id
