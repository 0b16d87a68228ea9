"""The note lines of a visit: choose one, or mark several, to edit, move, link or delete them."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.notes import DIARY, Note, NoteKind, newest_of_visit, typed_that_day
from so_tui.domain.questions import in_order
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import first_line
from so_tui.logic.note_places import edit as edited
from so_tui.logic.note_places import in_its_day
from so_tui.logic.notes import change_note, delete_note
from so_tui.logic.private import beside
from so_tui.logic.speakers import as_said
from so_tui.ui.commands.specs import bindings
from so_tui.ui.messages import Commit, Say
from so_tui.ui.rows.sections import none
from so_tui.ui.screens.notes.visits import since_rows
from so_tui.ui.view import View
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

TIME, AUTHOR, KIND, TEXT, NUMBER = range(5)
FIRST = 200
"""Most lines of a visit that are shown when it opens: more than any screen has room for."""
MORE = 1000
"""Number of older lines that are added at once as one moves up."""
OWN_KEYS = ("plus", "left", "right", "space")
"""Keys that act on the lines; all others that type something go on to the composer."""
NEAR = 50
"""Rows from the top at which they are."""


class NoteLog(RowList, inherit_bindings=False):
    """The lines; a letter typed here is passed on to the composer."""

    BINDINGS = [
        *bindings("notes.log"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]
    view: reactive[View] = reactive(View, init=False, repaint=False)
    """The view."""
    question_id: reactive[str] = reactive("", init=False, repaint=False)
    """The current question, which a line can be linked to as an answer."""

    @dataclass
    class TypeOn(Message):
        """The user goes on typing: this text goes into the composer, which gets the focus."""

        text: str = ""

    @dataclass
    class AskedAbout(Message):
        """The user is to be asked about lines: 'place', 'speaker', or 'use' for the diary's."""

        what: str
        notes: tuple[Note, ...]

    def __init__(self) -> None:
        super().__init__(Column(0), id="log", follow=True)
        self._lines = LogRows()
        self._visit_id = ""
        self._marked: set[str] = set()

    @property
    def note(self) -> Note | None:
        """The chosen line."""
        return self.view.state.notes.get(self.key)

    @property
    def chosen(self) -> list[Note]:
        """The marked lines in their order; the one under the cursor if none is marked."""
        notes = self.view.state.notes
        marked = [row.key for row in self.rows if row.key in self._marked] if self._marked else []
        lines = [notes[key] for key in marked if key in notes]
        return lines or ([self.note] if self.note else [])

    def show_visit(self, visit_id: str, empty: str) -> None:
        """Show the newest lines of a visit, and older ones as one moves up to them.

        Args:
            visit_id: The visit.
            empty: What to say if there are no lines.
        """
        if visit_id != self._visit_id:
            self._marked.clear()
        self._visit_id = visit_id
        view = self.view
        rows = self._lines.of(view.state, visit_id, view.unsaved, self._marked)
        if self._marked:
            self._marked.intersection_update([row.key for row in rows])
        since = since_rows(view.state, visit_id, view.today)
        self.show([*since, *(rows or none(empty))], log_columns(self.app.size.width))

    def choose(self, key: str) -> None:
        """Put the cursor on the line with this id, if it is one of the visit's."""
        note = self.view.state.notes.get(key) if self._lines.hidden else None
        if note is not None and note.visit_id == self._visit_id:
            while self._lines.hidden and all(row.key != key for row in reversed(self.rows)):
                self._show_older(MORE)
        super().choose(key)

    def action_edge(self, step: int) -> None:
        """Move the cursor to the first (-1) or the last (1) line of the visit."""
        if step < 0:
            self._show_older(self._lines.hidden)
        super().action_edge(step)

    def action_move(self, step: int) -> None:
        super().action_move(step)
        if step < 0 and self.index < NEAR:
            self._show_older(MORE)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._lines.hidden and new_value < min(old_value, NEAR):
            self.call_later(self._scrolled_up)

    def _scrolled_up(self) -> None:
        if self.scroll_y < NEAR:
            self._show_older(MORE)

    def _show_older(self, lines: int) -> None:
        """Show this many older lines above, if there are more, and leave what is in sight there."""
        if self._lines.hidden:
            y, height = self.scroll_y, self.virtual_size.height
            self._lines.more(lines)
            self.show_visit(self._visit_id, "")
            self.scroll_to(y=y + self.virtual_size.height - height, animate=False, force=True)

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.key not in OWN_KEYS:
            event.stop()
            event.prevent_default()
            self.post_message(self.TypeOn(event.character))

    def _commit(self, said: str, *changes: Change, draft_key: str = "") -> None:
        self.post_message(Commit(changes, said, draft_key))

    def action_back(self) -> None:
        if self._marked:
            self._marked.clear()
            self.show_visit(self._visit_id, "")
        self.post_message(self.TypeOn())

    def action_delete(self) -> None:
        if note := self.note:
            said = text("notes.deleted", text=first_line(note.text, 40))
            self._commit(said, *delete_note(self.view.state, note))

    def action_retag(self, step: int) -> None:
        """Give the chosen line the next (1) or the previous (-1) kind."""
        if note := self.note:
            kinds = list(NoteKind)
            kind = kinds[(kinds.index(note.kind) + step) % len(kinds)]
            said = text("notes.retagged", kind=kind, text=first_line(note.text, 40))
            self._commit(said, *change_note(self.view.state, replace(note, kind=kind)))

    def action_mark(self) -> None:
        """Mark the chosen line, or take its mark away, and go on to the next."""
        if (note := self.note) and note.visit_id == self._visit_id:
            self._marked ^= {note.id}
            self.show_visit(self._visit_id, "")
            self.action_move(1)

    def action_want(self, what: str) -> None:
        """Ask about the chosen lines where they belong ('place') or who said them ('speaker')."""
        if notes := self.chosen:
            self.post_message(self.AskedAbout(what, tuple(notes)))

    def action_link(self) -> None:
        note, linked = self.note, self.question_id
        if note and note.visit_id == DIARY:
            self.post_message(self.AskedAbout("use", (note,)))
        elif note and (note.question_id or linked):
            linked = "" if note.question_id else linked
            said = text("notes.linked" if linked else "notes.unlinked")
            self._commit(said, Put(replace(note, question_id=linked)))
        elif note:
            self.post_message(Say(text("notes.none_open")))

    def action_edit(self) -> None:
        note = self.note
        if note is None:
            return
        from so_tui.forms.notes import note_filling
        from so_tui.ui.dialogs.form import Form

        def keep(new: Note | None) -> None:
            if new is not None and new != note:
                said = text("notes.changed", text=first_line(new.text, 40))
                changes = edited(self.view.state, new, new.at)
                self._commit(said, *changes, draft_key=filling.key)
            self.post_message(self.TypeOn())

        filling = note_filling(note, self.view.state, self.view.today)
        self.app.push_screen(Form(filling, lambda: self.view), keep)


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
        self._made: dict[str, tuple[Note, tuple[str, str, bool, bool], Row]] = {}
        self._visit_id = ""
        self._most = FIRST

    def more(self, lines: int) -> None:
        """Have the rows of this many older lines as well from the next call of `of` on."""
        self._most += lines
        self.hidden = max(0, self.hidden - lines)

    def of(
        self,
        state: AppState,
        visit_id: str,
        unsaved: Collection[str] = (),
        marked: Collection[str] = (),
    ) -> list[Row]:
        """Return the rows of a visit's newest lines, each with the question it answers.

        Args:
            state: The open case.
            visit_id: The visit.
            unsaved: Ids of unsaved lines; they say so and show no time.
            marked: Ids of marked lines.
        """
        numbers = {q.id: f"Q{n}" for n, q in enumerate(in_order(state.questions.values()), 1)}
        before, self._made = self._made, {}
        for note in self._lines(state, visit_id):
            words = in_its_day(state, note, as_said(state, note) if note.said_by else note.text)
            number = numbers.get(note.question_id, "")
            look = words, number, note.id in unsaved, note.id in marked
            made = before.get(note.id)
            if made is None or made[0] is not note or made[1] != look:
                made = note, look, _log_row(note, *look)
            self._made[note.id] = made
        return [row for _, _, row in self._made.values()]

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


def _log_row(note: Note, words: str, number: str, waits: bool, marked: bool) -> Row:
    kind = "" if note.kind is NoteKind.SAID else str(note.kind)
    time = f"{note.at:%H:%M}" if typed_that_day(note) else ""
    time = "--:--" if waits else time
    line = text("notes.unsaved", text=words) if waits else beside(note, words)
    line = text("notes.marked", text=line) if marked else line
    cells = (time, note.author, kind, line, number)
    return Row(note.id, cells, ("dim", "dim", "strong", "", "dim"))
