"""Making tasks and questions for a case from the shipped ones."""

from so_tui.content.library import QuestionTemplate, topic_of
from so_tui.content.packs import sections
from so_tui.domain.checklist import Task
from so_tui.domain.questions import Question


def tasks_for(case_id: str, visit_id: str) -> tuple[Task, ...]:
    """Return the whole checklist for a new case, in order.

    Args:
        case_id: The case.
        visit_id: The second-opinion visit that due dates count from, or '' if there is none yet;
            the days are kept, so that `due_visit` can be set later. An item without a date
            never depends on a visit.
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
