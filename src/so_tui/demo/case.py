"""The made-up case of `so-tui demo`, as a state; its rows are in `content/demo/`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from so_tui.content import topics
from so_tui.content.seeds import question_from, record_from, record_templates, tasks_for
from so_tui.content.shipped import RowReader, read
from so_tui.domain.about_me import about_id
from so_tui.domain.checklist import Task
from so_tui.domain.comparison import difference_id
from so_tui.domain.edited_lines import tick_id
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.opinions import mark_id
from so_tui.domain.people import card_id
from so_tui.domain.questions import Question
from so_tui.domain.records import Record, transfer_id
from so_tui.domain.state import TABLE_OF, TABLES, AppState, of_case

FILES = (
    "people", "records", "questions", "notes", "checklist", "opinions", "arranged", "decision",
)  # fmt: skip
"""The files of `content/demo/`, in an order in which a row refers only to earlier ones."""

DETERMINED_IDS: Mapping[str, Callable[[Any], str]] = {
    "lanes": lambda lane: transfer_id(lane.record_id, lane.doctor_id),
    "ticks": lambda tick: (
        tick_id(tick.case_id, tick.listed, tick.template, tick.visit_id) if tick.template else ""
    ),
    "marks": lambda mark: mark_id(mark.case_id, mark.doctor_id, mark.against, mark.point),
    "differences": lambda each: difference_id(
        each.case_id, each.doctor_id, each.against, each.point
    ),
    "urgent_cards": lambda card: card_id(card.case_id),
    "about_me": lambda about: about_id(about.case_id),
}
"""Tables with ids that follow from what an entity is about; '' for one that has another id."""


def demo_state(today: date) -> AppState:
    """Return the made-up case as of `today`.

    Ids and words are always the same; only the dates move with `today`.
    """
    return of_case(CASE_ID, DemoReader(today).entities())


def _id(table: str, key: str) -> str:
    return sha256(f"demo/{table}/{key}".encode()).hexdigest()[:12]


CASE_ID = _id("cases", "demo")
"""Id of the made-up case."""


@cache
def _shipped() -> dict[tuple[str, str], Task | Question | Record]:
    """Return the entities that rows can begin as, by table and template."""
    made: tuple[Task | Question | Record, ...] = (
        *tasks_for(CASE_ID, ""),
        *(question_from(each, CASE_ID, 0) for topic in topics() for each in topic.questions),
        *(record_from(each, CASE_ID, 0) for each in record_templates()),
    )
    return {(TABLE_OF[type(each)], each.template): each for each in made}


class DemoReader:
    """Makes entities from rows; how these are written is told in `content/demo/people.toml`."""

    def __init__(self, today: date) -> None:
        """Set the day that all days are counted from."""
        self._today = today
        self._ids: dict[str, str] = {}
        self._reader = RowReader({date: self._day, datetime: self._moment, str: self._key})

    def entities(self) -> Iterator[Entity]:
        """Yield all entities of the case."""
        for file in FILES:
            for table, rows in read("demo", f"{file}.toml").items():
                for row in rows:
                    shared = {name: value for name, value in row.items() if name != "rows"}
                    yield from (self.entity(table, shared | each) for each in row.get("rows", [{}]))

    def entity(self, table: str, row: Mapping[str, Any]) -> Entity:
        """Return the entity of one row.

        Raises:
            KeyError: The row refers to one that is not there yet, or names something that is no
                field.
            ValueError: A value does not fit its field.
            TypeError: A field without a default is missing.
        """
        kind, template = TABLES[table], row.get("template", "")
        key = row.get("key", template)
        fields = {name: value for name, value in row.items() if name != "key"}
        if "moved_from" in fields:
            moments = map(self._moment, fields["moved_from"])
            fields["moved_from"] = [f"{moment:%Y-%m-%dT%H:%M}" for moment in moments]
        values = {"id": _id(table, key), **self._reader.values(kind, fields)}
        if issubclass(kind, CaseEntity):
            values["case_id"] = CASE_ID
        shipped = _shipped().get((table, template))
        entity: Entity = replace(shipped, **values) if shipped else kind(**values)
        if table in DETERMINED_IDS:
            entity = replace(entity, id=DETERMINED_IDS[table](entity) or entity.id)
        self._ids[f"@{table}.{key}"] = entity.id
        return entity

    def _day(self, days: int) -> date:
        return self._today + timedelta(days=days)

    def _moment(self, moment: tuple[int, time]) -> datetime:
        days, at = moment
        return datetime.combine(self._day(days), at)

    def _key(self, key: str) -> str:
        return self._ids[key] if key.startswith("@") else key
