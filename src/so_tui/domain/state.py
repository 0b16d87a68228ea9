"""The state shared by all screens, the changes that produce the next one, and their conflicts."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args
from weakref import WeakKeyDictionary

from so_tui.domain.about_me import AboutMe
from so_tui.domain.approvals import Approval, Consent, Portal
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call
from so_tui.domain.case import Case, Decision, Matter, Option, Thought
from so_tui.domain.checklist import Task
from so_tui.domain.comparison import Difference, Reference
from so_tui.domain.contacts import Contact
from so_tui.domain.costs import Cost
from so_tui.domain.dataclass import dataclass
from so_tui.domain.edited_lines import PaperLine, Tick
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.events import Event
from so_tui.domain.known_clashes import KnownClash
from so_tui.domain.notes import Note
from so_tui.domain.opinions import Cell, Mark, Opinion, Version
from so_tui.domain.people import Companion, Doctor, UrgentCard
from so_tui.domain.questions import Answer, Question
from so_tui.domain.records import Chase, Record, Transfer
from so_tui.domain.text import BLANK, Clean, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(CaseEntity):
    """The overwritten value of a field, kept until a person chooses.

    Dropping the conflict confirms the current value.

    Attributes:
        table: The table of the entity, as in `state.TABLES`.
        other: The overwritten value, as JSON.
        by: Who wrote it, or '' if no longer known.
        shown_by: Who wrote the current value.
        at: When the current value was written (local time).
    """

    table: str
    entity_id: str
    field: str
    other: Clean
    by: Clean = BLANK
    shown_by: Clean = BLANK
    at: datetime

    @property
    def value(self) -> Any:
        """The overwritten value as a document holds it; invalid JSON is returned as text."""
        try:
            return json.loads(self.other)
        except (ValueError, RecursionError):
            return str(self.other)

    @property
    def text(self) -> Clean:
        """The overwritten value as displayable text."""
        value = self.value
        return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


AnyEntity = (
    Case | Doctor | Companion | Encounter | Task | Question | Answer | Note | Cell | Opinion
    | Decision | Call | Approval | Cost | Consent | Portal | Conflict | Record | Transfer
    | Chase | Tick | UrgentCard | Version | Mark | Difference | Reference | Matter | Option
    | Thought | PaperLine | Event | AboutMe | Contact | KnownClash | Bill
)  # fmt: skip
"""Any stored entity; a `match` on it that ends in `assert_never` forgets no kind."""


@dataclass(frozen=True, slots=True)
class Put:
    """Add this entity, or replace the one with the same id.

    Attributes:
        base: The entity that the change started from, if time has passed since, as with a form:
            a field that is the same in both was not changed. None for the newest one.
    """

    entity: Entity
    base: Entity | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete this entity."""

    entity: Entity


Change = Put | Drop


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class AppState:
    """The whole open case, and the list of all cases.

    Compared by identity: a state is never mutated, only replaced by the next one.

    Attributes:
        case_id: Id of the open case, or '' if there is none.
        cases: All cases, also past ones; the other mappings hold the open case's entities by id.
    """

    case_id: str = ""
    cases: Mapping[str, Case] = field(default_factory=dict)
    doctors: Mapping[str, Doctor] = field(default_factory=dict)
    companions: Mapping[str, Companion] = field(default_factory=dict)
    visits: Mapping[str, Encounter] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    calls: Mapping[str, Call] = field(default_factory=dict)
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    costs: Mapping[str, Cost] = field(default_factory=dict)
    consents: Mapping[str, Consent] = field(default_factory=dict)
    portals: Mapping[str, Portal] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    lanes: Mapping[str, Transfer] = field(default_factory=dict)  # the name on disk
    chases: Mapping[str, Chase] = field(default_factory=dict)
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    urgent_cards: Mapping[str, UrgentCard] = field(default_factory=dict)
    versions: Mapping[str, Version] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    matters: Mapping[str, Matter] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)
    thoughts: Mapping[str, Thought] = field(default_factory=dict)
    paper_lines: Mapping[str, PaperLine] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    about_me: Mapping[str, AboutMe] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    known_clashes: Mapping[str, KnownClash] = field(default_factory=dict)
    bills: Mapping[str, Bill] = field(default_factory=dict)

    @property
    def case(self) -> Case | None:
        """The open case, or None if there is none."""
        return self.cases.get(self.case_id)

    @property
    def decision(self) -> Decision | None:
        """The open case's decision, or None if there is none."""
        return next(iter(self.decisions.values()), None)


TABLES: dict[str, type[AnyEntity]] = {
    name: get_args(kept)[1] for name, kept in AppState.__annotations__.items() if name != "case_id"
}
"""The store's tables, which are the fields of `AppState`, with the entity of each."""

TABLE_OF: dict[type[Entity], str] = {kind: table for table, kind in TABLES.items()}


def of_case(case_id: str, entities: Iterable[Entity]) -> AppState:
    """Return the state that shows one case of all entities; '' or an unknown id opens none."""
    tables: dict[str, Any] = {name: {} for name in TABLES}
    for entity in entities:
        if not isinstance(entity, CaseEntity) or entity.case_id == case_id:
            tables[TABLE_OF[type(entity)]][entity.id] = entity
    return replace(AppState(case_id=case_id), **tables)


def apply(state: AppState, changes: Iterable[Change]) -> AppState:
    """Return the state after applying the changes in order."""
    touched: dict[str, Any] = {}
    for change in changes:
        name = TABLE_OF[type(change.entity)]
        table = touched.setdefault(name, dict(getattr(state, name)))
        if isinstance(change, Put):
            table[change.entity.id] = change.entity
        else:
            table.pop(change.entity.id, None)
    return replace(state, **touched)


def entities(state: AppState) -> list[Entity]:
    """Return all entities in the state."""
    return [entity for name in TABLES for entity in getattr(state, name).values()]


P = ParamSpec("P")
T = TypeVar("T")


def once_a_state(
    work: Callable[Concatenate[AppState, P], T],
) -> Callable[Concatenate[AppState, P], T]:
    """Make a function of a state work only once for each state and further, hashable arguments.

    A result is kept as long as its state is, so it must not refer to the state itself.
    """
    known: WeakKeyDictionary[AppState, dict[Any, T]] = WeakKeyDictionary()

    @wraps(work)
    def worked_out(state: AppState, /, *args: P.args, **more: P.kwargs) -> T:
        results, key = known.setdefault(state, {}), (args, *more.items())
        if key not in results:
            results[key] = work(state, *args, **more)
        return results[key]

    return worked_out
