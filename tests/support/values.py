"""Made-up values for the unit tests, and strategies that make more of them."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from hypothesis import strategies as st

from so_tui.domain.approvals import Approval
from so_tui.domain.case import Case
from so_tui.domain.checklist import Task
from so_tui.domain.encounters import Encounter
from so_tui.domain.events import Event, EventKind
from so_tui.domain.notes import Note, NoteKind
from so_tui.domain.opinions import Cell, State
from so_tui.domain.people import Doctor
from so_tui.domain.questions import Question
from so_tui.domain.record_progress import Progress, progress_of
from so_tui.domain.records import Record, RecordForm, Transfer, transfer_of
from so_tui.domain.text import Clean, clean, clean_line

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 5)
CASE_ID = "0000000000ca"

any_text = st.text(max_size=60)
"""Any text at all, surrogates and control characters too."""
clean_text = any_text.map(clean)
line_text = any_text.map(clean_line)
ids = st.sampled_from([f"{n:012x}" for n in range(8)])
"""Few ids, so that changes meet on one entity."""
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def case() -> Case:
    """Return the case that all other values belong to."""
    return Case(id=CASE_ID, title=Clean("A case"), opened=TODAY)


def doctor(order: int, **values: Any) -> Doctor:
    """Return a doctor whose id tells the order."""
    values = {"id": f"{0xD0 + order:012x}", "name": Clean(f"Dr {order}"), **values}
    return Doctor(case_id=CASE_ID, order=order, **values)


def visit(with_: Doctor, **values: Any) -> Encounter:
    """Return a visit with a doctor."""
    return Encounter(case_id=CASE_ID, doctor_id=with_.id, **values)


def task(**values: Any) -> Task:
    """Return a task."""
    return Task(case_id=CASE_ID, **{"section": "records", "text": Clean("A task"), **values})


def question(order: int = 0, **values: Any) -> Question:
    """Return a question."""
    text = Clean(f"Question {order}?")
    return Question(case_id=CASE_ID, order=order, **{"text": text, **values})


def note(seen: Encounter, text: str = "a line", **values: Any) -> Note:
    """Return a line of a visit."""
    base = {"at": NOW, "author": Clean("Sam"), "text": Clean(text)}
    return Note(case_id=CASE_ID, visit_id=seen.id, **{**base, **values})


def record(**values: Any) -> Record:
    """Return a record."""
    return Record(case_id=CASE_ID, **{"name": Clean("A record"), **values})


def transfer_to(of: Record, doctor_id: str = "", **values: Any) -> Transfer:
    """Return a record's transfer to a doctor, or to one's own copy."""
    return replace(transfer_of({}, of, doctor_id), **values)


def event(about: Transfer | Approval, kind: EventKind, day: date, **values: Any) -> Event:
    """Return something that happened to a transfer or an approval."""
    given = {"entered": datetime.combine(day, time(9)), **values}
    return Event(case_id=CASE_ID, about=about.id, kind=kind, day=day, **given)


def way(of: Record, doctor_id: str = "", *, skip: Any = False, **days: Any) -> Progress:
    """Return a transfer and what happened: for each kind of event its day, or that and `until`."""
    return then(Progress(transfer_to(of, doctor_id, skip=skip)), **days)


def then(before: Progress, **days: Any) -> Progress:
    """Return the progress after something more has happened."""
    events = list(before.events)
    for name, found in days.items():
        day, until = found if isinstance(found, tuple) else (found, None)
        events.append(event(before.transfer, EventKind[name.upper()], day, until=until))
    return progress_of(before.transfer, events)


tasks = st.builds(task, id=ids, text=line_text, done_on=st.none() | days)
notes = st.builds(
    Note,
    id=ids,
    case_id=st.just(CASE_ID),
    visit_id=ids,
    at=st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)),
    author=line_text,
    text=line_text.filter(bool),
    kind=st.sampled_from(NoteKind),
)
records = st.builds(
    record,
    id=ids,
    name=line_text,
    form=st.sampled_from(RecordForm),
    due=st.none() | days,
    load_days=st.none() | st.integers(-30, 0),
)
cells = st.builds(
    Cell,
    id=ids,
    case_id=st.just(CASE_ID),
    doctor_id=ids,
    point=st.sampled_from(["plan", "aim", "stage"]),
    state=st.sampled_from(State),
)
entities = st.one_of(tasks, notes, cells, records)
