"""The fields of a line of a list: a task, a question, a tick, a line of a paper, a date."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from so_tui.content import sections, text
from so_tui.domain.checklist import Task
from so_tui.domain.dates import show_day, show_due_rule
from so_tui.domain.edited_lines import Paper, Tick
from so_tui.domain.encounters import next_visit
from so_tui.domain.names import name_of
from so_tui.domain.people import in_a_room
from so_tui.domain.questions import Question, bare, is_for, twin_of
from so_tui.domain.state import AppState, Change
from so_tui.domain.text import BLANK, Clean, first_line
from so_tui.domain.typed_dates import parse_due
from so_tui.forms.fields import (
    EntityForm,
    Field,
    FieldError,
    Filling,
    Kind,
    NoVisit,
    Read,
    Values,
    one_line,
)

if TYPE_CHECKING:
    from so_tui.logic.followup import FollowUpLine
    from so_tui.logic.schedule import Planned


def task_filling(task: Task, state: AppState, today: date, *, new: bool) -> Filling[Task]:
    """Return the fields of a task, new or saved."""
    form = EntityForm(entity=task, words="checklist", today=today)

    def finish(read: Read) -> Read:
        due = read["due"]
        if not isinstance(due, int):
            return {**read, "due_visit": "", "due_days": 0}
        visit = state.visits.get(task.due_visit) or next_visit(state.visits.values(), today)
        if visit is None:
            raise NoVisit("due")
        return {**read, "due": None, "due_visit": visit.id, "due_days": due}

    return form.filling(
        "task",
        "new" if new else task.id,
        form.line("text", "long", required=True),
        form.line("owner", hint="form.optional"),
        form.due("due", show_due_rule(task.due_days) if task.due_visit else show_day(task.due)),
        form.choice("section", ((s.key, s.title) for s in sections())),
        form.line("note", "text", hint="form.optional"),
        form.private(),
        finish=finish,
        title=text("checklist.form_new" if new else "checklist.form"),
        guarded=False,
    )


def question_filling(question: Question, state: AppState, *, new: bool) -> Filling[Question]:
    """Return the fields of a question, new or saved, with a yes or no for each doctor.

    Words that another question on the list already has are refused.
    """
    form = EntityForm(entity=question, words="questions")
    doctors = in_a_room(state.doctors.values())
    options = (("yes", text("questions.ask")), ("no", text("questions.leave_out")))
    asks = [
        Field(
            f"doctor_{d.id}",
            name_of(state, d.id),
            "yes" if is_for(question, d.id) else "no",
            "choice",
            options,
        )
        for d in doctors
    ]

    def finish(read: Read) -> Read:
        asked = tuple(d.id for d in doctors if read.pop(f"doctor_{d.id}") == "yes")
        if new or bare(read["text"]) != bare(question.text):
            twin = twin_of(replace(question, **read), state.questions.values())
            if twin:
                words = text("questions.twice", text=first_line(twin.text, 60))
                raise FieldError("text", words)
        return {**read, "doctor_ids": () if len(asked) in (0, len(doctors)) else asked}

    title = text("questions.form_new" if new else "questions.form")
    if "{" in question.text:
        title = f"{title}. {text('questions.filled')}"
    return form.filling(
        "question",
        (question.template or "new") if new else question.id,
        form.line("text", "long", required=True),
        *asks,
        form.private(),
        finish=finish,
        title=title,
        guarded=False,
    )


def tick_filling(tick: Tick, words: Clean, kind: str, *, new: bool) -> Filling[Tick]:
    """Return the fields of a line, whose text is shown as `words`.

    Clearing the text of a shipped line restores its original text.
    """
    form = EntityForm(entity=tick, words="ticks")
    required = not tick.template
    field = form.field("text", words, "long", read=one_line, label="ticks.words", required=required)

    def finish(read: Read) -> Read:
        return {**read, "text": BLANK} if read["text"] == words and not tick.text else read

    title = text("ticks.form_new" if new else "ticks.form")
    key = tick.listed if new else tick.id
    fields = (field,) if new else (field, form.private())
    return form.filling(kind, key, *fields, finish=finish, title=title)


def line_filling(line: "FollowUpLine") -> Filling[Clean]:
    """Return its field; clearing the text restores that from the notes."""
    of_agenda = line.kept.paper is Paper.AGENDA
    fresh = not line.words
    kind: Kind = "long" if of_agenda else "text"
    hint = text("followup.edit_hint") if line.given else ""
    field = Field(
        "text", text("followup.words"), line.words, kind, hint=hint, required=not line.given
    )

    def build(values: Values) -> Clean:
        return one_line(values["text"]) if of_agenda else values["text"]

    key = f"form:{line.kept.paper}:{'new' if fresh and of_agenda else line.key}"
    title = text("followup.new" if fresh and of_agenda else "followup.edit")
    return Filling(key=key, title=title, fields=(field,), build=build, guarded=False)


def day_filling(one: "Planned", state: AppState, today: date) -> Filling[tuple[Change, ...]]:
    """Return the field; what it makes is the changes.

    It says how to type a day even if the field is filled.
    """
    from so_tui.logic.schedule import DateKind, NotThere, set_day

    due_from_visit = {
        DateKind.TASK: "form.due_hint",
        DateKind.RECORD: "dates.record_hint",
        DateKind.LOAD: "form.due_hint",
    }
    shown = show_due_rule(one.days) if one.visit_id else show_day(one.day)
    hint = text(due_from_visit.get(one.kind, "dates.visit_hint"))
    label, wrong = text(f"dates.kind.{one.kind}"), text("form.bad_due")
    read = partial(parse_due, today=today)
    field = Field("day", label, shown, hint=hint, read=read, wrong=wrong)

    def build(values: Values) -> tuple[Change, ...]:
        due = field.taken(values)
        if values["day"] == shown:
            return ()
        try:
            return set_day(state, one, due, today)
        except NotThere:
            raise FieldError("day", text("dates.not_there")) from None

    key = f"form:day:{one.row}"
    title = one.text or text("dates.form")
    kind = "counted" if one.kind in due_from_visit else "day"
    about = text(f"dates.about.{'visit' if one.kind is DateKind.VISIT else kind}")
    return Filling(key=key, title=title, fields=(field,), build=build, guarded=False, about=about)
