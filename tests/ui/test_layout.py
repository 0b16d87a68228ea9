"""Rows laid out in cells: whatever the text, nothing is wider than its place."""

import re
from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from so_tui.domain.text import clean, clean_line
from so_tui.ui.widgets.laid_rows import LaidRows
from so_tui.ui.widgets.layout import GAP, Column, Line, Row, column_widths, cut, lay_out, wrap

wide = st.text(st.sampled_from("a \u4e73\uff21\U0001f468\u200d\u0301\ufe0f[]/\n"), max_size=40)
texts = st.one_of(st.text(max_size=60).map(clean), wide.map(clean))
JOINERS = {"\u200d", "\ufe0f"}
"""Characters that may swallow the space behind them, so that a cell comes out narrower."""
columns = st.lists(
    st.builds(
        Column,
        cell=st.integers(0, 3),
        width=st.integers(0, 30),
        lines=st.integers(0, 3),
    ),
    min_size=1,
    max_size=4,
)


@given(texts, st.integers(0, 40))
def test_a_cut_text_fills_its_cells_exactly(text: str, width: int) -> None:
    part = cut(text, width)
    assert cell_len(part) <= width
    assert cell_len(part) == width or set(text) & JOINERS
    assert "\n" not in part


@given(texts, st.integers(4, 40))
def test_where_it_is_cut_two_dots_say_so(text: str, width: int) -> None:
    part = cut(text, width)
    flat = text.replace("\n", " ")
    if cell_len(flat) > width:
        assert part.rstrip().endswith("..")
    else:
        assert part.startswith(flat)
        assert not part[len(flat) :].strip()


@given(texts, st.integers(2, 40))
@example("\u200d\u200d0\u2e80", 2)
@example("\u200d\u200d\u2764\ufe0f\u2764\ufe0f", 2)
@example("\u200d" * 9 + "\u2e80" * 9, 3)
def test_wrapped_lines_fit(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cell_len(line) <= width for line in lines)


@given(texts.filter(lambda text: not set(text) & JOINERS), st.integers(2, 40))
@example("0 \u0300", 2)
def test_wrapping_loses_no_character_but_spaces(text: str, width: int) -> None:
    # A word of no width at all, such as a mark without a letter, has no place of its own.
    words = [word for word in re.split("[ \n]", text) if cell_len(word)]
    kept = [word for line in wrap(text, width) for word in line.split(" ") if cell_len(word)]
    assert "".join(kept) == "".join(words)


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=12))
def test_words_that_fit_stay_whole(words: list[str]) -> None:
    lines = wrap(" ".join(words), 10)
    assert [word for line in lines for word in line.split()] == words


@given(columns, st.integers(1, 200))
def test_the_columns_share_what_there_is(shown: list[Column], width: int) -> None:
    widths = column_widths(shown, width)
    assert len(widths) == len(shown)
    assert all(size >= 0 for size in widths)
    fixed = sum(column.width for column in shown) + GAP * (len(shown) - 1)
    if any(column.width == 0 for column in shown) and fixed <= width:
        assert sum(widths) + GAP * (len(shown) - 1) == width


@given(st.lists(texts, max_size=4), columns, st.integers(20, 120), st.booleans())
def test_a_row_never_leaves_its_columns(
    cells: list[str], shown: list[Column], width: int, heading: bool
) -> None:
    row = Row("key", tuple(cells) or ("",), heading=heading)
    widths = column_widths(shown, width)
    room = sum(widths) + GAP * (len(widths) - 1)
    lines = lay_out(row, shown, widths)
    assert lines
    for line in lines:
        taken = sum(cell_len(span.text) for span in line)
        assert taken <= max(room, 2)
        if not heading and min(widths) >= 2:
            assert taken == room or set("".join(cells)) & JOINERS
        assert not any("\n" in span.text for span in line)


@given(texts, st.integers(1, 3))
def test_no_more_lines_than_a_column_allows(text: str, most: int) -> None:
    column = Column(0, 12, lines=most)
    assert len(lay_out(Row("key", (text,)), (column,), [12])) <= most


def test_long_text_goes_on_below() -> None:
    row = Row("key", ("x", clean_line("one two three four five")))
    shown = (Column(0, 2), Column(1, 9, lines=2))
    lines = ["".join(span.text for span in line) for line in lay_out(row, shown, [2, 9])]
    assert lines == ["x  one two  ", "   three f..".ljust(12)]


rows = st.lists(
    st.builds(
        Row,
        key=st.just(""),
        cells=st.lists(st.one_of(st.text("ab \n", max_size=60), texts), min_size=1, max_size=4).map(
            tuple
        ),
        heading=st.booleans(),
    ),
    max_size=8,
)


@given(rows, rows, rows, columns, st.integers(1, 80))
def test_rows_stand_where_laying_all_of_them_out_puts_them(
    first: list[Row], middle: list[Row], last: list[Row], columns: list[Column], width: int
) -> None:
    """Whatever stood there before, and whichever of it stays."""
    widths = column_widths(columns, width)
    laid = None
    for each in (first + last, first + middle + last, middle, first + last + middle, []):
        laid = LaidRows(each, columns, widths, laid)
        lines = [(place, line) for place, row in enumerate(each) for line in out(row, laid)]
        assert laid.height == len(lines)
        found = [laid.row_at(number) for number in range(-1, len(lines) + 1)]
        assert found == [-1, *(place for place, _ in lines), -1]
        shown = [laid.lines_of(p)[n - laid.tops[p]] for n, p in enumerate(found[1:-1])]
        assert shown == [line for _, line in lines]
        assert laid.heights == [len(out(row, laid)) for row in each]


def out(row: Row, laid: LaidRows) -> Sequence[Line]:
    return lay_out(row, laid.columns, laid.widths)


def test_rows_for_another_width_are_measured_anew() -> None:
    row, column = Row("", ("one two three",)), Column(0, lines=0)
    wide = LaidRows([row], [column], [20])
    assert LaidRows([row], [column], [5], wide).heights == [3]
    assert LaidRows([row], [Column(0)], [20], wide).heights == [1]
