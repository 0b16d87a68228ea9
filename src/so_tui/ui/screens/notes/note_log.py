"""The note lines of a visit: choose one to edit, retag, link or delete it."""

from dataclasses import replace

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.notes import Note, NoteKind, as_typed
from so_tui.domain.state import Change, Put
from so_tui.domain.text import first_line
from so_tui.logic.notes import change_note, delete_note, reword
from so_tui.ui.commands.specs import bindings
from so_tui.ui.messages import Commit, Say
from so_tui.ui.screens.notes.rows import LogRows, log_columns
from so_tui.ui.view import View
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

MORE = 1000
"""Number of older lines that are added at once as one moves up."""
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

    def __init__(self) -> None:
        super().__init__(Column(0), id="log", follow=True)
        self._lines = LogRows()
        self._visit_id = ""

    @property
    def note(self) -> Note | None:
        """The chosen line."""
        return self.view.state.notes.get(self.key)

    def show_visit(self, visit_id: str, none: str) -> None:
        """Show the newest lines of a visit, and older ones as one moves up to them.

        Args:
            visit_id: The visit.
            none: What to say if there are no lines.
        """
        self._visit_id = visit_id
        rows = self._lines.of(self.view.state, visit_id, self.view.unsaved)
        rows = rows or [Row("", (none,), ("dim",), heading=True)]
        self.show(rows, log_columns(self.app.size.width))

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
        """Move the cursor to the next line."""
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
        if not self._lines.hidden:
            return
        y, height = self.scroll_y, self.virtual_size.height
        self._lines.more(lines)
        self.show_visit(self._visit_id, "")
        self.scroll_to(y=y + self.virtual_size.height - height, animate=False, force=True)

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.key not in ("plus", "left", "right"):
            event.stop()
            event.prevent_default()
            self.post_message(self.TypeOn(event.character))

    def _commit(self, said: str, *changes: Change, draft_key: str = "") -> None:
        self.post_message(Commit(changes, said, draft_key))

    def action_back(self) -> None:
        """Go back to typing."""
        self.post_message(self.TypeOn())

    def action_delete(self) -> None:
        """Delete the chosen line, and its task if it is a to-do."""
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

    def action_link(self) -> None:
        """Link the chosen line to the current question, or unlink it."""
        note = self.note
        if note is None:
            return
        linked = "" if note.question_id else self.question_id
        if linked or note.question_id:
            said = text("notes.linked" if linked else "notes.unlinked")
            self._commit(said, Put(replace(note, question_id=linked)))
        else:
            self.post_message(Say(text("notes.none_open")))

    def action_edit(self) -> None:
        """Edit the chosen line, then go back to typing."""
        note = self.note
        if note is None:
            return
        from so_tui.forms.fields import Field, Filling, Values
        from so_tui.ui.dialogs.form import Form

        def build(values: Values) -> str:
            return values["text"]

        def keep(raw: str | None) -> None:
            if raw is not None and raw != as_typed(note):
                said = text("notes.changed", text=first_line(raw, 40))
                self._commit(said, *reword(self.view.state, note, raw), draft_key=filling.key)
            self.post_message(self.TypeOn())

        field = Field("text", text("notes.line"), as_typed(note), "long", required=True)
        filling = Filling(key=f"form:line:{note.id}", title=text("notes.form"), fields=(field,),
                          build=build, guarded=False)  # fmt: skip
        self.app.push_screen(Form(filling, lambda: self.view), keep)
