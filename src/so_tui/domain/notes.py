"""Notes: time-stamped lines from an encounter, and those of the diary beside them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, Selective, having
from so_tui.domain.text import Clean, clean_line


class NoteKind(StrEnum):
    """The kind of a line. The value is the word shown beside it on every screen."""

    SAID = "note"
    IMPORTANT = "important"
    ASK = "ask again"
    QUOTE = "their words"
    TODO = "to do"
    CHECK = "check"


DIARY = ""
"""The place of lines outside encounters, where an encounter's id is expected."""


class DiaryKind(StrEnum):
    """What a line of the diary is about; the value names its words."""

    OTHER = ""
    SYMPTOM = "symptom"
    RESULT = "result"
    CALL = "call"
    THOUGHT = "thought"


MARKS = {
    "!": NoteKind.IMPORTANT,
    "?": NoteKind.ASK,
    ">": NoteKind.QUOTE,
    "@": NoteKind.TODO,
    "#": NoteKind.CHECK,
}
"""Signs that set the kind of a line when it starts with the sign and a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(CanBePrivate):
    """One line from an encounter or the diary.

    Attributes:
        visit_id: The encounter, or '' for a line of the diary.
        at: When the line was saved (local time).
        author: The name of the person who typed it.
        said_by: Who said it: id of a doctor, companion or contact, `PATIENT`, or '' if not known.
        question_id: The question it answers, or '' for a free line.
        diary: What a line of the diary is about.
        about_day: The day it is about, if not that of `at`.
    """

    visit_id: str
    at: datetime
    author: Clean
    text: Clean
    kind: NoteKind = NoteKind.SAID
    said_by: str = ""
    question_id: str = ""
    diary: DiaryKind = DiaryKind.OTHER
    about_day: date | None = None


def day_of(note: Note) -> date:
    """Return the day a line is about: that on which it was typed, unless another is known."""
    return note.about_day or note.at.date()


def typed_that_day(note: Note) -> bool:
    """Return whether a line was typed on the day it is about, so that its time is of that day."""
    return day_of(note) == note.at.date()


def parse_line(raw: str) -> tuple[NoteKind, Clean]:
    """Return the kind and text of a typed line: '! call' is (IMPORTANT, 'call')."""
    line = clean_line(raw)
    mark, space, rest = line.partition(" ")
    if space and mark in MARKS and rest.strip():
        return MARKS[mark], Clean(rest.strip())
    return NoteKind.SAID, line


def as_typed(note: Note) -> str:
    """Return the line as it would be typed, with its sign."""
    sign = next((mark for mark, kind in MARKS.items() if kind is note.kind), "")
    return f"{sign} {note.text}" if sign else str(note.text)


def of_visit(notes: Mapping[str, Note], visit_id: str) -> list[Note]:
    """Return the lines of one visit, oldest first."""
    return sorted(having(notes, "visit_id", visit_id), key=lambda n: (n.at, n.id))


def newest_of_visit(
    notes: Mapping[str, Note], visit_id: str, most: int
) -> tuple[Sequence[Note], int]:
    """Return the newest lines of one visit, oldest first, and the number of those before them."""
    if isinstance(notes, Selective):
        return notes.newest("visit_id", visit_id, most)
    lines = of_visit(notes, visit_id)
    before = max(0, len(lines) - most)
    return lines[before:], before
