"""All dates of a case in order: what is due when, and what moves with which visit. Pure.

A task or a record that depends on a visit stores days, not a date: it moves with the visit.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Course, Encounter, EncounterKind, next_visit, with_doctor
from so_tui.domain.names import name_of
from so_tui.domain.people import short_name
from so_tui.domain.record_deadlines import Why, due_day, load_day, visit_for
from so_tui.domain.record_progress import settled
from so_tui.domain.records import Record, RecordForm
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import Clean, clean_line, without_stop
from so_tui.logic.deadlines import deadlines
from so_tui.logic.encounters import dated_word, doctor_name
from so_tui.logic.people import plan_visit
from so_tui.logic.phrases import names_of, whom
from so_tui.logic.plan import due as task_day
from so_tui.logic.plan import put_task, task_words, tasks_of
from so_tui.logic.records import calls_by_day, visits_for, ways


class DateKind(StrEnum):
    """The kind of a date; the value names its words."""

    DECIDE_BY = "decide_by"
    VISIT = "visit"
    TASK = "task"
    RECORD = "record"
    LOAD = "load"
    CALL = "call"
    CHASE = "chase"
    APPEAL = "appeal"
    ANSWER = "answer"
    PAY = "pay"
    PROMISE = "promise"
    APPROVAL = "approval"
    ENDS = "ends"
    LAST_DAY = "last_day"


DUE = frozenset(DateKind) - {DateKind.DECIDE_BY, DateKind.VISIT}
"""The kinds that share one line of the timeline."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A dated item.

    Attributes:
        key: Id of its entity.
        visit_id: The visit it depends on and moves with, or '' for a date of its own.
        days: Days from that visit; negative is before it.
        done: True for an encounter that took place.
        what: What it is called, if that is not the word for its kind.
        encounter: Of an encounter, its kind.
    """

    day: date
    kind: DateKind
    key: str
    text: Clean
    visit_id: str = ""
    days: int = 0
    done: bool = False
    what: str = ""
    encounter: EncounterKind | None = None

    @property
    def row(self) -> str:
        """Unique key of the item."""
        return f"{self.kind}-{self.key}-{self.visit_id}"


def planned(state: AppState, today: date) -> list[Planned]:
    """Return all dated items in order, without completed ones (but with past visits)."""
    kinds = list(DateKind)
    return sorted(
        (*_dated(state, today), *_records(state, today), *_chases(state, today)),
        key=lambda p: (p.day, kinds.index(p.kind), p.text, p.key, p.visit_id),
    )


def _dated(state: AppState, today: date) -> Iterator[Planned]:
    decision = state.decision
    if decision is not None and decision.decide_by is not None:
        sentence = clean_line(decision.sentence)
        yield Planned(decision.decide_by, DateKind.DECIDE_BY, decision.id, sentence)
    for visit in state.visits.values():
        day = visit.day if visit.took_place else visit.due
        if day is not None and visit.course is not Course.CANCELLED:
            name, what = doctor_name(state, visit), dated_word(visit, today)
            yield Planned(day, DateKind.VISIT, visit.id, name, done=visit.took_place, what=what,
                          encounter=visit.kind)  # fmt: skip
    for task in tasks_of(state).values():
        due = None if task.done_on else task_day(state, task)
        if due is not None:
            hung = task.due_visit if task.due_visit in state.visits else ""
            days = task.due_days if hung else 0
            yield Planned(due, DateKind.TASK, task.id, task_words(state, task), hung, days)
    for each in deadlines(state):
        yield Planned(each.day, DateKind(each.kind), each.key, each.what)
    for consent in state.consents.values():
        if consent.expires is not None:
            yield Planned(consent.expires, DateKind.ENDS, consent.id, clean_line(consent.what))
    for option in state.options.values():
        if option.last_day is not None:
            yield Planned(option.last_day, DateKind.LAST_DAY, option.id, clean_line(option.text))


def _records(state: AppState, today: date) -> Iterator[Planned]:
    """Yield each record once per visit, with all the places where it is still missing."""
    found: dict[str, Planned] = {}
    places: dict[str, list[str]] = {}
    for record in state.records.values():
        for progress in ways(state, record):
            if settled(record, progress):
                continue
            doctor_id = progress.transfer.doctor_id
            visits = visits_for(state, doctor_id)
            visit = visit_for(visits, today, doctor_id)
            hung = visit.id if visit else ""
            due = due_day(record, visits, today, doctor_id)
            days = (
                (DateKind.RECORD, None if progress.arrived else due, bool(record.due)),
                (DateKind.LOAD, load_day(record, visits, today, doctor_id), False),
            )
            for kind, day, is_fixed in days:
                if day is not None:
                    item = _record(record, kind, day, "" if is_fixed else hung)
                    found.setdefault(item.row, item)
                    if record.form is not RecordForm.MINE:
                        places.setdefault(item.row, []).append(_place(state, doctor_id))
    for row, item in found.items():
        where = ", ".join(places.get(row, ()))
        named = text("records.missing", name=item.text, places=where) if where else item.text
        yield replace(item, text=clean_line(named))


def _place(state: AppState, doctor_id: str) -> str:
    doctor = state.doctors.get(doctor_id)
    return (
        text("records.for", name=short_name(name_of(state, doctor.id), 30))
        if doctor
        else text("records.for_me")
    )


def _record(record: Record, kind: DateKind, day: date, visit_id: str) -> Planned:
    days = record.due_days if kind is DateKind.RECORD else record.load_days or 0
    name = clean_line(record.name)
    return Planned(day, kind, record.id, name, visit_id, days if visit_id else 0)


def _chases(state: AppState, today: date) -> Iterator[Planned]:
    """Yield the calls to make about records, on their day; what is overdue is for today."""
    for day, call in calls_by_day(state, today):
        about = [each for each in call.todos if each.why is not Why.LOAD]
        if about and not call.myself:
            key = f"{about[0].record.id}.{about[0].transfer.doctor_id}"
            words = text("records.about_it", whom=whom(call), names=names_of(about))
            yield Planned(day, DateKind.CHASE, key, clean_line(words))


def rule_words(state: AppState, visit_id: str, day: date | None, days: int) -> str:
    """Return what a date depends on: '7 days before the visit with Dr Who'; '' for nothing.

    Args:
        day: The date, or None while the visit has none.
        days: Days from the visit that it is counted by; negative is before it.
    """
    visit = state.visits.get(visit_id)
    if visit is None:
        return ""
    name = _seen(state, visit)
    if day and (visit.day is None or day != visit.day + timedelta(days=days)):
        return text("dates.rule.short", name=name)
    key = "before" if days < 0 else "after" if days else "same"
    if abs(days) == 1:
        key = f"day_{key}"
    return text(f"dates.rule.{key}", days=abs(days), name=name)


def _seen(state: AppState, visit: Encounter) -> str:
    """Return whom a visit is with, and its day where that doctor is seen on several."""
    name, day = doctor_name(state, visit), short_day(visit.day, visit.day) if visit.day else ""
    others = with_doctor(state.visits.values(), visit.doctor_id)
    again = any(e.is_visit and not e.cancelled and e.id != visit.id for e in others)
    return text("dates.rule.on", name=name, day=day) if again and day else name


def planned_words(state: AppState, item: Planned) -> str:
    """Return a dated item as one line: kind, text, and what it depends on.

    Each doctor is named once.
    """
    what = item.what or text(f"dates.kind.{item.kind}")
    rule = rule_words(state, item.visit_id, item.day, item.days)
    named = item.text
    if rule and item.kind is DateKind.TASK:
        named = clean_line(without_stop(tasks_of(state)[item.key].text))
    line = f"{what}: {named}" if named else what
    return f"{line} ({rule})" if rule else line


def distance(day: date, today: date) -> str:
    """Return how far a day is from today, in words."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return text(f"dates.{near[days]}")
    return text("dates.ahead" if days > 0 else "dates.past", days=abs(days))


