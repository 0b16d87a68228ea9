"""Opinions: what each doctor said on each point of the comparison."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean


class State(StrEnum):
    """A cell against the first opinion, always set by the user. The value is the word shown."""

    BLANK = ""
    SAME = "same"
    ADDS = "adds"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not discussed"
    NOT_CLEAR = "not clear"


SIGNS = {
    State.BLANK: " ",
    State.SAME: "=",
    State.ADDS: "+",
    State.DIFFERS: "x",
    State.NOT_DISCUSSED: ".",
    State.NOT_CLEAR: "?",
}


class Source(StrEnum):
    """Where the words of a cell come from."""

    HEARD = "heard"
    REPORT = "from a report"
    MINE = "my understanding"
    UNKNOWN = "don't know"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(CaseEntity):
    """What one doctor said on one point.

    Attributes:
        point: Key of a comparison point in `content/`.
        state: Against the first doctor; BLANK for the first doctor's own cells, where only
            NOT_DISCUSSED and NOT_CLEAR are also allowed.
        by: The companion whose words these are; '' for the patient, whose words count before any
            companion's.
    """

    doctor_id: str
    point: str
    text: Clean = BLANK
    state: State = State.BLANK
    source: Source = Source.HEARD
    by: Clean = BLANK


class Aside(StrEnum):
    """Why a version of a cell does not count."""

    BESIDE = "beside"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(CaseEntity):
    """Words on one point that stand beside the cell that counts.

    Attributes:
        aside: BESIDE for how a companion heard it, EARLIER for what the doctor had said before.
        by: The companion whose words these are, '' for the patient.
        at: When they were written, or when the doctor's newer words took their place (local time).
    """

    doctor_id: str
    point: str
    aside: Aside
    text: Clean
    state: State = State.BLANK
    source: Source = Source.HEARD
    by: Clean = BLANK
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(CaseEntity):
    """What is known about one doctor's opinion as a whole.

    Attributes:
        saw: What the doctor had in hand, in the user's words.
        had: Ids of the records that the doctor had in hand.
        recap: What this doctor said, in the user's own three lines, to be said back.
        knew_first: 'before', 'after', 'no' or '' (don't know): whether they knew the first opinion.
    """

    doctor_id: str
    saw: Clean = BLANK
    had: tuple[str, ...] = ()
    recap: Clean = BLANK
    knew_first: str = ""


def pair_id(kind: str, *parts: str) -> str:
    """Return an id made of what a thing is about, so that two people make one thing of it."""
    return id_made_of("/".join((kind, *parts)))


def cell_id(case_id: str, doctor_id: str, point: str) -> str:
    """Return the id of a fresh cell."""
    return pair_id("cell", case_id, doctor_id, point)


def cell_at(cells: Iterable[Cell], doctor_id: str, point: str) -> Cell | None:
    """Return the cell of this doctor on this point, or None while it is empty."""
    for cell in cells:
        if cell.doctor_id == doctor_id and cell.point == point:
            return cell
    return None


def grid(cells: Mapping[str, Cell]) -> dict[tuple[str, str], Cell]:
    """Return the cells by (doctor id, point key)."""
    return {(cell.doctor_id, cell.point): cell for cell in cells.values()}
