"""Making tasks, questions and records for a case from the shipped ones."""

from dataclasses import fields
from functools import cache

from so_tui.content.library import QuestionTemplate, topic_of
from so_tui.content.packs import sections
from so_tui.content.shipped import read, rows_of
from so_tui.domain.checklist import Task
from so_tui.domain.dataclass import dataclass
from so_tui.domain.questions import Question
from so_tui.domain.records import ASK_DAYS, VISIT_DAYS, Record, RecordForm
from so_tui.domain.text import Clean


def tasks_for(case_id: str, visit_id: str) -> tuple[Task, ...]:
    """Return the whole checklist for a new case, in order.

    Its due dates count from the second-opinion visit, '' if there is none yet: the days are kept,
    so that `due_visit` can be set later. An item without a date never depends on a visit.
    """
    templates = [(section.key, task) for section in sections() for task in section.tasks]
    return tuple(
        Task(
            case_id=case_id,
            section=section_key,
            template=template.key,
            text=template.text,
            due_visit="" if template.due_days is None else visit_id,
            due_days=template.due_days or 0,
            order=order,
        )
        for order, (section_key, template) in enumerate(templates)
    )


def question_from(template: QuestionTemplate, case_id: str, order: int) -> Question:
    """Return a question picked from the library, for every doctor of the case."""
    return Question(
        case_id=case_id,
        text=template.text,
        topic=topic_of(template.key).key,
        template=template.key,
        point=template.point,
        order=order,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTemplate:
    """A shipped record.

    Attributes:
        key: Unique in the list.
        own: Whether the patient wants a copy of their own.
        load_days: As in `Record`, like all other fields.
    """

    key: str
    own: bool = True
    name: Clean
    form: RecordForm
    note: Clean
    due_days: int = VISIT_DAYS
    ask_days: int = ASK_DAYS
    load_days: int | None = None
    returns: bool = False
    back: bool = False


@cache
def record_templates() -> tuple[RecordTemplate, ...]:
    """Return the shipped records in order."""
    return rows_of(RecordTemplate, read("records.toml")["records"])


def record_from(template: RecordTemplate, case_id: str, order: int) -> Record:
    """Return a record for a case, made from a shipped one."""
    names = {field.name for field in fields(template)} - {"key", "own"}
    values = {name: getattr(template, name) for name in names}
    return Record(case_id=case_id, template=template.key, order=order, **values)
