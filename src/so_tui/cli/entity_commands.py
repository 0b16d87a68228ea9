"""The entities that the command line adds, lists and sets: their words and fields."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from so_tui.cli.field_values import Given, choose, fill
from so_tui.cli.options import NotFound, Refused
from so_tui.content import text
from so_tui.domain.calls import Call, newest_first, standing
from so_tui.domain.checklist import Task
from so_tui.domain.contacts import Contact
from so_tui.domain.contacts import in_order as by_role
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Encounter, EncounterKind, by_date
from so_tui.domain.entity import CaseEntity
from so_tui.domain.folding import alike
from so_tui.domain.names import name_of
from so_tui.domain.notes import Note
from so_tui.domain.people import Companion, Doctor, by_name
from so_tui.domain.people import in_order as by_place
from so_tui.domain.questions import Question
from so_tui.domain.questions import in_order as to_ask
from so_tui.domain.records import Chase
from so_tui.domain.state import AppState, Change
from so_tui.domain.text import BLANK
from so_tui.forms.contacts import contact_filling
from so_tui.forms.encounters import cancel_filling, kind_filling, visit_filling
from so_tui.forms.fields import Filling
from so_tui.forms.insurance import call_filling
from so_tui.forms.lists import question_filling, task_filling
from so_tui.forms.notes import note_filling
from so_tui.forms.people import board_filling, companion_filling, company_filling, doctor_filling
from so_tui.forms.records import logged_filling
from so_tui.logic.call_log import about, as_call, with_promises
from so_tui.logic.case_lifecycle import (
    new_call,
    new_companion,
    new_doctor,
    new_question,
    new_task,
    new_visit,
)
from so_tui.logic.contacts import new_contact, reach_words, who_words
from so_tui.logic.diary import new_line
from so_tui.logic.encounters import row_name, status_word, when_words
from so_tui.logic.note_places import edit as edit_note
from so_tui.logic.plan import due, task_words, tasks_of
from so_tui.logic.questions import words_of
from so_tui.logic.speakers import as_said

E = TypeVar("E", bound=CaseEntity)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCommand(Generic[E]):
    """How the command line handles one kind of entity.

    Attributes:
        kind: Its name in JSON if a list has several kinds, else ''.
        said: The words file that says it was added or changed.
        naming: The field that the words of `add` go into.
        every: Returns all of them in list order.
        listed: Whether an entity is shown in the list.
        fresh: Returns a new one.
        fillings: The forms that edit it, given the state, entity, day, and whether it is new.
        called: Returns its name in words.
        more: Returns the addition in brackets, '' for none.
        aside: Options accepted besides the fields.
        also: Returns the further changes that those cause.
        renamed: The field that an option is for, where that has another name.
        refuse: Raises `Refused` if an entity cannot be changed like that.
    """

    kind: str = ""
    said: str
    naming: str
    every: Callable[[AppState], list[E]]
    listed: Callable[[E], bool] = lambda _: True
    fresh: Callable[[AppState, Given, datetime], E]
    fillings: tuple[Callable[[AppState, E, date, bool], Filling[E]], ...]
    called: Callable[[AppState, E], str]
    more: Callable[[AppState, E, date], str]
    aside: tuple[str, ...] = ()
    also: Callable[[AppState, E, Given, date], tuple[Change, ...]] = lambda *_: ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    refuse: Callable[[E, Given], None] = lambda *_: None


def _fresh_visit(state: AppState, given: Given, now: datetime) -> Encounter:
    if not state.doctors:
        raise NotFound(text("cli.lines.visit.no_doctor"))
    options = [
        (doctor.id, name_of(state, doctor.id)) for doctor in by_place(state.doctors.values())
    ]
    doctor_id = choose(text("people.with"), options, str(given["doctor_id"]))
    visit = new_visit(state, state.doctors[doctor_id])
    if "kind" not in given:
        return visit
    visit = fill(kind_filling(visit), {"kind": given["kind"]})
    return visit if visit.kind is EncounterKind.IN_PERSON else replace(visit, place=BLANK)


def _visit_words(state: AppState, visit: Encounter) -> str:
    when = when_words(visit) or text("people.no_date")
    return ", ".join(filter(None, (row_name(state, visit), when, visit.where)))


def _cancelled(visit: Encounter) -> Filling[Encounter]:
    """Return the fields of who cancelled an encounter; none if it is not cancelled."""
    filling = cancel_filling(visit, "")
    return filling if visit.cancelled else replace(filling, fields=())


def _refuse_cancelled(old: Encounter, given: Given) -> None:
    """Refuse another day for what was cancelled, unless it is said that it is planned again."""
    if old.cancelled and "course" not in given and given.keys() & {"day", "at", "expected_by"}:
        raise Refused(text("cli.lines.visit.cancelled"))


def _fresh_call(state: AppState, given: Given, now: datetime) -> Call:
    """Return a call made now; the last call's number is kept only for the same office."""
    call = new_call(state, now)
    same_office = alike(call.whom, str(given["whom"]))
    return call if same_office else replace(call, phone=BLANK)


