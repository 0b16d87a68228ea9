"""Laying rows of cells out in lines of a given width. Pure, no Textual widgets."""

from collections.abc import Sequence
from functools import lru_cache
from typing import overload

from rich.cells import cell_len, chop_cells, set_cell_size

from so_tui.domain.dataclass import dataclass

GAP = 1
"""Empty cells between two columns."""

LONG = 20_000
"""Number of characters from which the wrapped lines of a text are cached."""

MANY = 200
"""Lines of one row above which each is made only when it is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        cell: Index of the row's cell that it shows.
        width: In terminal cells; 0 shares the rest with the other columns of width 0.
        title: The word above it, if the list has a header.
        lines: Most lines of a cell; longer text is cut. 0 for no limit.
    """

    cell: int
    width: int = 0
    title: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list.

    Attributes:
        key: Identifies the row's item, for instance by an entity's id.
        cells: The text of each cell, clean.
        styles: Name of each cell's look ('dim', 'late', ...), '' or missing for none.
        heading: Whether it is a line that cannot be chosen; only its first cell counts.
    """

    key: str
    cells: tuple[str, ...]
    styles: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one look, and the index of the row's cell it belongs to (-1 for none)."""

    text: str
    style: str = ""
    cell: int = -1


Line = tuple[Span, ...]


def cut(text: str, width: int) -> str:
    """Return `text` as one line of exactly `width` terminal cells, ending in '..' if cut."""
    text = text.replace("\n", " ")
    if cell_len(text) <= width or width < 4:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 2).rstrip() + "..", width)


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` terminal cells, broken between words.

    The lines of a very long text are shared between callers, and must not be changed.
    """
    return (_remembered if len(text) >= LONG else _wrapped)(text, width)


def _wrapped(text: str, width: int) -> list[str]:
    width = max(1, width)
    lines: list[str] = []
    measure = len if text.isascii() and text.isprintable() else cell_len
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            size = measure(word)
            if line and used + 1 + size <= width:
                line, used = f"{line} {word}", used + 1 + size
                continue
            if line:
                lines.append(line)
            if measure is len and size <= width:
                line, used = word, size
                continue
            *full, line = _chop(word, width)
            lines.extend(full)
            used = cell_len(line)
        lines.append(line)
    return lines


_remembered = lru_cache(8)(_wrapped)


def _chop(word: str, width: int) -> list[str]:
    """Return a word in parts of at most `width` terminal cells."""
    parts = chop_cells(word, width) or [""]
    if all(cell_len(part) <= width for part in parts):
        return parts
    # Joiners with nothing to join are cut differently than measured: count each letter.
    parts, used = [""], 0
    for letter in word:
        size = 1 if letter == "\ufe0f" else cell_len(letter)  # it may widen the letter before it
        if parts[-1] and used + size > width:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += size
    return parts


def column_widths(columns: Sequence[Column], width: int) -> list[int]:
    """Return the width of each column in a list of `width` cells."""
    fixed = sum(column.width for column in columns) + GAP * (len(columns) - 1)
    flexible = [i for i, column in enumerate(columns) if column.width == 0]
    widths = [column.width for column in columns]
    left = max(0, width - fixed)
    for place, i in enumerate(flexible):
        share = left // (len(flexible) - place)
        widths[i] = share
        left -= share
    return widths


class _LinesOfRow(Sequence[Line]):
    """The lines of a row, each made on access."""

    def __init__(
        self, row: Row, columns: Sequence[Column], widths: Sequence[int], texts: list[list[str]]
    ) -> None:
        self._row, self._columns, self._widths, self._texts = row, columns, widths, texts

    def __len__(self) -> int:
        return max(map(len, self._texts))

    @overload
    def __getitem__(self, number: int) -> Line: ...

    @overload
    def __getitem__(self, number: slice) -> list[Line]: ...

    def __getitem__(self, number: int | slice) -> Line | list[Line]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        return self._line(number % len(self))

    def _line(self, number: int) -> Line:
        row, texts = self._row, self._texts
        spans: list[Span] = []
        for place, (column, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            style = row.styles[column.cell] if column.cell < len(row.styles) else ""
            part = texts[place][number] if number < len(texts[place]) else ""
            gap = " " * GAP if place else ""
            spans.append(Span(gap + cut(part, width), style, column.cell))
        return tuple(spans)


def lay_out(row: Row, columns: Sequence[Column], widths: Sequence[int]) -> Sequence[Line]:
    """Return the lines of a row."""
    if row.heading:
        whole = sum(widths) + GAP * (len(widths) - 1)
        look = row.styles[0] if row.styles else "heading"
        return [(Span(part, look),) for part in wrap(row.cells[0], whole)]
    texts: list[list[str]] = []
    for column, width in zip(columns, widths, strict=True):
        text = row.cells[column.cell] if column.cell < len(row.cells) else ""
        texts.append(_fold(text, width, column.lines))
    lines = _LinesOfRow(row, columns, widths, texts)
    return lines if len(lines) > MANY else list(lines)


def height_of(row: Row, columns: Sequence[Column], widths: Sequence[int]) -> int:
    """Return the number of lines of a row, at a fraction of the cost of laying it out."""
    if row.heading:
        return len(lay_out(row, columns, widths))
    height = 1
    for column, width in zip(columns, widths, strict=True):
        if column.lines == 1 or column.cell >= len(row.cells):
            continue
        lines = len(wrap(row.cells[column.cell], width))
        height = max(height, min(lines, column.lines or lines))
    return height


def _fold(text: str, width: int, most: int) -> list[str]:
    """Return the text of a cell in lines, the last of which may be too long."""
    if most == 1:
        return [text]
    parts = wrap(text, width)
    if most and len(parts) > most:
        parts = [*parts[: most - 1], " ".join(parts[most - 1 :])]
    return parts
