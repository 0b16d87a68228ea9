"""A new round after a case: what can go along, and the changes that start it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from so_tui.content.seeds import tasks_for
from so_tui.domain.about_me import AboutMe, about_id
from so_tui.domain.approvals import Approval, Signed, signed
from so_tui.domain.approvals import in_order as approvals_in_order
from so_tui.domain.calls import Call
from so_tui.domain.case import Case
from so_tui.domain.contacts import in_order as contacts_in_order
from so_tui.domain.dataclass import dataclass
from so_tui.domain.edited_lines import tick_id
from so_tui.domain.encounters import Course, Encounter, by_date
from so_tui.domain.entity import CaseEntity, having, new_id
from so_tui.domain.people import card_id, in_order
from so_tui.domain.questions import Question, open_for
from so_tui.domain.questions import in_order as questions_in_order
from so_tui.domain.record_progress import settled
from so_tui.domain.records import OWN_COPY, Record, transfer_id
from so_tui.domain.requests import RequestState
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.domain.text import BLANK
from so_tui.logic.approvals import standing
from so_tui.logic.call_log import waiting
from so_tui.logic.case_lifecycle import archived
from so_tui.logic.people import plan_visit
from so_tui.logic.records import progress_of, transfer_to

VISIT = "visit_"
"""Begins the name of a part that is one coming visit."""
USUALLY_NOT = frozenset({"consents"})
"""Parts that stay behind unless they are chosen: they were signed for the earlier round."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was chosen for a new round.

    Attributes:
        case: The new case.
        along: Names of the parts that go along.
        archive: Whether the earlier case is archived.
    """

    case: Case
    along: frozenset[str]
    archive: bool = True


def next_case(old: AppState, today: date) -> Case:
    """Return the case of a new round as its form starts with it.

    Raises:
        ValueError: There is no old case.
    """
    if old.case is None:
        raise ValueError("no case to follow")
    return replace(
        old.case, id=new_id(), opened=today, closed=None, follows=old.case_id, round=BLANK
    )


def parts(old: AppState, today: date) -> dict[str, tuple[CaseEntity, ...]]:
    """Return what can go along, by part; a part of which there is nothing is left out.

    A coming visit is a part of its own: it moves to the new round, as do bills to pay and calls of
    which something is expected. The rest is copied.
    """
    found: dict[str, tuple[CaseEntity, ...]] = {
        "about": tuple(
            a for a in old.about_me.values() if a != AboutMe(id=a.id, case_id=a.case_id)
        ),
        "doctors": tuple(in_order(old.doctors.values())),
        "companions": tuple(old.companions.values()),
        "contacts": tuple(contacts_in_order(old.contacts.values())),
        "card": tuple(old.urgent_cards.values()),
        "questions": tuple(_open_questions(old)),
        "portals": tuple(old.portals.values()),
        "consents": tuple(c for c in old.consents.values() if signed(c, today) is not Signed.OVER),
        "records": tuple(
            r for r in old.records.values() if _has_copy(old, r) or _is_on_its_way(old, r)
        ),
        "approvals": tuple(_approvals(old, today)),
        "bills": tuple(bill for bill in old.bills.values() if bill.paid_on is None),
        "calls": tuple(call for call in old.calls.values() if _is_open(call)),
    }
    found |= {f"{VISIT}{visit.id}": (visit,) for visit in _planned(old)}
    return {name: things for name, things in found.items() if things}


def _planned(old: AppState) -> list[Encounter]:
    return [v for v in by_date(old.visits.values()) if v.course is Course.PLANNED]


def _open_questions(old: AppState) -> Iterator[Question]:
    for question in questions_in_order(old.questions.values()):
        if not old.doctors or any(open_for([question], old.answers, id_) for id_ in old.doctors):
            yield question


def _is_open(call: Call) -> bool:
    """Return whether something is still expected of a call."""
    return not call.settled and bool(call.next_call or call.promised or call.promised_by)


def _approvals(old: AppState, today: date) -> Iterator[Approval]:
    """Yield the approvals that hold, or are still waited or argued for."""
    for approval in approvals_in_order(old.approvals.values()):
        stands = standing(old, approval)
        is_over = stands.ends_on is not None and stands.ends_on < today
        if stands.state is not RequestState.NOT_NEEDED and not is_over:
            yield approval


def _has_copy(old: AppState, record: Record) -> bool:
    progress = progress_of(old, record, OWN_COPY)
    return record.needed and not progress.transfer.skip and settled(record, progress)


def _is_on_its_way(old: AppState, record: Record) -> bool:
    """Return whether anything happened to a record for a doctor of a coming visit."""
    ids = {id_ for visit in _planned(old) for id_ in visit.doctor_ids}
    return record.needed and any(progress_of(old, record, id_).events for id_ in ids)


def new_round(old: AppState, chosen: Round, today: date) -> tuple[Change, ...]:
    """Return the changes that start a new round; undone together, all is as before.

    The people of a coming visit that goes along go with it, and who said a line of it. The
    checklist starts afresh; nothing but the moved visits is changed in the earlier case.
    """
    return tuple(_Start(old, chosen, today).changes())


class _Start:
    """The changes of one start."""

    def __init__(self, old: AppState, chosen: Round, today: date) -> None:
        self._old, self._chosen, self._today = old, chosen, today
        self._case_id = chosen.case.id
        offered = parts(old, today)
        self._along = {name: things for name, things in offered.items() if name in chosen.along}
        self._moved = [v for name, things in self._along.items() if name.startswith(VISIT)
                       for v in things if isinstance(v, Encounter)]  # fmt: skip
        needed = {id_ for v in self._moved for id_ in (*v.doctor_ids, *v.companion_ids, v.typist)}
        moved = {visit.id for visit in self._moved}
        needed |= {note.said_by for note in old.notes.values() if note.visit_id in moved}
        self._ids: dict[str, str] = {}
        self._people: list[CaseEntity] = []
        for name, table in self._with_people().items():
            for person in table.values():
                if name in self._along or person.id in needed:
                    self._people.append(person)
                    self._ids[person.id] = new_id()

    def _with_people(self) -> Mapping[str, Mapping[str, CaseEntity]]:
        return {
            "doctors": self._old.doctors,
            "companions": self._old.companions,
            "contacts": self._old.contacts,
        }

    def changes(self) -> Iterator[Change]:
        """Yield the changes."""
        old, chosen = self._old, self._chosen
        yield Put(chosen.case)
        if chosen.archive and old.case and old.case.closed is None:
            yield Put(archived(old.case, self._today), old.case)
        yield from (Put(self._copied(person)) for person in self._people)
        for name in ("portals", "consents"):
            yield from (Put(self._copied(thing)) for thing in self._along.get(name, ()))
        for card in self._along.get("card", ()):
            yield Put(replace(card, id=card_id(self._case_id), case_id=self._case_id))
        for about in self._along.get("about", ()):
            yield Put(replace(about, id=about_id(self._case_id), case_id=self._case_id))
        yield from self._records()
        yield from self._approvals()
        yield from self._owed()
        yield from self._questions()
        tasks = [Put(task) for task in tasks_for(self._case_id, "")]
        yield from tasks
        yield from self._visits(tasks)

    def _copied(self, thing: CaseEntity) -> CaseEntity:
        return replace(thing, id=self._ids.setdefault(thing.id, new_id()), case_id=self._case_id)

    def _records(self) -> Iterator[Change]:
        """Yield the records that go along, each with the days of its own copy.

        What happened to it for a doctor goes along with the coming visit there, and so do the calls
        about what is still on its way.
        """
        old, case_id = self._old, self._case_id
        lane_ids: dict[str, str] = {}
        seen = dict.fromkeys(id_ for visit in self._moved for id_ in visit.doctor_ids)
        for record in self._along.get("records", ()):
            copied = self._copied(record)
            yield Put(copied)
            if not isinstance(record, Record):
                continue
            lanes = {id_: transfer_to(old, record, id_) for id_ in (OWN_COPY, *seen)}
            for id_, lane in lanes.items():
                if id_ and lane.id not in old.lanes:
                    continue
                doctor_id = self._ids.get(id_, id_)
                new = lane_ids[lane.id] = transfer_id(copied.id, doctor_id)
                yield Put(replace(lane, id=new, case_id=case_id, record_id=copied.id,
                                  doctor_id=doctor_id))  # fmt: skip
                yield from self._history(lane.id, new)
        for chase in old.chases.values():
            if lane_ids.keys().isdisjoint(waiting(old, chase)):
                continue
            about = tuple(self._ids[i] for i in chase.record_ids if i in self._ids)
            lanes_of = tuple(lane_ids[i] for i in chase.lane_ids if i in lane_ids)
            yield Put(replace(chase, id=new_id(), case_id=case_id, record_ids=about,
                              lane_ids=lanes_of))  # fmt: skip

    def _history(self, about: str, new_about: str) -> Iterator[Change]:
        """Yield what happened to something, for its copy."""
        for event in having(self._old.events, "about", about):
            yield Put(replace(event, id=new_id(), case_id=self._case_id, about=new_about))

    def _approvals(self) -> Iterator[Change]:
        visits = {visit.id for visit in self._moved}
        for approval in self._along.get("approvals", ()):
            copied = self._copied(approval)
            if isinstance(copied, Approval):
                visit_id = copied.visit_id if copied.visit_id in visits else ""
                doctor_id = self._ids.get(copied.doctor_id, "")
                yield Put(replace(copied, visit_id=visit_id, doctor_id=doctor_id))
                yield from self._history(approval.id, copied.id)

    def _owed(self) -> Iterator[Change]:
        """Yield the moves of the open calls and of the bills to pay, each with its estimate."""
        bills = {bill.id for bill in self._along.get("bills", ())}
        cost_ids = {b.cost_id for b in self._old.bills.values() if b.id in bills and b.cost_id}
        moved = (
            *(cost for cost in self._old.costs.values() if cost.id in cost_ids),
            *(b for b in self._old.bills.values() if b.id in bills or b.cost_id in cost_ids),
            *self._along.get("calls", ()),
        )
        yield from (Put(replace(each, case_id=self._case_id), each) for each in moved)

    def _questions(self) -> Iterator[Change]:
        doctors = [d for d in in_order(self._old.doctors.values()) if d.id in self._ids]
        for question in self._along.get("questions", ()):
            if not isinstance(question, Question):
                continue
            asked = tuple(
                self._ids[d.id] for d in doctors if open_for([question], self._old.answers, d.id)
            )
            narrowed = bool(question.doctor_ids) or len(asked) < len(doctors)
            copied = replace(question, id=new_id(), case_id=self._case_id)
            yield Put(replace(copied, doctor_ids=asked if narrowed else ()))

    def _visits(self, tasks: list[Put]) -> Iterator[Change]:
        """Yield the moves of the coming visits with their notes, to-dos and packing lists.

        Tasks of the earlier case that counted from one lose that day; those of the new one get it.
        """
        old, ids = self._old, self._ids
        state = apply(AppState(), [Put(self._copied(person)) for person in self._people])
        state = apply(replace(state, case_id=self._case_id), tasks)
        for visit in self._moved:
            moved = replace(
                visit,
                case_id=self._case_id,
                doctor_id=ids.get(visit.doctor_id, visit.doctor_id),
                more_doctor_ids=tuple(ids[i] for i in visit.more_doctor_ids if i in ids),
                companion_ids=tuple(ids[i] for i in visit.companion_ids if i in ids),
                typist=ids.get(visit.typist, visit.typist),
            )
            changes = plan_visit(state, moved, self._today, visit)
            state = apply(state, changes)
            yield from changes
            for note in old.notes.values():
                if note.visit_id == visit.id:
                    asked = old.questions.get(note.question_id)
                    yield Put(replace(
                        note,
                        case_id=self._case_id,
                        question_id="",
                        said_by=ids.get(note.said_by, note.said_by),
                        private=note.private or bool(asked and asked.private),
                    ), note)  # fmt: skip
            for tick in old.ticks.values():
                if tick.visit_id == visit.id:
                    yield Drop(tick)
                    id_ = tick_id(self._case_id, tick.listed, tick.template, visit.id)
                    yield Put(replace(tick, id=id_ if tick.template else new_id(),
                                      case_id=self._case_id))  # fmt: skip
            lines = {note.id for note in old.notes.values() if note.visit_id == visit.id}
            for task in old.tasks.values():
                if task.note_id in lines:
                    stays = task.due_visit in ("", visit.id)
                    moved_on = task if stays else replace(task, due_visit="", due_days=0)
                    yield Put(replace(moved_on, case_id=self._case_id), task)
                elif task.due_visit == visit.id:
                    yield Put(replace(task, due_visit="", due_days=0), task)
            for decision in old.decisions.values():
                if decision.follow_up == visit.id:
                    yield Put(replace(decision, follow_up=""), decision)
