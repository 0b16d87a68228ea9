"""Names for the searchable entries: who and what an id stands for, across all cases. Pure."""

from collections.abc import Iterable
from datetime import date

from so_tui.domain.approvals import Approval
from so_tui.domain.case import Case
from so_tui.domain.contacts import Contact
from so_tui.domain.encounters import Encounter, opinion_heard
from so_tui.domain.entity import Entity
from so_tui.domain.events import Event
from so_tui.domain.names import names as names_in
from so_tui.domain.notes import Note
from so_tui.domain.people import PATIENT, Companion, Doctor
from so_tui.domain.questions import Question
from so_tui.domain.records import Record, Transfer
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.questions import words_of
from so_tui.logic.speakers import said_words


class Names:
    """Look-ups across all cases that the entries need."""

    def __init__(self, kept: Iterable[Entity]) -> None:
        self._kept = list(kept)
        self._states: dict[str, AppState] = {}
        self.known: dict[str, Clean] = {
            each.id: name for each in self._kept if (name := getattr(each, "name", BLANK))
        }
        """The names of all things that have one, by id; people of one name are told apart."""
        people = [p for p in self._kept if isinstance(p, Doctor | Companion | Contact) and p.name]
        by_case: dict[str, list[Entity]] = {}
        for each in people:
            by_case.setdefault(each.case_id, []).append(each)
        for case_id, persons in by_case.items():
            self.known |= names_in(of_case(case_id, persons))
        self._visits = {each.id: each for each in self._kept if isinstance(each, Encounter)}
        self._speakers = {
            f"{person.case_id}/{person.id}": self.known[person.id] for person in people
        }
        cases = (each for each in self._kept if isinstance(each, Case) and each.patient)
        self._speakers |= {f"{each.id}/{PATIENT}": each.patient for each in cases}
        self._records = {each.id: each for each in self._kept if isinstance(each, Record)}
        self._transfers = {each.id: each for each in self._kept if isinstance(each, Transfer)}
        self._approvals = {a.id: a for a in self._kept if isinstance(a, Approval)}
        self._doctor_ids = {each.id for each in people if isinstance(each, Doctor)}
        with_them: dict[str, list[Encounter]] = {}
        for visit in self._visits.values():
            for doctor_id in visit.doctor_ids:
                with_them.setdefault(doctor_id, []).append(visit)
        heard = {doctor_id: opinion_heard(each) for doctor_id, each in with_them.items()}
        self._heard = {id_: each.day for id_, each in heard.items() if each and each.day}

    def of(self, doctor_id: str) -> Clean:
        """Return a doctor's name."""
        return self.known.get(doctor_id, BLANK)

    def doctor_of(self, note: Note) -> Clean:
        """Return the name of the doctor who said a line, else those of its visit's doctors."""
        visit = self._visits.get(note.visit_id)
        if note.said_by in self._doctor_ids:
            return self.of(note.said_by)
        return self.all_of(visit.doctor_ids) if visit else BLANK

    def said(self, note: Note) -> Clean:
        """Return the words of a line after the name of who said it, if that is known."""
        name = self._speakers.get(f"{note.case_id}/{note.said_by}") if note.said_by else ""
        return said_words(name, note.text) if name else note.text

    def all_of(self, doctor_ids: Iterable[str]) -> Clean:
        """Return the names of several doctors."""
        return Clean(", ".join(filter(None, map(self.of, doctor_ids))))

    def heard(self, doctor_id: str) -> date | None:
        """Return the day on which a doctor's opinion was heard last."""
        return self._heard.get(doctor_id)

    def record_of(self, event: Event) -> tuple[Record, Transfer] | None:
        """Return the record that an event is about, and its transfer; None if it is a request."""
        transfer = self._transfers.get(event.about)
        record = self._records.get(transfer.record_id) if transfer else None
        return (record, transfer) if transfer and record else None

    def approval(self, approval_id: str) -> Approval | None:
        """Return an approval by its id, or None."""
        return self._approvals.get(approval_id)

    def question(self, question: Question) -> Clean:
        """Return a question's text, with its case's values filled in."""
        case_id = question.case_id
        if "{" in question.text and case_id not in self._states:
            self._states[case_id] = of_case(case_id, self._kept)
        return words_of(self._states.get(case_id, AppState()), question)
