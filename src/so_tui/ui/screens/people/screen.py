"""Doctors, visits and companions."""

from collections.abc import Sequence
from functools import partial

from so_tui.content import text
from so_tui.domain.entity import CaseEntity
from so_tui.domain.people import Companion, Doctor, Visit, in_order
from so_tui.domain.state import Change, Drop, Put
from so_tui.logic.defaults import new_companion, new_doctor, new_visit
from so_tui.logic.people import drop_companion, drop_doctor, drop_visit, keep
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.forms.people import companion_form, doctor_form, visit_form
from so_tui.ui.messages import Say
from so_tui.ui.screens.people.company_form import company_form
from so_tui.ui.screens.people.rows import people_parts, people_rows
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row


class PeopleScreen(ListScreen):
    """Doctors, visits and companions, and the details of the chosen row."""

    SIDE = "people"
    LIST_ID = "people"
    BINDINGS = bindings("people")
    NEEDS_ROW = frozenset({"edit", "delete", "read"})

    def rows(self) -> list[Row]:
        return people_rows(self.state, self.today)

    def columns(self) -> list[Column]:
        return [Column(0, 17), Column(1), Column(2, 22)]

    def detail(self, key: str) -> Sequence[Part]:
        return people_parts(self.state, self._find(key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "company" and self.is_mounted:
            return isinstance(self._find(), Visit)
        return super().check_action(action, parameters)

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_add(what)
            return
        self.focus_key(key)
        if what == "company":
            self.action_company()
        else:
            self.action_edit()

    def _find(self, key: str | None = None) -> Doctor | Companion | Visit | None:
        key = self.key if key is None else key
        found = self.state.doctors.get(key) or self.state.companions.get(key)
        return found or self.state.visits.get(key)

    def _called(self, entity: Doctor | Companion | Visit) -> str:
        if isinstance(entity, Visit):
            doctor = self.state.doctors.get(entity.doctor_id)
            return text("people.visit_with", name=doctor.name if doctor else "")
        return entity.name

    def _label(self, what: str, entity: Doctor | Companion | Visit) -> str:
        return text(f"people.{what}", name=self._called(entity))

    def action_add(self, what: str) -> None:
        """Add a doctor, a visit or a companion."""
        if self.need_case() is None:
            return
        if what == "doctor":
            form = doctor_form(new_doctor(self.state), self.drafts)
            self.edit(form, partial(self._keep, None))
        elif what == "companion":
            person = companion_form(new_companion(self.state), self.drafts)
            self.edit(person, partial(self._keep, None))
        elif self.state.doctors:
            self._add_visit()
        else:
            self.post_message(Say(text("people.need_doctor")))

    def _add_visit(self) -> None:
        chosen, doctors = self._find(), in_order(self.state.doctors.values())
        seen = {v.doctor_id for v in self.state.visits.values()}
        waiting = [d for d in doctors if d.id not in seen]
        doctor = chosen if isinstance(chosen, Doctor) else (waiting or doctors)[-1]
        self._open_visit(new_visit(self.state, doctor), new=True)

    def _open_visit(self, visit: Visit, *, new: bool) -> None:
        form = visit_form(visit, self.state.doctors, self.today, self.drafts, new=new)
        self.edit(form, partial(self._keep, None if new else visit))

    def _keep(self, old: CaseEntity | None, result: Doctor | Companion | Visit) -> None:
        if result != old:
            plan = keep(self.state, result, self.today, old)
            self.commit(self._label("changed" if old else "added", result), *plan)
            self.seek(result.id)

    def action_edit(self) -> None:
        """Edit the chosen row."""
        entity = self._find()
        if isinstance(entity, Doctor):
            self.edit(doctor_form(entity, self.drafts), partial(self._keep, entity))
        elif isinstance(entity, Companion):
            form = companion_form(entity, self.drafts)
            self.edit(form, partial(self._keep, entity))
        elif isinstance(entity, Visit):
            self._open_visit(entity, new=False)

    def action_company(self) -> None:
        """Edit who comes to the chosen visit, who types, and what is needed there."""
        visit = self._find()
        if isinstance(visit, Visit):

            def written(result: Visit) -> None:
                if result != visit:
                    self.commit(self._label("changed", result), Put(result, visit))

            self.edit(company_form(visit, self.state, self.drafts), written)

    def on_row_list_chosen(self) -> None:
        self.action_edit()

    def action_delete(self) -> None:
        """Delete the chosen row, unless something depends on it."""
        entity = self._find()
        if entity is None:
            return
        state = self.state
        if isinstance(entity, Doctor):
            used = {v.doctor_id for v in state.visits.values()}
            used |= {c.doctor_id for c in state.cells.values()}
            used |= {d for m in state.marks.values() if m.state for d in m.doctor_ids}
            used |= {a.doctor_id for a in state.answers.values()}
            if entity.id in used:
                self.post_message(Say(text("people.in_use", name=entity.name)))
                return
        if isinstance(entity, Visit) and any(n.visit_id == entity.id for n in state.notes.values()):
            self.post_message(Say(text("people.visit_in_use")))
            return
        changes: tuple[Change, ...] = (Drop(entity),)
        if isinstance(entity, Doctor):
            changes = drop_doctor(state, entity)
        elif isinstance(entity, Visit):
            changes = drop_visit(state, entity)
        elif isinstance(entity, Companion):
            changes = drop_companion(state, entity)
        self.commit(self._label("deleted", entity), *changes)


SCREEN = PeopleScreen
