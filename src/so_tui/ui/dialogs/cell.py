"""The form for one cell of the comparison, with the doctor's notes beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import TextArea

from so_tui.content import Point, text
from so_tui.domain.names import name_of
from so_tui.domain.notes import Note
from so_tui.domain.opinions import OWN, RELATIVE, Cell, Source, State
from so_tui.domain.people import Doctor, short_name
from so_tui.forms.fields import Field, Filling, Values
from so_tui.logic.private import beside
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.form import Form
from so_tui.ui.rows.opinions import draft_key, state_word
from so_tui.ui.view import ViewNow
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class NoteLines(RowList):
    """The doctor's note lines; choosing one inserts it into the text."""

    BINDINGS = bindings("cell")

    def action_pull(self) -> None:
        """Post the chosen line to the form."""
        self.post_message(RowList.Chosen(self.key))


NOW, LATER = "now", "later"
NAME = 12
"""Most characters of the name of the doctor compared with, in the label of the mark."""


class Written(NamedTuple):
    """The new cell, and whether the doctor said this later than what it held before."""

    cell: Cell
    later: bool


class CellForm(Form[Written]):
    """The form for one cell of the comparison."""

    def __init__(
        self,
        cell: Cell,
        point: Point,
        doctor: Doctor,
        notes: Sequence[Note],
        view: ViewNow,
        *,
        first: Doctor,
        said: Mapping[str, tuple[str, str]],
    ) -> None:
        """Make the form.

        Args:
            cell: The saved cell, or a new one.
            notes: The lines of this doctor's visits, in display order.
            first: The doctor that the others are compared with.
            said: What other people wrote there: their name and words, by a key of its own.
        """
        states = (
            OWN
            if point.fact or doctor.id == first.id
            else tuple(s for s in State if s in (*RELATIVE, *OWN, cell.state))
        )
        self._said = said
        self._lines = {note.id: (str(note.kind), str(note.text)) for note in notes}
        self._shown = {note.id: beside(note, note.text) for note in notes}

        def build(values: Values) -> Written:
            written = replace(
                cell,
                text=values["text"],
                state=State(values["state"]),
                source=Source(values["source"]),
            )
            return Written(written, values.get("when", NOW) == LATER)

        when = Field(
            "when",
            text("opinions.when"),
            NOW,
            "choice",
            ((NOW, text("opinions.when_now")), (LATER, text("opinions.when_later"))),
        )

        mark = text("opinions.own_state")
        if doctor.id != first.id:
            mark = text("opinions.state", name=short_name(name_of(view().state, first.id), NAME))
        fields = (
            Field("text", text("opinions.said"), cell.text, "text", hint=point.hint),
            *((when,) if cell.text else ()),
            Field("state", mark, cell.state, "choice",
                  tuple((s.value, state_word(s)) for s in states)),
            Field("source", text("opinions.source"), cell.source, "choice",
                  tuple((s.value, s.value) for s in Source)),
        )  # fmt: skip
        key = draft_key(view().state, "cell", cell.doctor_id, cell.point, first.id)
        title = text("opinions.form", doctor=name_of(view().state, doctor.id), point=point.label)
        filling = Filling(key=key, title=title, fields=fields, build=build, guarded=False)
        super().__init__(filling, view)

    def extra(self) -> ComposeResult:
        if self._lines or self._said:
            yield NoteLines(Column(0, 3), Column(1, 11), Column(2, lines=0), id="lines")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_lines()

    def _show_lines(self) -> None:
        if not (self._lines or self._said):
            return
        typed = self.query_one("#field-text", TextArea).text
        rows: list[Row] = []
        for title, lines in (("said_too", self._said), ("lines", self._lines)):
            rows += [Row(f"#{title}", (text(f"opinions.{title}"),), heading=True)] * bool(lines)
            for key, (about, words) in lines.items():
                sign = text("opinions.pulled" if words in typed else "opinions.not_pulled")
                rows.append(Row(key, (sign, about, self._shown.get(key, words)), ("", "dim")))
        self.query_one(NoteLines).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        _, words = {**self._lines, **self._said}.get(event.key, ("", ""))
        area = self.query_one("#field-text", TextArea)
        if not words or words in area.text:
            return
        area.insert(f"\n{words}" if area.text.strip() else words, area.document.end)
        area.move_cursor(area.document.end)
        self._show_lines()
