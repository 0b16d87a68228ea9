"""Doctors, visits and companions."""

from collections.abc import Sequence

from so_tui.content import text
from so_tui.domain.entity import Entity
from so_tui.domain.people import Companion, Doctor, Visit
from so_tui.domain.state import Change, Put
from so_tui.forms.people import companion_filling, company_filling, doctor_filling, visit_filling
from so_tui.logic.case_lifecycle import new_companion, new_doctor, new_visit
from so_tui.logic.people import doctor_to_visit, drop_companion, drop_doctor, drop_visit, keep
from so_tui.logic.schedule import doctor_name
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.messages import Say
from so_tui.ui.screens.people.rows import people_parts, people_rows
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

NAME = 200
"""Most characters of a name in messages."""


def _fresh_visit(screen: EntityList) -> Visit | None:
    """Return a visit with the chosen doctor, else with the one to be seen next."""
    if not screen.state.doctors:
        screen.post_message(Say(text("people.need_doctor")))
        return None
    chosen = screen.chosen
    doctor = chosen if isinstance(chosen, Doctor) else doctor_to_visit(screen.state)
    return new_visit(screen.state, doctor)


def _put(screen: EntityList, entity: Entity, old: Entity | None) -> tuple[Change, ...]:
    return keep(screen.state, entity, screen.today, old)


def _drop_doctor(screen: EntityList, doctor: Doctor) -> tuple[Change, ...]:
    state = screen.state
    used = {v.doctor_id for v in state.visits.values()}
    used |= {c.doctor_id for c in state.cells.values()}
    used |= {d for m in state.marks.values() if m.state for d in m.doctor_ids}
    used |= {a.doctor_id for a in state.answers.values()}
    if doctor.id in used:
        screen.post_message(Say(text("people.in_use", name=doctor.name)))
        return ()
    return drop_doctor(state, doctor)


def _drop_visit(screen: EntityList, visit: Visit) -> tuple[Change, ...]:
    if any(note.visit_id == visit.id for note in screen.state.notes.values()):
        screen.post_message(Say(text("people.visit_in_use")))
        return ()
    return drop_visit(screen.state, visit)


DOCTOR = EditedKind[Doctor](
    table="doctors",
    words="people",
    fresh=lambda screen: new_doctor(screen.state),
    filling=lambda _, doctor, new: doctor_filling(doctor),
    called=lambda _, doctor: doctor.name,
    most=NAME,
    put=_put,
    drop=_drop_doctor,
)
VISIT = EditedKind[Visit](
    table="visits",
    words="people",
    fresh=_fresh_visit,
    filling=lambda s, visit, new: visit_filling(visit, s.state.doctors, s.today, new=new),
    called=lambda state, visit: text("people.visit_with", name=doctor_name(state, visit)),
    most=NAME,
    put=_put,
    drop=_drop_visit,
)
COMPANION = EditedKind[Companion](
    table="companions",
    words="people",
    fresh=lambda screen: new_companion(screen.state),
    filling=lambda _, companion, new: companion_filling(companion),
    called=lambda _, companion: companion.name,
    most=NAME,
    drop=lambda screen, companion: drop_companion(screen.state, companion),
)


class PeopleScreen(EntityList):
    """Doctors, visits and companions, and the details of the chosen row."""

    SIDE = "people"
    LIST_ID = "people"
    BINDINGS = bindings("people")
    KINDS = {"doctor": DOCTOR, "visit": VISIT, "companion": COMPANION}

    def rows(self) -> list[Row]:
        return people_rows(self.state, self.today)

    def columns(self) -> list[Column]:
        return [Column(0, 17), Column(1), Column(2, 22)]

    def detail(self, key: str) -> Sequence[Part]:
        return people_parts(self.state, self.find(key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "company" and self.is_mounted:
            return isinstance(self.chosen, Visit)
        return super().check_action(action, parameters)

    def resume(self, what: str, key: str) -> None:
        if what == "company":
            self.focus_key(key)
            self.action_company()
        else:
            super().resume(what, key)

    def action_company(self) -> None:
        """Edit who comes to the chosen visit, who types, and what is needed there."""
        visit = self.chosen
        if isinstance(visit, Visit):

            def written(result: Visit) -> None:
                self.commit(self.label("changed", result), Put(result, visit))

            self.ask(company_filling(visit, self.state), written, visit)


SCREEN = PeopleScreen
