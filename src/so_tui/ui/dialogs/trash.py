"""The trash: items deleted in the last 30 days, which can be restored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import groupby

from so_tui.content import text, words
from so_tui.domain.case import Case
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.records import Chase
from so_tui.domain.state import Conflict, Put
from so_tui.domain.text import first_line
from so_tui.storage.documents.changes import Trashed
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.messages import Commit, OpenCase
from so_tui.ui.widgets.layout import Column, Row

Group = tuple[Trashed, ...]
"""Entities deleted together, such as a visit and its notes."""


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


def cases_in(trash: Iterable[Trashed]) -> list[Group]:
    """Return the deleted cases, each with all that was deleted with it, the case first."""
    items = list(trash)
    return [
        (case, *(item for item in items if isinstance(item.entity, CaseEntity)
                 and (item.entity.case_id, item.at) == (case.entity.id, case.at)))
        for case in items
        if isinstance(case.entity, Case)
    ]  # fmt: skip


def describe(group: Group) -> str:
    """Return a description of a group, named after the kind that comes first in the words."""
    if isinstance(case := group[0].entity, Case):
        return text("cases.trash", title=first_line(case.name, 60), count=len(group) - 1)
    entities = {type(item.entity).__name__.lower(): item.entity for item in reversed(group)}
    kind = next((kind for kind in words("kinds.deleted") if kind in entities), "")
    if not kind:
        return text("kinds.deleted.other")
    what = text(f"kinds.deleted.{kind}", **dict(_values(entities[kind]))).strip()
    rest = len(group) - 1
    return f"{what} {text('trash.and_more', count=rest)}" if rest else what


def _values(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the texts and days of an entity, by field."""
    for field in fields(entity):
        value = getattr(entity, field.name)
        if isinstance(value, str):
            yield field.name, first_line(value, 200)
        elif isinstance(value, datetime):
            yield field.name, show_day(value.date())
        elif isinstance(value, date | None):
            yield field.name, show_day(value)
    if isinstance(entity, Chase) and not entity.said:
        yield "said", first_line(entity.who, 200)


def trash_dialog(groups: Sequence[Group], today: date) -> Pick:
    """Return the list to choose from; its keys are indexes into `groups`."""
    rows = []
    for place, group in enumerate(groups):
        when = f"{short_day(group[0].at.date(), today)} {group[0].at:%H:%M}"
        rows.append(Row(f"{place}", (when, describe(group)), ("dim", "")))
    return Pick(text("trash.title"), rows, Column(0, 18), Column(1, lines=2))


def put_back(group: Group) -> Commit | OpenCase:
    """Return the change that restores a group; a case is opened too."""
    if isinstance(case := group[0].entity, Case):
        said = text("cases.restored", title=first_line(case.name, 40))
        return OpenCase(case.id, tuple(Put(item.entity) for item in group), said, "home")
    said = text("trash.put_back", what=first_line(describe(group), 60))
    return Commit(tuple(Put(item.entity) for item in group), said)
