"""The trash: items deleted in the last 30 days, which can be restored."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from so_tui.content import text
from so_tui.domain.approvals import Approval, Consent, Portal
from so_tui.domain.calls import Call
from so_tui.domain.case import Matter, Option, Thought
from so_tui.domain.checklist import Task
from so_tui.domain.comparison import Difference
from so_tui.domain.costs import Cost
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.edited_lines import PaperLine, Tick
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.notes import Note
from so_tui.domain.opinions import Cell, Mark, Version
from so_tui.domain.people import Companion, Doctor, UrgentCard, Visit
from so_tui.domain.questions import Answer, Question
from so_tui.domain.records import Chase, Record, Transfer
from so_tui.domain.state import Conflict, Put
from so_tui.domain.text import first_line
from so_tui.storage.documents.changes import Trashed
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.messages import Commit
from so_tui.ui.widgets.layout import Column, Row

Group = tuple[Trashed, ...]
"""Entities deleted together, such as a visit and its notes."""

NAMING = (Doctor, Visit, Companion, Task, Question, Note, Answer, Cell, Version,
           Difference, Mark,
           Call, Approval, Cost, Consent, Portal, Record, Chase, Transfer,
           Tick, UrgentCard, Option, Matter, Thought, PaperLine)  # fmt: skip
"""Kinds by precedence: the first that occurs in a group names the group."""


def groups_of(trash: Iterable[Trashed], case_id: str) -> list[Group]:
    """Return what was deleted from a case, most recent first."""
    shown = [
        item
        for item in trash
        if isinstance(item.entity, CaseEntity)
        and item.entity.case_id == case_id
        and not isinstance(item.entity, Conflict)
    ]
    return [tuple(group) for _, group in groupby(shown, key=lambda item: (item.at, item.by))]


def describe(group: Group) -> str:
    """Return a description of a group."""
    entities = [item.entity for item in group]
    kinds = [kind for kind in NAMING if any(isinstance(each, kind) for each in entities)]
    if not kinds:
        return text("kinds.deleted.other")
    named = next(each for each in entities if isinstance(each, kinds[0]))
    what = text(
        f"kinds.deleted.{kinds[0].__name__.lower()}", text=first_line(_name(named), 200)
    ).strip()
    rest = len(entities) - 1
    return f"{what} {text('trash.and_more', count=rest)}" if rest else what


def _name(entity: Entity) -> str:
    match entity:
        case Doctor() | Companion() | Record():
            return entity.name
        case Visit():
            return show_day(entity.day)
        case Task() | Question() | Note() | Cell() | Tick():
            return entity.text
        case Option() | Matter() | Thought() | PaperLine():
            return entity.text
        case Answer():
            return entity.asked
        case Approval() | Cost() | Consent():
            return entity.what
        case Call():
            return f"{entity.whom}, {show_day(entity.at.date())}"
        case Chase():
            return entity.said or entity.who
        case Portal():
            return entity.place
        case _:
            return ""


def trash_dialog(groups: Sequence[Group], today: date) -> Pick:
    """Return the list to choose from; its keys are indexes into `groups`."""
    rows = []
    for place, group in enumerate(groups):
        when = f"{short_day(group[0].at.date(), today)} {group[0].at:%H:%M}"
        rows.append(Row(f"{place}", (when, describe(group)), ("dim", "")))
    return Pick(text("trash.title"), rows, Column(0, 18), Column(1, lines=2))


def put_back(group: Group) -> Commit:
    """Return the change that restores a group."""
    said = text("trash.put_back", what=first_line(describe(group), 60))
    return Commit(tuple(Put(item.entity) for item in group), said)
