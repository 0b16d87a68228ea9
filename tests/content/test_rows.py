"""Rows of shipped files become values by the annotations of their class."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from so_tui.content.shipped import RowReader, rows_of
from so_tui.domain.text import Clean


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    label: Clean


@dataclass(frozen=True, kw_only=True)
class Whole:
    key: str
    colour: Colour = Colour.RED
    day: date | None = None
    days: tuple[date, ...] = ()
    parts: tuple[Part, ...] = ()
    only: Part | None = None
    on: bool = False


ROW = {"key": "a\x1b", "colour": "red", "parts": [{"label": "b\x1b"}], "only": {"label": "c"}}


def test_each_value_becomes_what_its_field_holds() -> None:
    (made,) = rows_of(Whole, [ROW])
    assert made == Whole(key="a\x1b", parts=(Part(Clean("b")),), only=Part(Clean("c")))


def test_some_types_can_be_converted_in_another_way() -> None:
    reader = RowReader({date: lambda days: date(2026, 1, days), str: str.upper})
    made = reader.make(Whole, {"key": "a", "day": 2, "days": [3, 4]})
    assert made == Whole(key="A", day=date(2026, 1, 2), days=(date(2026, 1, 3), date(2026, 1, 4)))


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"key": "a", "color": "red"}, KeyError),
        ({"key": "a", "parts": [{"labell": "b"}]}, KeyError),
        ({"key": "a", "colour": "reddish"}, ValueError),
        ({"colour": "red"}, TypeError),
    ],
)
def test_a_row_that_does_not_fit_is_an_error(row: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        rows_of(Whole, [row])
