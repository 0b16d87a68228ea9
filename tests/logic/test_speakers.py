"""Who said a line: names of the case before a colon, and names that are new."""

from dataclasses import replace

import pytest

from so_tui.domain.contacts import Contact, ContactRole
from so_tui.domain.notes import Note
from so_tui.domain.people import PATIENT, Companion
from so_tui.domain.questions import Asked, answer_to
from so_tui.domain.state import AppState, apply, entities, of_case
from so_tui.domain.text import Clean
from so_tui.logic.comparison import notes_of
from so_tui.logic.notes import settle, write_lines
from so_tui.logic.search_entries import entries
from so_tui.logic.speakers import (
    add_speaker,
    as_said,
    doctor_of,
    is_offered,
    newest_new_name,
    people,
    speech,
)
from so_tui.papers.files import Layout
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import CASE_ID, NOW, case, doctor, question, visit

LEE = doctor(0, name=Clean("Dr Ada Lee"))
KIM = doctor(1, name=Clean("Prof. José Kim"))
NORA = Companion(id="0000000000c1", case_id=CASE_ID, name=Clean("Nora Example"))
ANN = Contact(id="0000000000c2", case_id=CASE_ID, name=Clean("Ann Moss"), role=ContactRole.NURSE)
DESK = Contact(id="0000000000c3", case_id=CASE_ID, name=Clean("Scans desk"))
SEEN = visit(LEE, more_doctor_ids=(KIM.id,), day=NOW.date())
ASKED = question()
STATE = of_case(
    CASE_ID, [replace(case(), patient=Clean("Pat Example")), LEE, KIM, NORA, ANN, DESK, SEEN, ASKED]
)


def typed(raw: str, state: AppState = STATE) -> AppState:
    """Return the state after somebody typed this in the visit."""
    return apply(state, write_lines(state, SEEN, Clean("Nora"), raw, NOW))


@pytest.mark.parametrize(
    ("line", "said_by"),
    [
        ("Dr Ada Lee: no hurry", LEE.id),
        ("Dr. Lee: no hurry", LEE.id),
        ("lee : no hurry", LEE.id),
        ("Ada: no hurry", LEE.id),
        ("Jose: no hurry", KIM.id),
        ("Dr Kim\uff1ano hurry", KIM.id),
        ("Nora: no hurry", NORA.id),
        ("Pat: no hurry", PATIENT),
        ("Patient: no hurry", PATIENT),
        ("Nurse Ann Moss: no hurry", ANN.id),
    ],
)
def test_a_name_of_the_case_and_a_colon_make_the_speaker(line: str, said_by: str) -> None:
    said = speech(STATE, Clean(line))
    assert (said.text, said.said_by) == ("no hurry", said_by)


@pytest.mark.parametrize(
    "line",
    [
        "Dose: 5 mg",
        "Side effects: tired",
        "at 10:30 in room 4",
        "https://example.org",
        "told her: no",
        "Lee",
        "Lee:",
        "Kimberley said: no",
        "Plan B: radiation",
    ],
)
def test_other_words_before_a_colon_are_text(line: str) -> None:
    """'Dose: 5 mg' is text."""
    said = speech(STATE, Clean(line))
    assert (said.text, said.said_by, said.new_name) == (line, "", "")


def test_a_name_that_two_people_have_is_not_guessed() -> None:
    said = speech(STATE, Clean("Example: no hurry"))
    assert (said.text, said.said_by, said.shared_name) == ("Example: no hurry", "", "Example")


def test_a_sign_and_a_name_go_together_in_either_order() -> None:
    for raw in ("! Lee: call tonight", "Lee: ! call tonight"):
        (note,) = typed(raw).notes.values()
        assert (note.kind, note.text, note.said_by) == ("important", "call tonight", LEE.id)


def test_a_new_name_is_offered_once_and_its_lines_become_that_persons() -> None:
    """'Mockup is new here': a doctor or somebody else."""
    assert speech(STATE, Clean("Mockup: hello")).new_name == "Mockup"
    assert is_offered(STATE, "Mockup")
    state = typed("Mockup: hello\nDose: 5 mg\nmockup: and more")
    assert not is_offered(state, "Mockup")
    assert newest_new_name(state, SEEN.id) == "Mockup"
    mockup = doctor(2, name=Clean("Dr Mockup"))
    state = apply(state, add_speaker(state, mockup, SEEN.id))
    assert [(n.text, n.said_by) for n in sorted(state.notes.values(), key=lambda n: n.at)] == [
        ("hello", mockup.id),
        ("Dose: 5 mg", ""),
        ("and more", mockup.id),
    ]
    assert mockup.id in state.visits[SEEN.id].doctor_ids
    assert newest_new_name(state, SEEN.id) == ""


def test_the_speaker_stands_before_the_words() -> None:
    (note,) = typed("Kim: no hurry").notes.values()
    assert as_said(STATE, note) == "Prof. José Kim: no hurry"
    assert as_said(STATE, replace(note, said_by=PATIENT)) == "Pat Example: no hurry"
    assert as_said(STATE, replace(note, said_by="")) == "no hurry"
    assert as_said(STATE, replace(note, said_by="0000000000ff")) == "no hurry"


def test_an_answer_belongs_to_the_doctor_who_said_it() -> None:
    """Several doctors in a visit: the answer did not say which."""
    lines = write_lines(STATE, SEEN, Clean("Nora"), "Kim: no hurry", NOW, ASKED.id)
    notes = [change.entity for change in lines if isinstance(change.entity, Note)]
    state = apply(STATE, [*lines, *settle(STATE, SEEN, ASKED, Asked.ANSWERED, None, NOW, notes)])
    answers = state.answers.values()
    assert answer_to(answers, ASKED.id, LEE.id) is None
    answer = answer_to(answers, ASKED.id, KIM.id)
    assert answer is not None
    assert answer.asked is Asked.ANSWERED
    (note,) = state.notes.values()
    assert doctor_of(state, note) == KIM.id
    assert notes_of(state, LEE.id) == []
    assert notes_of(state, KIM.id) == [note]
    free = typed("no name", state)
    assert [n.text for n in notes_of(free, LEE.id)] == ["no name"]


def test_a_contact_who_said_something_is_named_everywhere() -> None:
    """A nurse is a contact, not a doctor or a companion: her words had lost their speaker."""
    state = typed("Nurse Ann Moss: drink a lot")
    (line,) = state.notes.values()
    assert (line.said_by, line.text) == (ANN.id, "drink a lot")
    assert as_said(state, line) == "Ann Moss: drink a lot"
    assert (ANN.id, "Ann Moss") in people(state)
    (entry,) = (each for each in entries(entities(state)) if each.kind == "note")
    assert entry.text == "Ann Moss: drink a lot"
    paper = write_paper(state, PaperKind.NOTES, Layout.TEXT, NOW.date())
    assert paper is not None
    assert "Ann Moss: drink a lot" in paper
    assert speech(STATE, Clean("Scans desk: closed")).said_by == DESK.id
    assert speech(STATE, Clean("Desk: closed")).said_by == "", "an office goes by its full name"
