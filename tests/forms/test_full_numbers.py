"""No form takes the full number of a member or a card, whatever it is about."""

from datetime import datetime
from typing import Any

import pytest

from so_tui.domain.about_me import AboutMe
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.calls import Call
from so_tui.domain.contacts import Contact
from so_tui.domain.events import Event, EventKind
from so_tui.domain.people import Doctor
from so_tui.domain.records import Record
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean
from so_tui.forms.about import about_filling
from so_tui.forms.contacts import contact_filling
from so_tui.forms.fields import FieldError, Filling
from so_tui.forms.insurance import approval_filling, call_filling
from so_tui.forms.lists import question_filling, task_filling
from so_tui.forms.notes import note_filling
from so_tui.forms.people import doctor_filling
from so_tui.forms.records import event_filling
from so_tui.logic.case_lifecycle import new_question, new_task
from tests.support.values import CASE_ID, NOW, TODAY, doctor, note, visit, way

STATE = AppState(case_id=CASE_ID)
RECORD = Record(case_id=CASE_ID, name=Clean("Slides"))
SENT = Event(case_id=CASE_ID, about="x", kind=EventKind.SENT, day=TODAY, entered=NOW)
NUMBER = "Member number W1234 56789"


def fillings() -> list[tuple[Filling[Any], str]]:
    """Return forms, each with a field of words."""
    call = Call(case_id=CASE_ID, whom=BLANK, at=datetime(2026, 11, 1, 9))
    approval = Approval(case_id=CASE_ID, kind=ApprovalKind.COVER, what=BLANK)
    found: list[tuple[Any, ...]] = [
        (call_filling(call, TODAY, new=True), "whom", "person", "reference", "said", "promised"),
        (approval_filling(approval, STATE, new=True), "what", "by", "note"),
        (about_filling(AboutMe(case_id=CASE_ID), TODAY), "phone", "contacts", "history"),
        (contact_filling(Contact(case_id=CASE_ID, name=BLANK)), "name", "about", "note"),
        (doctor_filling(Doctor(case_id=CASE_ID, name=BLANK)), "name", "phone"),
        (task_filling(new_task(STATE), STATE, TODAY, new=True), "text", "note"),
        (question_filling(new_question(STATE), STATE, new=True), "text"),
        (note_filling(note(visit(doctor(1)), "a line"), STATE, TODAY), "text"),
        (event_filling(RECORD, way(RECORD).transfer, SENT, TODAY, new=True), "who", "note"),
    ]
    return [(filling, name) for filling, *names in found for name in names]


@pytest.mark.parametrize(("filling", "name"), fillings())
def test_a_full_number_is_asked_back(filling: Filling[Any], name: str) -> None:
    empty = {field.name: Clean(field.value or "x") for field in filling.fields}
    with pytest.raises(FieldError, match="last four digits") as error:
        filling.filled({**empty, name: Clean(NUMBER)})
    assert error.value.field == name
    assert filling.secret(name, NUMBER) == "number", "so no draft has it either"


def test_a_tracking_number_is_none() -> None:
    filling = event_filling(RECORD, way(RECORD).transfer, SENT, TODAY, new=True)
    values = {field.name: Clean(field.value) for field in filling.fields}
    typed = "4111 1111 1111 1111"
    event = filling.filled({**values, "reference": Clean(typed)})
    assert event.reference == typed
