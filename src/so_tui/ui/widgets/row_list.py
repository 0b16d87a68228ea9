"""A list of rows with a cursor that redraws only changed rows."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import ClassVar, Protocol, runtime_checkable

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from so_tui.domain.dataclass import dataclass
from so_tui.ui.widgets.choosing import Grace, place_of
from so_tui.ui.widgets.laid_rows import LaidRows, RowLooks
from so_tui.ui.widgets.layout import Column, Row, column_widths, cut

MARGIN = 2
"""Cells at the left for the cursor's sign."""


@runtime_checkable
class Shared(Protocol):
    """A screen whose data several people may change."""

    @property
    def by_others(self) -> bool:
        """Whether the state shown came from somebody else's change."""


class RowList(ScrollView, can_focus=True):
    """Rows in columns, with headings, one row chosen.

    The choice follows the row's key, wherever the row moves to. `Chosen` is posted on a double
    click; whoever shows a row's details watches `index`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--blurred",
        "rows--heading",
        "rows--header",
        "rows--dim",
        "rows--strong",
        "rows--late",
        "rows--soon",
        "rows--done",
    }
    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
    ]
    MOVES: ClassVar[frozenset[str]] = frozenset(
        ("up", "k", "down", "j", "pageup", "pagedown", "home", "g", "end", "G")
    )
    """Keys that only move the cursor."""
    index: reactive[int] = reactive(-1, repaint=False)
    """Index of the chosen row in `rows`; -1 if there is none."""

    @dataclass
    class Chosen(Message):
        """A row was double-clicked."""

        key: str

    @dataclass
    class Gone(Message):
        """A key was ignored because somebody else has just removed its target."""

    def __init__(
        self, *columns: Column, header: bool = False, id: str | None = None, follow: bool = False
    ) -> None:
        """Make an empty list.

        Args:
            header: Whether to show the columns' titles at the top.
            follow: Whether to keep the last row in sight, as rows come in, while the list has no
                focus.
        """
        super().__init__(id=id)
        self.columns: tuple[Column, ...] = columns
        self.rows: tuple[Row, ...] = ()
        self._header = header
        self._follow = follow
        self._laid = LaidRows()
        self._grace = Grace()
        self._looks: RowLooks | None = None

    @property
    def key(self) -> str:
        """Key of the chosen row; '' if there is none."""
        return self.rows[self.index].key if 0 <= self.index < len(self.rows) else ""

    def show(self, rows: Sequence[Row], columns: Sequence[Column] | None = None) -> None:
        """Show these rows; the cursor stays on the row with the same key if it still exists."""
        index, old, rows = self.index, self.rows, tuple(rows)
        columns = self.columns if columns is None else tuple(columns)
        relaid = columns != self.columns
        if rows == old and not relaid:
            return
        old_heights = self._laid.heights
        follows = self._follows()
        self.rows, self.columns = rows, columns
        self._measure()
        self._place_cursor(old, index, follows=follows)
        if relaid or old_heights != self._laid.heights:
            self.refresh()
            return
        for place, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before is not after and before != after:
                self._refresh_row(place)

    def choose(self, key: str) -> None:
        """Put the cursor on the row with this key, if there is one."""
        places = range(len(self.rows))
        for place in chain(places[-1:], places):  # first a line just typed: there may be very many
            if self.rows[place].key == key and not self.rows[place].heading:
                self.index = place
                return

    def _place_cursor(self, old: Sequence[Row], index: int, *, follows: bool) -> None:
        place, same = place_of(old, index, self.rows)
        changed = place == self.index
        self.index = place
        if changed:
            self.call_after_refresh(self._scroll_to_end if follows else self._scroll_to_cursor)
        if not same:
            self.lose_choice()

    def lose_choice(self) -> None:
        """Handle that the chosen item is gone; if others removed it, the next key is refused."""
        if isinstance(self.screen, Shared) and self.screen.by_others:
            self._grace.begin()
            self.call_after_refresh(self._grace.drawn)

    def on_key(self, event: events.Key) -> None:
        """Ignore a key that would act on a row that has just replaced another."""
        if not self._grace.holds:
            return
        bound = self.screen.active_bindings.get(event.key)
        if event.key in self.MOVES:
            self._grace.end()
        elif bound is not None and bound.node is not self.app and self._grace.refuses():
            event.stop()
            event.prevent_default()
            self.post_message(self.Gone())

    def _follows(self) -> bool:
        at_end = self.scroll_y >= self.max_scroll_y
        return self._follow and at_end and self.screen.focused is not self

    def _scroll_to_end(self) -> None:
        self.scroll_end(animate=False, force=True)

    def _measure(self) -> None:
        bar = self.styles.scrollbar_size_vertical
        room = self.scrollable_content_region.width + bar * self.show_vertical_scrollbar
        room = room or self.likely_width()
        height = (self.size.height or self.app.size.height) - self._header
        if len(self.rows) > height > 0:
            self._lay_out(room - bar)
            return
        self._lay_out(room)
        if self._laid.height > height > 0:
            self._lay_out(room - bar)

    def likely_width(self) -> int:
        """Return the width that the list will have, before it is laid out: the window's, less all
        borders and padding around the list.
        """
        frames = (node.styles.gutter.width for node in self.ancestors_with_self)
        return self.app.size.width - sum(frames)

    def _lay_out(self, room: int) -> None:
        """Break all rows into lines for this width."""
        width = max(1, room - MARGIN)
        widths = column_widths(self.columns, width)
        self._laid = LaidRows(self.rows, self.columns, widths, self._laid)
        self.virtual_size = Size(width + MARGIN, self._laid.height + self._header)

    def on_resize(self, event: events.Resize) -> None:
        follows = self._follows()
        self._measure()
        self.refresh()
        self.call_after_refresh(self._scroll_to_end if follows else self._scroll_to_cursor)

    def watch_index(self, old: int, new: int) -> None:
        self._refresh_row(old)
        self._refresh_row(new)
        self._scroll_to_cursor()

    def watch_has_focus(self, focused: bool) -> None:
        self._refresh_row(self.index)
        if focused and self._follow:
            self._scroll_to_cursor()

    def _refresh_row(self, place: int) -> None:
        if 0 <= place < len(self._laid.rows):
            top = self._laid.tops[place] - round(self.scroll_y) + self._header
            self.refresh(Region(0, top, self.size.width, self._laid.heights[place]))

    def _scroll_to_cursor(self) -> None:
        if not 0 <= self.index < len(self._laid.rows):
            return
        top, height = self._laid.tops[self.index], self._laid.heights[self.index]
        if self.index and self.rows[self.index - 1].heading:
            top, height = top - 1, height + 1
        shown = self.size.height - self._header
        start = round(self.scroll_y)
        if start <= top and top + height <= start + shown:
            return
        # Half a page at once: scrolling draws every row, moving within the page only two.
        middle = top - max(0, (shown - height) // 2)
        self.scroll_to(y=max(0, middle), animate=False, force=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the list, with the styles looked up once."""
        self._looks = RowLooks(self)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        looks = self._looks or RowLooks(self)
        width = self.size.width
        if self._header and y == 0:
            return self._render_header(looks, width)
        at = y - self._header + round(self.scroll_y)
        place = self._laid.row_at(at)
        if place < 0:
            return Strip.blank(width, looks.plain)
        number = at - self._laid.tops[place]
        spans = self._laid.lines_of(place)[number]
        if place == self.index:
            sign, bar = "> " if number == 0 else " ", self._bar(number)
            margin = [Segment(sign, looks.bar), Segment(" " * (MARGIN - len(sign)), looks.plain)]
        else:
            bar = ()
            margin = [Segment("" if self.rows[place].heading else " " * MARGIN, looks.plain)]
        segments = [Segment(span.text, looks.of(span.style, span.cell in bar)) for span in spans]
        return Strip(margin + segments).adjust_cell_length(width, looks.plain).simplify()

    def _bar(self, number: int) -> Collection[int]:
        """Return the cells of the chosen row that are in the bar on one of its lines.

        On its first line, these are the cells up to the one that shares the room of the list. All
        else keeps its look, so that few bytes move the cursor.
        """
        named: list[int] = []
        for column in self.columns if number == 0 else ():
            named.append(column.cell)
            if column.width == 0:
                break
        return named

    def _render_header(self, looks: RowLooks, width: int) -> Strip:
        style = looks.over(looks.plain, "header")
        titles = [
            cut(column.title, size)
            for column, size in zip(self.columns, self._laid.widths, strict=True)
        ]
        text = " " * MARGIN + " ".join(titles)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def action_move(self, step: int) -> None:
        """Move the cursor to the next selectable row."""
        place = self.index if self.index >= 0 else (-1 if step > 0 else len(self.rows))
        self._choose_from(place + step, step)

    def action_page(self, step: int) -> None:
        """Move the cursor by a screenful."""
        for _ in range(max(1, self.size.height - 2)):
            self.action_move(step)

    def action_edge(self, step: int) -> None:
        """Move the cursor to the first (-1) or the last (1) row."""
        self._choose_from(0 if step < 0 else len(self.rows) - 1, -step)

    def _choose_from(self, place: int, step: int) -> None:
        """Choose the row at `place`, or the nearest selectable one in the direction of `step`."""
        while 0 <= place < len(self.rows):
            if not self.rows[place].heading:
                self.index = place
                return
            place += step
        self.scroll_to(y=0 if step < 0 else self.max_scroll_y, animate=False)

    def on_click(self, event: events.Click) -> None:
        at = event.y - self._header + round(self.scroll_y)
        place = self._laid.row_at(at)
        if place >= 0 and not self.rows[place].heading:
            self.index = place
            self._grace.end()
            if event.chain > 1:
                self.post_message(self.Chosen(self.key))
