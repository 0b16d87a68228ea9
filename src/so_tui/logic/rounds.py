"""The changes that start a new round after a case. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from so_tui.content.seeds import tasks_for
from so_tui.domain.about_me import about_id
from so_tui.domain.approvals import Approval
from so_tui.domain.edited_lines import tick_id
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import CaseEntity, having, new_id
from so_tui.domain.people import card_id, in_order
from so_tui.domain.questions import Question, open_for
from so_tui.domain.records import OWN_COPY, Record, transfer_id
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.logic.call_log import waiting
from so_tui.logic.case_lifecycle import archived
from so_tui.logic.people import plan_visit
from so_tui.logic.records import transfer_to
from so_tui.logic.round_parts import VISIT, Round, parts


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
