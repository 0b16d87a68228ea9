"""Doctors, visits and companions."""

from datetime import date
from functools import partial

from textual.app import ComposeResult

from so_tui.commands import bindings
from so_tui.content import say
from so_tui.domain.case import Case
from so_tui.domain.dates import short_day, show_time
from so_tui.domain.entity import CaseEntity
from so_tui.domain.people import Companion, Doctor, Visit, by_date, held, in_order
from so_tui.domain.text import BLANK
from so_tui.intents import Commit, Say
from so_tui.screens.base import BaseScreen
from so_tui.screens.forms.people import companion_form, doctor_form, visit_form
from so_tui.starting import add_doctor, drop_doctor, drop_visit, plan_visit
from so_tui.state import AppState, Change, Drop, Put
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList

ORDINALS = ("first", "second", "third", "fourth")


class PeopleScreen(BaseScreen):
    """Everybody in the case, and the visits."""

    SIDE = "people"
    AUTO_FOCUS = "RowList"
    BINDINGS = bindings("people")

    def body(self) -> ComposeResult:
        yield RowList(Column(0, 17), Column(1), Column(2, 22), id="people")

    def show_state(self) -> None:
        self.query_one(RowList).show(people_rows(self.state, self.today))

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_add(what)
        else:
            self.focus_key(key)
            self.action_edit()

    def focus_key(self, key: str) -> None:
        self.query_one(RowList).choose(key)

    def _find(self) -> Doctor | Companion | Visit | None:
        key = self.query_one(RowList).key
        found = self.state.doctors.get(key) or self.state.companions.get(key)
        return found or self.state.visits.get(key)

    def _called(self, entity: Doctor | Companion | Visit) -> str:
        if isinstance(entity, Visit):
            doctor = self.state.doctors.get(entity.doctor_id)
            return say("people.visit_with", name=doctor.name if doctor else "")
        return entity.name

    def _commit(self, what: str, entity: Doctor | Companion | Visit, *changes: Change) -> None:
        self.post_message(Commit(changes, say(f"people.{what}", name=self._called(entity))))

    def action_add(self, what: str) -> None:
        """Add a doctor, a visit or a companion."""
        case = self.state.case
        if case is None:
            self.post_message(Say(say("status.needs_case")))
        elif what == "doctor":
            order = max((d.order for d in self.state.doctors.values()), default=-1) + 1
            doctor = Doctor(case_id=case.id, name=BLANK, order=order)
            self.app.push_screen(doctor_form(doctor, self.drafts), partial(self._keep, None))
        elif what == "companion":
            companion = Companion(case_id=case.id, name=BLANK)
            self.app.push_screen(companion_form(companion, self.drafts), partial(self._keep, None))
        elif self.state.doctors:
            self._add_visit(case)
        else:
            self.post_message(Say(say("people.need_doctor")))

    def _add_visit(self, case: Case) -> None:
        chosen, doctors = self._find(), in_order(self.state.doctors.values())
        seen = {v.doctor_id for v in self.state.visits.values()}
        waiting = [d for d in doctors if d.id not in seen]
        doctor = chosen if isinstance(chosen, Doctor) else (waiting or doctors)[-1]
        visit = Visit(case_id=case.id, doctor_id=doctor.id, place=doctor.place)
        self._open_visit(visit, new=True)

    def _open_visit(self, visit: Visit, *, new: bool) -> None:
        form = visit_form(visit, self.state.doctors, self.today, self.drafts, new=new)
        self.app.push_screen(form, partial(self._keep, None if new else visit))

    def _keep(self, old: CaseEntity | None, result: Doctor | Companion | Visit | None) -> None:
        if result is None or result == old:
            return
        plan: tuple[Change, ...] = (Put(result, old),)
        if isinstance(result, Visit):
            plan = plan_visit(self.state, result, self.today, old)
        elif isinstance(result, Doctor) and old is None:
            plan = add_doctor(self.state, result)
        self._commit("changed" if old else "added", result, *plan)
        self.seek(result.id)

    def action_edit(self) -> None:
        """Change the chosen line."""
        entity = self._find()
        if isinstance(entity, Doctor):
            self.app.push_screen(doctor_form(entity, self.drafts), partial(self._keep, entity))
        elif isinstance(entity, Companion):
            form = companion_form(entity, self.drafts)
            self.app.push_screen(form, partial(self._keep, entity))
        elif isinstance(entity, Visit):
            self._open_visit(entity, new=False)

    def on_row_list_chosen(self) -> None:
        self.action_edit()

    def action_delete(self) -> None:
        """Take the chosen line away, unless something hangs on it."""
        entity = self._find()
        if entity is None:
            return
        state = self.state
        if isinstance(entity, Doctor):
            used = {v.doctor_id for v in state.visits.values()}
            used |= {c.doctor_id for c in state.cells.values()}
            used |= {a.doctor_id for a in state.answers.values()}
            if entity.id in used:
                self.post_message(Say(say("people.in_use", name=entity.name)))
                return
        if isinstance(entity, Visit) and any(n.visit_id == entity.id for n in state.notes.values()):
            self.post_message(Say(say("people.visit_in_use")))
            return
        changes: tuple[Change, ...] = (Drop(entity),)
        if isinstance(entity, Doctor):
            changes = drop_doctor(state, entity)
        elif isinstance(entity, Visit):
            changes = drop_visit(state, entity)
        self._commit("deleted", entity, *changes)

    def action_back(self) -> None:
        """Go back to the screen before."""
        self.app.pop_screen()


def people_rows(state: AppState, today: date) -> list[Row]:
    """Return the doctors, visits and companions under their headings."""
    rows = [Row("#doctors", (say("people.doctors"),), heading=True)]
    doctors = in_order(state.doctors.values())
    for place, doctor in enumerate(doctors):
        named = place < len(ORDINALS)
        word = say(f"people.{ORDINALS[place]}") if named else say("people.nth", number=place + 1)
        about = ", ".join(filter(None, (doctor.name, doctor.specialty, doctor.place)))
        rows.append(Row(doctor.id, (word, about, doctor.phone), ("dim",)))
    if not doctors:
        rows.append(Row("#no_doctor", (say("people.no_doctor"),), ("dim",), heading=True))
    rows.append(Row("#visits", (say("people.visits"),), heading=True))
    for visit in by_date(state.visits.values()):
        when = f"{short_day(visit.day, today)} {show_time(visit.at)}".strip()
        name = next((d.name for d in doctors if d.id == visit.doctor_id), "")
        about = ", ".join(filter(None, (name, visit.place)))
        word = say(f"people.{held(visit, today)}")
        rows.append(Row(visit.id, (when or say("people.no_date"), about, word), ("dim",)))
    if not state.visits:
        rows.append(Row("#no_visit", (say("people.no_visit"),), ("dim",), heading=True))
    rows.append(Row("#companions", (say("people.companions"),), heading=True))
    for companion in sorted(state.companions.values(), key=lambda c: (c.name, c.id)):
        cells = (companion.name, companion.may_know, companion.phone)
        rows.append(Row(companion.id, cells))
    if not state.companions:
        rows.append(Row("#no_companion", (say("people.no_companion"),), ("dim",), heading=True))
    return rows


SCREEN = PeopleScreen
