"""The form for a call, with the call script below it."""

from textual.app import ComposeResult
from textual.widgets import TextArea

from so_tui.content import text
from so_tui.content.packs import call_script
from so_tui.domain.calls import Call
from so_tui.ui.dialogs.cell import NoteLines
from so_tui.ui.dialogs.form import Form
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class CallForm(Form[Call]):
    """The form for one call, with the call script below it."""

    def extra(self) -> ComposeResult:
        yield NoteLines(Column(0, lines=0), Column(1, 20, lines=0), id="lines")

    def on_mount(self) -> None:
        super().on_mount()
        rows = [Row("#script", (text("insurance.script"),), heading=True)]
        rows += [Row(line.key, (line.say, line.write), ("", "dim")) for line in call_script()]
        self.query_one(NoteLines).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Begin a line of the notes that answers the chosen line of the script."""
        label = next((line.label for line in call_script() if line.key == event.key), None)
        if label is None:
            return
        area = self.query_one("#field-said", TextArea)
        if f"{label}:" not in area.text:
            begun = f"{label}: "
            area.insert(f"\n{begun}" if area.text.strip() else begun, area.document.end)
        area.move_cursor(area.document.end)
        area.focus()
