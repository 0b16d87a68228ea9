"""Entities become documents and come back as they were, whatever is in them."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.case import Case
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import Entity
from so_tui.domain.notes import Note, NoteKind
from so_tui.domain.people import PATIENT
from so_tui.domain.questions import Question
from so_tui.domain.state import TABLES
from so_tui.domain.text import Clean
from so_tui.storage.documents.codec import (
    BadDocument,
    decode,
    decode_all,
    document_id,
    encode,
)
from so_tui.storage.documents.tables import Table
from tests.storage.support_entities import ANY_ENTITY, cleaned, entities_of


@given(ANY_ENTITY)
def test_comes_back_from_json_as_it_was_but_clean(entity: Entity) -> None:
    document = json.loads(json.dumps(encode(entity)).encode("ascii"))
    assert decode(type(entity), document) == cleaned(entity)


@given(st.sampled_from(list(TABLES.values())).flatmap(lambda k: st.lists(entities_of(k))))
def test_many_at_once_come_back_as_one_by_one(entities: list[Entity]) -> None:
    kind = type(entities[0]) if entities else Note
    documents = [encode(entity) for entity in entities]
    assert decode_all(kind, documents) == [decode(kind, document) for document in documents]


def note_document(**changes: Any) -> dict[str, Any]:
    note = Note(
        id="00000000000a",
        case_id="00000000000b",
        visit_id="00000000000c",
        at=datetime(2026, 11, 23, 14, 30),
        author=Clean("Maria"),
        text=Clean("call on Monday"),
        kind=NoteKind.TODO,
    )
    return {**encode(note), **changes}


def test_a_document_is_plain_and_readable() -> None:
    assert note_document() == {
        "id": "00000000000a",
        "case_id": "00000000000b",
        "visit_id": "00000000000c",
        "at": "2026-11-23T14:30:00",
        "author": "Maria",
        "text": "call on Monday",
        "kind": "to do",
        "question_id": "",
        "said_by": "",
        "diary": "",
        "about_day": None,
        "private": False,
    }


def test_unknown_keys_are_passed_over_and_missing_ones_take_their_default() -> None:
    document = note_document(colour="blue")
    del document["kind"]
    assert decode(Note, document).kind is NoteKind.SAID


def test_nothing_where_something_has_to_be_takes_its_default() -> None:
    """Undoing the first change of a field that an older version did not have left that there."""
    document = note_document(kind=None, said_by=None, private=None)
    note = decode(Note, document)
    assert (note.kind, note.said_by, note.private) == (NoteKind.SAID, "", False)
    table = Table(Note, {str(int(document["id"], 16)): document})
    assert (list(table.entities.values()), table.unread) == ([note], [])


def test_text_in_a_tampered_store_is_cleaned() -> None:
    note = decode(Note, note_document(text="a\x1b]52;c;aGk=\x07b\u202ec", author="\x9bM"))
    assert (note.text, note.author) == ("a]52;c;aGk=bc", "M")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 7),
        ("text", None),
        ("text", ["a"]),
        ("at", "yesterday"),
        ("at", 0),
        ("kind", "shout"),
        ("kind", {}),
        ("id", "xyz"),
        ("id", "A" * 12),
        ("id", 10),
    ],
)
def test_a_wrong_value_is_told_by_its_field_and_not_by_its_text(field: str, value: Any) -> None:
    with pytest.raises(BadDocument) as caught:
        decode(Note, note_document(**{field: value}))
    assert str(caught.value) == field


@pytest.mark.parametrize("field", ["id", "case_id", "visit_id", "at", "author", "text"])
def test_what_has_no_default_must_be_there(field: str) -> None:
    document = note_document()
    del document[field]
    with pytest.raises(BadDocument, match=field):
        decode(Note, document)


def test_numbers_are_not_truths_and_texts_are_not_lists() -> None:
    question = encode(Question(case_id="0" * 12, text=Clean("Why?"), doctor_ids=("d",)))
    assert decode(Question, question).doctor_ids == ("d",)
    for wrong in ({"top": 1}, {"order": True}, {"order": 1.0}, {"doctor_ids": "d"}):
        with pytest.raises(BadDocument):
            decode(Question, {**question, **wrong})


def test_ids_that_could_share_a_number_are_refused() -> None:
    assert document_id(Case(id="00000000001f", title=Clean("x"), opened=date.min)) == 31
    for bad in ("1f", "00000000001F", "", "xxxxxxxxxxxx", "00000000001f\n"):
        with pytest.raises(ValueError, match="hex"):
            document_id(Case(id=bad, title=Clean("x"), opened=date.min))


@pytest.mark.parametrize("bad", [{"text": 7}, {"at": "yesterday"}, {"kind": "shout"}, {"id": "x"}])
def test_one_bad_document_among_many_is_told(bad: dict[str, Any]) -> None:
    with pytest.raises(BadDocument):
        decode_all(Note, [note_document(), note_document(**bad)])


@pytest.mark.parametrize("year", [1000, 9000])
def test_the_first_and_the_last_year_are_years_still(year: int) -> None:
    note = decode(Note, note_document(at=f"{year}-12-31T23:59:00"))
    assert note.at == datetime(year, 12, 31, 23, 59)


@pytest.mark.parametrize("year", ["0999", "9001"])
def test_a_year_that_days_could_not_be_counted_from_is_refused(year: str) -> None:
    with pytest.raises(BadDocument, match="at"):
        decode(Note, note_document(at=f"{year}-06-01T12:00:00"))


def test_that_the_patient_types_is_kept_by_this_word() -> None:
    visit = Encounter(case_id="0" * 12, doctor_id="1" * 12, typist=PATIENT)
    assert encode(visit)["typist"] == "patient"
