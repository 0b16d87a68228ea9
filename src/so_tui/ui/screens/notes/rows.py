"""Rows and texts for a visit's lines, its question and its heading."""

from collections.abc import Collection, Sequence
from datetime import date

from textual.content import Content

from so_tui.content import text
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.notes import Note, NoteKind, newest_of_visit
from so_tui.domain.people import Visit, by_date, held
from so_tui.domain.questions import Asked, Question, asked_by_pair, in_order
from so_tui.domain.state import AppState
from so_tui.logic.questions import words_of
from so_tui.ui.widgets.layout import Column, Row

NEW_VISIT = "new"
"""Key of the row that adds a visit."""
VISIT_COLUMNS = (Column(0, 20), Column(1), Column(2, 14))
TIME, AUTHOR, KIND, TEXT, NUMBER = range(5)
FIRST = 200
"""Most lines of a visit that are shown when it opens: more than any screen has room for."""


def visit_words(state: AppState, visit: Visit | None) -> str:
    """Return the heading of a visit: doctor, date, time and place."""
    if visit is None:
        return text("notes.no_visit") if state.case else text("status.needs_case")
    doctor = state.doctors.get(visit.doctor_id)
    name = doctor.name if doctor else ""
    parts = (name, show_day(visit.day), show_time(visit.at), visit.place)
    word = text("people.held") if visit.done else ""
    return ", ".join(filter(None, (*parts, word)))


def visit_rows(state: AppState, today: date) -> list[Row]:
    """Return the visits by date, and a row that adds one."""
    rows: list[Row] = []
    for visit in by_date(state.visits.values()):
        doctor = state.doctors.get(visit.doctor_id)
        when = f"{short_day(visit.day, today)} {show_time(visit.at)}".strip()
        word = text(f"people.{held(visit, today)}")
        name = doctor.name if doctor else ""
        rows.append(Row(visit.id, (when or text("people.no_date"), name, word)))
    return [*rows, Row(NEW_VISIT, (text("notes.new_visit"),), ("strong",))]


def question_words(
    state: AppState, question: Question | None, waiting: Sequence[Question], doctor_id: str
) -> Content:
    """Return the current question, its number, and how many are still open."""
    if question is None:
        return Content(text("notes.all_settled"))
    number = in_order(state.questions.values()).index(question) + 1
    here = waiting.index(question) + 1
    visit_state = asked_by_pair(state.answers).get((question.id, doctor_id))
    name = "notes.left_later" if visit_state is Asked.LATER else "notes.left"
    left = text(name, number=number, here=here, total=len(waiting))
    return Content.assemble((f"{left} ", "not bold"), words_of(state, question, doctor_id))


def log_columns(width: int) -> list[Column]:
    """Return the columns of the lines: author and question number only if there is room."""
    kind, line = Column(KIND, 11), Column(TEXT, lines=0)
    if width < 72:
        return [Column(TIME, 5), kind, line]
    return [Column(TIME, 5), Column(AUTHOR, 8), kind, line, Column(NUMBER, 3)]


class LogRows:
    """The rows of a visit's newest lines, cached: a row is rebuilt only when it changes.

    Of a visit with very many lines, older ones are shown when `more` is called.

    Attributes:
        hidden: Number of older lines that are not among the rows.
    """

    def __init__(self) -> None:
        self.hidden = 0
        self._made: dict[str, tuple[Note, str, bool, Row]] = {}
        self._visit_id = ""
        self._most = FIRST

    def more(self, lines: int) -> None:
        """Have the rows of this many older lines as well from the next call of `of` on."""
        self._most += lines
        self.hidden = max(0, self.hidden - lines)

    def of(self, state: AppState, visit_id: str, unsaved: Collection[str] = ()) -> list[Row]:
        """Return the rows of a visit's newest lines, each with the question it answers.

        Args:
            state: The open case.
            visit_id: The visit.
            unsaved: Ids of unsaved lines; they say so and show no time.
        """
        numbers = {q.id: f"Q{n}" for n, q in enumerate(in_order(state.questions.values()), 1)}
        before, self._made = self._made, {}
        for note in self._lines(state, visit_id):
            number, waits = numbers.get(note.question_id, ""), note.id in unsaved
            made = before.get(note.id)
            if made is None or made[0] is not note or made[1:3] != (number, waits):
                made = note, number, waits, _log_row(note, number, waits)
            self._made[note.id] = made
        return [row for _, _, _, row in self._made.values()]

    def _lines(self, state: AppState, visit_id: str) -> Sequence[Note]:
        is_same, self._visit_id = visit_id == self._visit_id, visit_id
        if not is_same:
            self._most = FIRST
        lines, hidden = newest_of_visit(state.notes, visit_id, self._most)
        if is_same and hidden > self.hidden:  # lines came in; those shown stay
            self._most += hidden - self.hidden
            lines, hidden = newest_of_visit(state.notes, visit_id, self._most)
        self.hidden = hidden
        return lines


def _log_row(note: Note, number: str, waits: bool) -> Row:
    kind = "" if note.kind is NoteKind.SAID else str(note.kind)
    time = "--:--" if waits else f"{note.at:%H:%M}"
    line = text("notes.unsaved", text=note.text) if waits else note.text
    cells = (time, note.author, kind, line, number)
    return Row(note.id, cells, ("dim", "dim", "strong", "", "dim"))
