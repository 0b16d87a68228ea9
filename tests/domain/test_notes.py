"""Lines: the sign at their start, and their order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.notes import MARKS, Note, NoteKind, as_typed, of_visit, parse_line
from so_tui.domain.text import clean_line
from tests.support.values import NOW, any_text, doctor, note, notes, visit

SEEN = visit(doctor(1))


@given(any_text)
def test_no_word_of_a_typed_line_is_lost(raw: str) -> None:
    kind, text = parse_line(raw)
    line = clean_line(raw)
    sign = next((mark for mark, known in MARKS.items() if known is kind), "")
    assert line.startswith(sign)
    assert line.removeprefix(sign).strip() == text
    assert text == clean_line(text)


@given(notes.filter(lambda n: n.kind is not NoteKind.SAID))
def test_a_line_with_a_sign_is_typed_again_as_it_is(line: Note) -> None:
    assert parse_line(as_typed(line)) == (line.kind, line.text)


@given(notes, any_text)
def test_what_is_typed_can_be_typed_again(line: Note, raw: str) -> None:
    kind, text = parse_line(raw)
    if text:
        kept = replace(line, kind=kind, text=text)
        assert parse_line(as_typed(kept)) == (kind, text)


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("! call", NoteKind.IMPORTANT, "call"),
        ("? why", NoteKind.ASK, "why"),
        ("> so it is", NoteKind.QUOTE, "so it is"),
        ("@ ring them", NoteKind.TODO, "ring them"),
        ("# ductal", NoteKind.CHECK, "ductal"),
        ("!call", NoteKind.SAID, "!call"),
        ("!", NoteKind.SAID, "!"),
        ("  ! call  ", NoteKind.IMPORTANT, "call"),
        ("5 > 3", NoteKind.SAID, "5 > 3"),
        ("", NoteKind.SAID, ""),
    ],
)
def test_signs(raw: str, kind: NoteKind, text: str) -> None:
    assert parse_line(raw) == (kind, text)


@given(st.permutations(range(6)))
def test_the_lines_of_a_visit_stand_oldest_first(shuffled: list[int]) -> None:
    other = visit(doctor(2))
    lines = [note(SEEN, f"line {n}", at=NOW + timedelta(minutes=n)) for n in shuffled]
    found = of_visit({n.id: n for n in (*lines, note(other))}, SEEN.id)
    assert [n.text for n in found] == [f"line {n}" for n in range(6)]
