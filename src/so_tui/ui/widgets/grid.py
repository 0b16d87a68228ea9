"""The comparison grid: points as rows, doctors as columns, one cell chosen."""

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.reactive import reactive

from so_tui.ui.widgets.layout import Column, Row, Span
from so_tui.ui.widgets.row_list import RowList
from so_tui.ui.widgets.row_looks import RowLooks

LABEL, NARROW_LABEL = 20, 14
"""Width of the points' column, and in a window under 80 cells."""
LINES, TALL_LINES, TALL = 2, 4, 30
"""Most lines of a cell, also in a window of at least `TALL` rows."""
LEAST = 20
"""Least width of a doctor's column; columns that do not fit are reached by scrolling."""


class OpinionGrid(RowList):
    """Left and right move between doctors; the first doctor's column always stays."""

    BINDINGS = [
        Binding("left,h", "doctor(-1)", show=False),
        Binding("right,l", "doctor(1)", show=False),
    ]
    MOVES = RowList.MOVES | {"left", "h", "right", "l"}
    doctor: reactive[int] = reactive(0, repaint=False)
    """Index of the chosen doctor."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Column(0), id=id, header=True)
        self._ids: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._first_shown = 1

    @property
    def doctor_id(self) -> str:
        """Id of the chosen doctor; '' if there is none."""
        return self._ids[self.doctor] if 0 <= self.doctor < len(self._ids) else ""

    def choose_doctor(self, doctor_id: str) -> None:
        """Put the cursor on a doctor, if listed."""
        if doctor_id in self._ids:
            self.doctor = self._ids.index(doctor_id)

    def show_opinions(self, rows: Sequence[Row], doctors: Sequence[tuple[str, str]]) -> None:
        """Show one row per point: its label, then what each doctor said.

        Args:
            rows: The points.
            doctors: Id and name of each doctor. The choice stays with its doctor.
        """
        chosen, near = self.doctor_id, self._ids[self.doctor :] + self._ids[self.doctor :: -1]
        self._ids = tuple(each for each, _ in doctors)
        self._names = tuple(name for _, name in doctors)
        there = [self._ids.index(each) for each in near if each in self._ids]
        place = there[0] if there else 0
        if place != self.doctor:  # never draw the old rows under the new doctors
            self.set_reactive(OpinionGrid.doctor, place)
            self._refresh_row(self.index)
        if chosen and chosen not in self._ids:
            self.lose_choice()
        self.show(rows, self._visible_columns())

    def _visible_columns(self) -> list[Column]:
        width = self.size.width or self.likely_width()
        label = LABEL if width >= 78 else NARROW_LABEL
        shown = self._shown((width - label - 3) // (LEAST + 5))
        lines = LINES if self.app.size.height < TALL else TALL_LINES
        titles = [(place, self._title(place, shown)) for place in shown]
        columns = [Column(place + 1, title=title, lines=lines) for place, title in titles]
        return [Column(0, label, lines=lines), *columns]

    def _shown(self, fit: int) -> list[int]:
        """Return the places to show of those that fit: the first one, and some with the chosen."""
        fit = max(2, fit)
        others = len(self._names) - 1
        start = min(self._first_shown, max(1, others - (fit - 1) + 1))
        if self.doctor > 0:
            start = min(max(start, self.doctor - (fit - 2)), self.doctor)
        self._first_shown = start
        return [0, *range(start, min(len(self._names), start + fit - 1))]

    def _title(self, place: int, shown: list[int]) -> str:
        hidden = len(self._names) - 1 - shown[-1]
        last = place == shown[-1]
        more = f"+{hidden}> " if last and hidden > 0 else ""
        back = "< " if last and len(shown) > 1 and shown[1] > 1 else ""
        return f"{place + 1} {back}{more}{self._names[place]}"

    def on_resize(self, event: events.Resize) -> None:
        if self._names:
            self.columns = tuple(self._visible_columns())
        super().on_resize(event)

    def action_doctor(self, step: int) -> None:
        """Choose the doctor to the left (-1) or to the right (1)."""
        self.doctor = min(max(0, self.doctor + step), max(0, len(self._names) - 1))

    def watch_doctor(self) -> None:
        if self._names:
            columns = tuple(self._visible_columns())
            if columns != self.columns:
                self.show(self.rows, columns)
            else:
                self._refresh_row(self.index)

    def _look(self, looks: RowLooks, span: Span, chosen: bool) -> Style:
        look = super()._look(looks, span, chosen)
        if chosen and span.column == self.doctor + 1:
            return looks.over(look, "column")
        return look
