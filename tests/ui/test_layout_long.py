"""A very long text is broken into lines once, and only the lines that are seen are made."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from so_tui.ui.widgets import layout
from so_tui.ui.widgets.laid_rows import LaidRows
from so_tui.ui.widgets.layout import MANY, Column, Row, lay_out, wrap

TEXT = "a word " * 20_000
COLUMNS, WIDTHS = (Column(0, 5), Column(1, lines=0)), [5, 40]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[list[int]]:
    """Count in the one number how many characters go through a function of the layout."""
    count = [0]
    real = getattr(layout, name)

    def counting(text: str, width: int) -> object:
        count[0] += len(text)
        return real(text, width)

    monkeypatch.setattr(layout, name, counting)
    yield count


def rows(*more: str) -> list[Row]:
    """Return a very long row, and others below it."""
    texts = [TEXT, "short", *more]
    return [Row(str(place), ("09:00", text)) for place, text in enumerate(texts)]


def test_a_row_that_comes_in_breaks_no_other_into_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = LaidRows(rows(), COLUMNS, WIDTHS)
    laid.lines_of(0)
    with counted(monkeypatch, "_wrapped") as short, counted(monkeypatch, "_remembered") as long:
        again = LaidRows([*laid.rows, Row("new", ("09:01", "new line"))], COLUMNS, WIDTHS, laid)
        assert again.lines_of(0) is laid.lines_of(0)
        again.lines_of(2)
    assert long == [0]
    assert short[0] <= 2 * len("new line")


def test_a_very_long_text_is_broken_once_for_all_who_ask() -> None:
    assert wrap(TEXT, 40) is wrap(TEXT, 40)
    assert wrap(TEXT, 40) == layout._wrapped(TEXT, 40)


def test_only_the_lines_that_are_seen_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lay_out(rows()[0], COLUMNS, WIDTHS)
    assert len(lines) > MANY
    with counted(monkeypatch, "cut") as made:
        seen = [lines[place] for place in range(100, 120)]
    assert 0 < made[0] <= 20 * sum(WIDTHS)
    assert "".join(span.text for span in seen[0]) == " " * 5 + seen[0][1].text


def test_a_line_that_is_made_late_is_the_line() -> None:
    row = rows()[0]
    lines = lay_out(row, COLUMNS, WIDTHS)
    parts = wrap(TEXT, 40)
    assert [line[1].text.rstrip() for line in lines] == [f" {part}".rstrip() for part in parts]
    assert lines[-1] == lines[len(parts) - 1]
    assert list(lines[3:5]) == [lines[3], lines[4]]
    with pytest.raises(IndexError):
        lines[len(parts)]
