"""The fields of a line of a list: a task, a question, a tick, a line of a paper, a date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from so_tui.content import sections, text
from so_tui.domain.checklist import Task
from so_tui.domain.dates import show_day, show_due_rule
from so_tui.domain.edited_lines import Paper, Tick
from so_tui.domain.people import Visit, in_order, next_visit
from so_tui.domain.questions import Question, bare, twin_of
from so_tui.domain.state import AppState, Change
from so_tui.domain.text import BLANK, Clean, first_line
from so_tui.forms.fields import Field, FieldError, Filling, NoVisit, Values, one_line, read_due

if TYPE_CHECKING:
    from so_tui.logic.followup import FollowUpLine
    from so_tui.logic.schedule import Planned


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


ASK, SKIP = "yes", "no"


def question_filling(question: Question, state: AppState, *, new: bool) -> Filling[Question]:
    """Return the fields of a question, new or saved, with a yes or no for each doctor.

    Words that another question on the list already has are refused.
    """
    doctors = in_order(state.doctors.values())
    yes_no = ((ASK, text("questions.ask")), (SKIP, text("questions.leave_out")))
    fields: tuple[Field, ...] = (
        Field("text", text("questions.text"), question.text, "long",
              hint=text("questions.text_hint"), required=True),
        *(
            Field(f"doctor_{d.id}", d.name,
                  ASK if not question.doctor_ids or d.id in question.doctor_ids else SKIP,
                  "choice", yes_no)
            for d in doctors
        ),
    )  # fmt: skip

    def build(values: Values) -> Question:
        asked = tuple(d.id for d in doctors if values[f"doctor_{d.id}"] == ASK)
        everyone = len(asked) in (0, len(doctors))
        wording = one_line(values["text"])
        made = replace(question, text=wording, doctor_ids=() if everyone else asked)
        if new or bare(wording) != bare(question.text):
            _refuse_twin(made, state)
        return made

    key = f"form:question:{(question.template or 'new') if new else question.id}"
    title = text("questions.form_new" if new else "questions.form")
    if "{" in question.text:
        title = f"{title}. {text('questions.filled')}"
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def _refuse_twin(question: Question, state: AppState) -> None:
    if twin := twin_of(question, state.questions.values()):
        raise FieldError("text", text("questions.twice", text=first_line(twin.text, 60)))


def tick_filling(tick: Tick, words: Clean, kind: str, *, new: bool) -> Filling[Tick]:
    """Return the field of its text; clearing the text of a shipped line restores its original text.

    Args:
        tick: The line.
        words: Its text as shown.
        kind: Its kind in the draft's key.
        new: Whether the line is not saved yet.
    """
    required = not tick.template
    field = Field("text", text("ticks.words"), words, "long", required=required)

    def build(values: Values) -> Tick:
        wording = one_line(values["text"])
        return replace(tick, text=BLANK if wording == words and not tick.text else wording)

    key = f"form:{kind}:{tick.listed if new else tick.id}"
    title = text("ticks.form_new" if new else "ticks.form")
    return Filling(key=key, title=title, fields=(field,), build=build)


def line_filling(line: "FollowUpLine") -> Filling[Clean]:
    """Return its field; clearing the text restores that from the notes."""
    of_agenda = line.kept.paper is Paper.AGENDA
    fresh = not line.words
    field = Field(
        "text",
        text("followup.words"),
        line.words,
        "long" if of_agenda else "text",
        hint=text("followup.edit_hint") if line.given else "",
        required=not line.given,
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
    field = Field("day", text(f"dates.kind.{one.kind}"), shown, hint=hint)

    def build(values: Values) -> tuple[Change, ...]:
        due = read_due(values, "day", today)
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