def _call_words(state: AppState, call: Call) -> str:
    return ", ".join(filter(None, (call.whom, call.person, show_day(call.at.date()))))


TASK = EntityCommand[Task](
    said="checklist",
    naming="text",
    every=lambda state: list(tasks_of(state).values()),
    listed=lambda task: task.done_on is None,
    fresh=lambda state, given, now: new_task(state),
    fillings=(lambda state, task, today, new: task_filling(task, state, today, new=new),),
    called=task_words,
    more=lambda state, task, today: show_day(due(state, task)),
)
QUESTION = EntityCommand[Question](
    said="questions",
    naming="text",
    every=lambda state: to_ask(state.questions.values()),
    fresh=lambda state, given, now: new_question(state),
    fillings=(lambda state, question, today, new: question_filling(question, state, new=new),),
    called=words_of,
    more=lambda state, question, today: "",
)
CALL = EntityCommand[Call](
    said="insurance",
    naming="whom",
    every=lambda state: newest_first(state.calls.values()),
    fresh=_fresh_call,
    fillings=(lambda state, call, today, new: call_filling(call, today, new=new),),
    called=_call_words,
    more=lambda state, call, today: standing(call, today),
)
RECORD_CALL = EntityCommand[Chase](
    said="insurance",
    naming="whom",
    every=lambda state: sorted(state.chases.values(), key=lambda c: (c.day, c.id), reverse=True),
    fresh=lambda state, given, now: Chase(case_id=state.case_id, record_ids=(), day=now.date()),
    fillings=(lambda state, chase, today, new: logged_filling(chase, today),),
    called=lambda state, chase: _call_words(state, as_call(state, chase)),
    more=lambda state, chase, today: about(state, chase),
    also=lambda state, chase, given, today: with_promises(state, state.chases[chase.id], chase),
    renamed={"person": "who", "next_call": "again"},
)
"""Calls about records: listed and changed with the others; `so-tui record call` adds one."""
VISIT = EntityCommand[Encounter](
    said="people",
    naming="doctor_id",
    every=lambda state: by_date(state.visits.values()),
    fresh=_fresh_visit,
    fillings=(
        lambda state, visit, today, new: kind_filling(visit),
        lambda state, visit, today, new: visit_filling(visit, state.doctors, today, new=new),
        lambda state, visit, today, new: _cancelled(visit),
        lambda state, visit, today, new: company_filling(visit, state),
    ),
    called=_visit_words,
    more=lambda state, visit, today: status_word(visit, today),
    refuse=_refuse_cancelled,
)
DOCTOR = EntityCommand[Doctor](
    kind="doctor",
    said="people",
    naming="name",
    every=lambda state: by_place(state.doctors.values()),
    fresh=lambda state, given, now: new_doctor(state),
    fillings=(
        lambda state, doctor, today, new: doctor_filling(doctor),
        lambda state, doctor, today, new: board_filling(doctor),
    ),
    called=lambda state, doctor: name_of(state, doctor.id) or doctor.name,
    more=lambda state, doctor, today: doctor.specialty or text("cli.lines.person.doctor"),
)
COMPANION = EntityCommand[Companion](
    kind="companion",
    said="people",
    naming="name",
    every=lambda state: by_name(state.companions.values()),
    fresh=lambda state, given, now: new_companion(state),
    fillings=(lambda state, companion, today, new: companion_filling(companion, today),),
    called=lambda state, companion: name_of(state, companion.id) or companion.name,
    more=lambda state, companion, today: text("cli.lines.person.companion"),
)
NOTE = EntityCommand[Note](
    said="notes",
    naming="text",
    every=lambda state: sorted(state.notes.values(), key=lambda n: (n.at, n.id), reverse=True),
    fresh=lambda state, given, now: new_line(state, BLANK, now),
    fillings=(lambda state, note, today, new: note_filling(note, state, today, new=new),),
    called=as_said,
    more=lambda state, note, today: "",
    also=lambda state, note, given, today: (*edit_note(state, note, datetime.now()),),
)
CONTACT = EntityCommand[Contact](
    said="contacts",
    naming="name",
    every=lambda state: by_role(state.contacts.values()),
    fresh=lambda state, given, now: new_contact(state),
    fillings=(lambda state, contact, today, new: contact_filling(contact),),
    called=lambda state, contact: who_words(contact),
    more=lambda state, contact, today: reach_words(contact),
)
NOUNS: dict[str, tuple[EntityCommand[Any], ...]] = {
    "task": (TASK,),
    "question": (QUESTION,),
    "call": (CALL, RECORD_CALL),
    "note": (NOTE,),
    "visit": (VISIT,),
    "doctor": (DOCTOR,),
    "companion": (COMPANION,),
    "contact": (CONTACT,),
    "person": (DOCTOR, COMPANION),
}
"""These kinds of entity for each noun of the command line."""
