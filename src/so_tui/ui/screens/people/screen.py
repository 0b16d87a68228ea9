"""Doctors, visits and companions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.contacts import Contact
from so_tui.domain.contacts import in_order as contacts_in_order
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Encounter, EncounterKind, by_due
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.names import name_of
from so_tui.domain.people import PATIENT, Companion, Doctor, by_name, in_order
from so_tui.domain.state import AppState, Change
from so_tui.forms.cases import care_filling
from so_tui.forms.contacts import contact_filling
from so_tui.forms.encounters import visit_filling
from so_tui.forms.people import companion_filling, company_filling, doctor_filling
from so_tui.logic.case_lifecycle import new_companion, new_doctor, new_visit
from so_tui.logic.contacts import new_contact, reach_words, role_words, who_words
from so_tui.logic.encounters import (
    called,
    cancelled_words,
    length_words,
    moved_words,
    row_name,
    status_word,
    when_words,
)
from so_tui.logic.people import (
    doctor_to_visit,
    drop_companion,
    drop_doctor,
    drop_visit,
    keep,
)
from so_tui.logic.phrases import visit_time
from so_tui.logic.private import beside
from so_tui.logic.representatives import represents
from so_tui.logic.treating import care_words, take_over, treating_words
from so_tui.ui.bases.encounters import keep_encounter, pick_kind, resume_encounter
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import say
from so_tui.ui.rows.sections import details, sections
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")

NAME = 200
"""Most characters of a name in messages."""


def _fresh_visit(screen: EntityList) -> Encounter | None:
    """Return a visit with the chosen doctor, else with the one to be seen next."""
    if not screen.state.doctors:
        say(screen, "people.need_doctor")
        return None
    chosen = screen.chosen
    doctor = chosen if isinstance(chosen, Doctor) else doctor_to_visit(screen.state)
    return new_visit(screen.state, doctor)


def _put(screen: EntityList, entity: Entity, old: Entity | None) -> tuple[Change, ...]:
    return keep(screen.state, entity, screen.today, old)


def _drop_doctor(screen: EntityList, doctor: Doctor) -> tuple[Change, ...]:
    state = screen.state
    used = {id_ for v in state.visits.values() for id_ in v.doctor_ids}
    used |= {c.doctor_id for c in state.cells.values()}
    used |= {d for m in state.marks.values() if m.state for d in m.doctor_ids}
    used |= {a.doctor_id for a in state.answers.values()}
    if doctor.id in used:
        say(screen, "people.in_use", name=name_of(state, doctor.id))
        return ()
    return drop_doctor(state, doctor)


def _drop_visit(screen: EntityList, visit: Encounter) -> tuple[Change, ...]:
    if any(note.visit_id == visit.id for note in screen.state.notes.values()):
        say(screen, "people.visit_in_use")
        return ()
    return drop_visit(screen.state, visit)


DOCTOR = EditedKind[Doctor](
    table="doctors",
    fresh=lambda screen: new_doctor(screen.state),
    filling=lambda _, doctor, new: doctor_filling(doctor),
    called=lambda _, doctor: doctor.name,
    most=NAME,
    put=_put,
    drop=_drop_doctor,
)
VISIT = EditedKind[Encounter](
    table="visits",
    fresh=_fresh_visit,
    filling=lambda s, visit, new: visit_filling(visit, s.state.doctors, s.today, new=new),
    called=called,
    most=NAME,
    put=_put,
    drop=_drop_visit,
)
COMPANION = EditedKind[Companion](
    table="companions",
    fresh=lambda screen: new_companion(screen.state),
    filling=lambda screen, companion, new: companion_filling(companion, screen.today),
    called=lambda _, companion: companion.name,
    most=NAME,
    drop=lambda screen, companion: drop_companion(screen.state, companion),
)
CONTACT = EditedKind[Contact](
    table="contacts",
    words="contacts",
    fresh=lambda screen: new_contact(screen.state),
    filling=lambda _, contact, new: contact_filling(contact),
    called=lambda _, contact: contact.name,
    most=NAME,
)


class PeopleScreen(EntityList):
    """Doctors, visits, companions and contacts, and the details of the chosen row."""

    SIDE = "people"
    COLUMNS = (Column(0, 17, lines=2), Column(1), Column(2, 22))
    KINDS = {"doctor": DOCTOR, "visit": VISIT, "companion": COMPANION, "contact": CONTACT}
    NEEDS = {"company": Encounter, "care": Doctor}
    RESUMES = {"company": "company", "care": "care"}
    MARKED = frozenset({"cancelled", "moved", "came"})
    """Forms that say what became of a visit."""

    def rows(self) -> list[Row]:
        state = self.state
        companions = by_name(state.companions.values())
        return sections(
            "people",
            doctors=(
                _doctor_row(state, self.today, *each)
                for each in enumerate(in_order(state.doctors.values()))
            ),
            visits=(_visit_row(state, v, self.today) for v in by_due(state.visits.values())),
            companions=(
                Row(c.id, (name_of(state, c.id), represents(c) or c.may_know, c.phone))
                for c in companions
            ),
            contacts=(
                Row(c.id, (role_words(c), who_words(c), reach_words(c)), ("dim",))
                for c in contacts_in_order(state.contacts.values())
            ),
        )

    def detail(self, key: str) -> Sequence[Part]:
        return people_parts(self.state, self.find(key), self.today)

    def action_add(self, what: str) -> None:
        if what != "visit":
            super().action_add(what)
        elif self.need_case() and (visit := _fresh_visit(self)):
            pick_kind(self, visit, lambda chosen: self.open(chosen, new=True))

    def open(self, entity: CaseEntity, *, new: bool) -> None:
        if not isinstance(entity, Encounter):
            super().open(entity, new=new)
            return
        old = None if new else entity

        def keep(result: Encounter) -> None:
            what = "changed" if old else "added"
            keep_encounter(self, self.label(what, result), result, old)
            self.seek(result.id)

        filling = visit_filling(entity, self.state.doctors, self.today, new=new)
        self.ask(filling, keep, old)

    def resume(self, what: str, key: str) -> None:
        fresh, _, kind = key.partition("-")
        if what == "visit" and fresh == "new" and (visit := _fresh_visit(self)):
            kind_of = EncounterKind[kind.upper()] if kind else visit.kind
            self.open(replace(visit, kind=kind_of), new=True)
        elif what in self.MARKED:
            self.focus_key(key)
            if isinstance(visit := self.chosen, Encounter):
                resume_encounter(self, what, visit)
        else:
            super().resume(what, key)

    def action_company(self) -> None:
        """Say who comes to the chosen visit, and what is arranged for it."""
        old: Encounter = self.chosen

        def arranged(new: Encounter) -> None:
            changes = keep(self.state, new, self.today, old)
            self.commit(self.label("changed", new), *changes)

        self.ask(company_filling(old, self.state), arranged, old)

    def action_care(self) -> None:
        """Pass the care on to the chosen doctor."""
        doctor: Doctor = self.chosen

        def passed(day: date) -> None:
            said = text("people.took_over", name=doctor.name, day=show_day(day))
            self.commit(said, *take_over(self.state, doctor, day))

        self.ask(care_filling(self.state, doctor, self.today), passed)


def _doctor_row(state: AppState, today: date, place: int, doctor: Doctor) -> Row:
    named = place < len(ORDINALS)
    word = text(f"people.{ORDINALS[place]}") if named else text("people.nth", number=place + 1)
    care = treating_words(state, doctor, today) if state.doctors.keys() - {doctor.id} else ""
    about = ", ".join(filter(None, (doctor.name, doctor.specialty, doctor.place, care)))
    return Row(doctor.id, (word, about, doctor.phone), ("dim",))


def _visit_row(state: AppState, visit: Encounter, today: date) -> Row:
    about = ", ".join(filter(None, (row_name(state, visit), visit.where)))
    about, word = beside(visit, about), status_word(visit, today)
    return Row(visit.id, (visit_time(visit, today), about, word), ("dim",))


def people_parts(
    state: AppState, chosen: Doctor | Companion | Encounter | Contact | None, today: date
) -> list[Part]:
    """Return the details of a row."""
    match chosen:
        case Doctor():
            about = (chosen.name, chosen.specialty, chosen.place)
            care = care_words(state, chosen, today)
            parts = details("people", chosen, "phone", "treats", treats=care)
            return [("", ", ".join(filter(None, about))), *parts]
        case Companion():
            may = chosen.may_know or text("people.may_know_open")
            told = {"may_know": may, "represents": represents(chosen)}
            parts = details("people", chosen, "may_know", "phone", "represents", **told)
            return [("", chosen.name), *parts]
        case Encounter():
            return visit_parts(state, chosen)
        case Contact():
            names = "phone", "hours", "about", "note"
            return [("", who_words(chosen)), *details("contacts", chosen, *names)]
        case _:
            return []


def visit_parts(state: AppState, visit: Encounter) -> list[Part]:
    """Return the details of a visit, with who comes and what is needed."""
    cancelled = cancelled_words(visit)
    come = [
        name_of(state, c.id)
        for c in by_name(state.companions.values())
        if c.id in visit.companion_ids
    ]
    reception = text(f"people.reception_words.{visit.reception.name.lower()}")
    told = {
        "along": ", ".join(come),
        "typist": typist_words(state, visit),
        "phone_in": f"{visit.phone_in} ({reception})" if visit.phone_in else "",
    }
    course = [
        (text("encounters.field.cancelled_by"), cancelled if visit.cancelled else ""),
        (text("encounters.told.was_cancelled"), "" if visit.cancelled else cancelled),
        (text("encounters.told.moved_from"), moved_words(visit)),
        (text("encounters.told.length"), length_words(visit)),
    ]
    names = "along", "typist", "travel", "interpreter", "access", "phone_in"
    parts = details("people", visit, *names, **told)
    if visit.is_visit and not any(value for _, value in parts):
        parts = [("", text("people.company"))]
    about = ", ".join(filter(None, (called(state, visit), when_words(visit), visit.where)))
    return [("", about), *course, *parts]


def typist_words(state: AppState, visit: Encounter) -> str:
    """Return who types at a visit; '' if that is not settled."""
    if visit.typist == PATIENT:
        return (state.case.patient if state.case else "") or text("people.patient")
    typist = state.companions.get(visit.typist)
    return name_of(state, typist.id) if typist else ""