def hanging_on(state: AppState, visit_id: str, today: date) -> list[Planned]:
    """Return what moves with a visit, in order."""
    return [item for item in planned(state, today) if item.visit_id == visit_id]


def move_visit(state: AppState, visit: Encounter, day: date, today: date) -> tuple[Change, ...]:
    """Return the changes that move a visit to another day; what depends on it moves along.

    What is only expected is then expected by that day.
    """
    moved = replace(visit, day=day) if visit.day else replace(visit, expected_by=day)
    return plan_visit(state, moved, today, visit)


class NotThere(ValueError):
    """A day of this kind cannot be counted from a visit, or there is no visit to count from."""


def set_day(
    state: AppState, item: Planned, due: date | int | None, today: date
) -> tuple[Change, ...]:
    """Return the changes that set a date by hand; a fixed date no longer moves.

    A number is the days from the visit that the date then depends on. None is no date, which lets
    a record count from its visit again.

    Raises:
        NotThere: `due` does not fit this kind of item.
    """
    match item.kind:
        case DateKind.TASK:
            task = tasks_of(state)[item.key]
            if not isinstance(due, int):
                return (put_task(state, replace(task, due=due, due_visit="", due_days=0), task),)
            visit = state.visits.get(item.visit_id) or next_visit(state.visits.values(), today)
            if visit is None:
                raise NotThere
            set_by_hand = replace(task, due=None, due_visit=visit.id, due_days=due)
            return (put_task(state, set_by_hand, task),)
        case DateKind.RECORD:
            record = state.records[item.key]
            if isinstance(due, int):
                return (Put(replace(record, due=None, due_days=due), record),)
            return (Put(replace(record, due=due), record),)
        case DateKind.LOAD if isinstance(due, int):
            record = state.records[item.key]
            return (Put(replace(record, load_days=due), record),)
        case DateKind.VISIT if isinstance(due, date):
            return move_visit(state, state.visits[item.key], due, today)
        case DateKind.DECIDE_BY if state.decision and not isinstance(due, int):
            return (Put(replace(state.decision, decide_by=due), state.decision),)
        case _:
            raise NotThere


def by_day(days: list[Planned]) -> list[tuple[date, list[Planned]]]:
    """Return the items grouped by day."""
    dated = sorted(days, key=attrgetter("day"))
    return [(day, list(then)) for day, then in groupby(dated, key=attrgetter("day"))]
