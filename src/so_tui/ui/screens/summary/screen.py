"""The summary: how the doctors compare, counted over the core points."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.content import Point, point, text
from so_tui.domain.opinions import State
from so_tui.domain.people import Doctor
from so_tui.logic.comparison import comparison_of, doctors_of
from so_tui.ui.bases.cells import ask_them, open_difference
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.opinions import cell_parts
from so_tui.ui.screens.summary.rows import doctor_parts, strip_words, summary_rows
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row


class SummaryScreen(ListScreen):
    """A strip of signs, a headline and counts per doctor, and the points, worst first."""

    SIDE = "summary"
    LIST_ID = "summary"
    BINDINGS = bindings("summary")
    NEEDS_ROW = frozenset({"open", "read", "ask", "grid"})

    def body(self) -> ComposeResult:
        yield Static(id="signs", markup=False)
        yield from super().body()

    def show_state(self) -> None:
        self.query_one("#signs", Static).update(strip_words(self.state, self.app.size.width - 2))
        super().show_state()

    def rows(self) -> list[Row]:
        return summary_rows(self.state) if self.state.case else []

    def columns(self) -> list[Column]:
        return [Column(0, 15), Column(1, lines=0)]

    def _chosen(self) -> tuple[Doctor, Point] | None:
        doctor_id, _, key = self.key.partition("/")
        doctor = self.state.doctors.get(doctor_id)
        return (doctor, point(key)) if doctor and key else None

    def detail(self, key: str) -> Sequence[Part]:
        if not (chosen := self._chosen()):
            doctor = self.state.doctors.get(key.partition("#")[0])
            return doctor_parts(self.state, doctor) if doctor else [("", text("summary.hint"))]
        doctor, about = chosen
        return cell_parts(self.state, doctors_of(self.state), about, doctor, self.today)

    def action_open(self) -> None:
        """Explain a difference, or open the chosen point in the grid."""
        if not (chosen := self._chosen()):
            self.action_grid()
            return
        doctor, about = chosen
        if comparison_of(self.state).state(doctor.id, about.key) is State.DIFFERS:
            open_difference(self, doctor, about)
        else:
            self.action_grid()

    def action_grid(self) -> None:
        """Open the chosen point in the grid."""
        self.post_message(GoTo("opinions", self.key if self._chosen() else ""))

    def action_ask(self) -> None:
        """Add a question on the chosen point to the list."""
        if chosen := self._chosen():
            ask_them(self, *chosen)


SCREEN = SummaryScreen
