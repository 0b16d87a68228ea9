"""Grids with one cell chosen: what each doctor said on a point, what became of each record."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.reactive import reactive

from so_tui.ui.widgets.layout import GAP, Column
from so_tui.ui.widgets.row_list import RowList

LABEL, NARROW_LABEL = 20, 14
"""Width of the labels' column, and of the points' in a window under 80 cells."""
LINES, TALL_LINES, TALL = 2, 4, 30
"""Most lines of a cell, also of a point in a window of at least `TALL` rows."""
LEAST = 25
"""Least room for a doctor; columns that do not fit are reached by scrolling."""
WIDTH = 16
"""Width of a record's cell: a word and a day."""


class Grid(RowList):
    """Left and right move between the columns, of which the first always stays.

    Each column belongs to a doctor, or to another destination of records.
    """

    BINDINGS = [
        Binding("left,h", "doctor(-1)", show=False),
        Binding("right,l", "doctor(1)", show=False),
    ]
    MOVES = RowList.MOVES | {"left", "h", "right", "l"}
    doctor: reactive[int] = reactive(0, repaint=False)
    """Index of the chosen doctor."""

    PITCH: ClassVar[int] = LEAST
    """Least cells from one column to the next."""
    CELL: ClassVar[int] = 0
    """Width of a column; 0 shares the room."""
    NUMBERED: ClassVar[bool] = False
    """Whether titles have numbers."""

    def __init__(self, *columns: Column, header: bool = True, id: str | None = None) -> None:
        super().__init__(*columns, header=header, id=id)
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

    def columns_for(self, doctors: Sequence[tuple[str, str]]) -> list[Column]:
        """Return the columns that fit, with the chosen doctor; the choice stays with its doctor.

        The doctors are given by id and name.
        """
        chosen, near = self.doctor_id, self._ids[self.doctor :] + self._ids[self.doctor :: -1]
        self._ids = tuple(each for each, _ in doctors)
        self._names = tuple(name for _, name in doctors)
        there = [self._ids.index(each) for each in near if each in self._ids]
        place = there[0] if there else 0
        if place != self.doctor:  # never draw the old rows under the new doctors
            self.set_reactive(Grid.doctor, place)
            self._refresh_row(self.index)
        if chosen and chosen not in self._ids:
            self.lose_choice()
        return self._visible_columns()

    def _visible_columns(self) -> list[Column]:
        width = self.size.width or self.likely_width()
        label = self._label(width)
        shown = self._shown((width - (label.width or LABEL) - 3) // self.PITCH)
        titles = [(place, self._title(place, shown)) for place in shown]
        columns = [Column(n + 1, self.CELL, title=title, lines=label.lines) for n, title in titles]
        return [label, *columns]

    def _label(self, width: int) -> Column:
        """Return the column of labels, in a grid of this width."""
        return Column(0, lines=LINES)

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
        """Return a column's title; that of the last one says what is hidden on either side."""
        hidden = len(self._names) - 1 - shown[-1]
        last = place == shown[-1]
        sign = f"+{hidden}> " if self.NUMBERED else "> "
        more = sign if last and hidden > 0 else ""
        back = "< " if last and len(shown) > 1 and shown[1] > 1 else ""
        number = f"{place + 1} " if self.NUMBERED else ""
        return f"{number}{back}{more}{self._names[place]}"

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

    def _bar(self, number: int) -> Collection[int]:
        return (0, self.doctor + 1) if number == 0 else (self.doctor + 1,)


class OpinionGrid(Grid):
    """Points as rows, doctors as columns."""

    NUMBERED = True

    def _label(self, width: int) -> Column:
        lines = LINES if self.app.size.height < TALL else TALL_LINES
        return Column(0, LABEL if width >= 78 else NARROW_LABEL, lines=lines)


class RecordGrid(Grid):
    """Records as rows, transfers as columns."""

    PITCH = WIDTH + GAP
    CELL = WIDTH
