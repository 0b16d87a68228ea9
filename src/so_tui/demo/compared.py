"""Beside the cells of the made-up case: other versions, and why the doctors differ."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from so_tui.content.files import read
from so_tui.domain.comparison import Difference, difference_id
from so_tui.domain.entity import Entity
from so_tui.domain.marks import mark_between
from so_tui.domain.opinions import Aside, Source, State, Version
from so_tui.domain.text import clean_line

EVENING = time(20, 15)
"""The time of day at which things were written down at home."""

MakeId = Callable[[str, str], str]


def compared(case_id: str, make_id: MakeId, today: date) -> Iterator[Entity]:
    """Yield the other versions of cells, and the notes on differences.

    Args:
        case_id: The made-up case.
        make_id: Returns the id for a table and a key.
        today: The day all days are counted from.
    """
    raw = read("demo_compared.toml")
    for one in raw["versions"]:
        yield Version(
            id=make_id("versions", one["key"]),
            case_id=case_id,
            doctor_id=make_id("doctors", one["doctor"]),
            point=one["point"],
            aside=Aside(one["aside"]),
            text=clean_line(one["text"]),
            source=Source(one["source"]),
            by=clean_line(one["by"]),
            at=datetime.combine(today + timedelta(days=one["day"]), EVENING),
        )
    for one in raw["marks"]:
        doctor_id, other = (make_id("doctors", key) for key in one["doctors"])
        yield mark_between(case_id, doctor_id, other, one["point"], State(one["state"]))
    for one in raw["differences"]:
        doctor_id, against = (make_id("doctors", one[name]) for name in ("doctor", "against"))
        yield Difference(
            id=difference_id(case_id, doctor_id, against, one["point"]),
            case_id=case_id,
            doctor_id=doctor_id,
            against=against,
            point=one["point"],
            reasons=tuple(one["reasons"]),
            note=clean_line(one["note"]),
        )
