"""What the doctors said on each point, and how two of them stand to each other on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean


class State(StrEnum):
    """How a cell stands, always set by the user. The value is the word shown.

    SAME, ADDS, LESS and DIFFERS are relative to the reference doctor. No mark holds LESS: it
    is how ADDS reads from the other side, where the reference is the one who adds. An earlier
    version of a cell may hold it, as what was shown then.
    """

    BLANK = ""
    SAME = "same"
    ADDS = "adds"
    LESS = "says less"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not discussed"
    NOT_CLEAR = "not clear"


SIGNS = {
    State.BLANK: " ",
    State.SAME: "=",
    State.ADDS: "+",
    State.LESS: "-",
    State.DIFFERS: "x",
    State.NOT_DISCUSSED: ".",
    State.NOT_CLEAR: "?",
}

OWN = (State.BLANK, State.NOT_DISCUSSED, State.NOT_CLEAR)
"""States that concern one doctor alone; the others are relative to the reference doctor."""


class Source(StrEnum):
    """The source of a cell's text."""

    HEARD = "heard"
    REPORT = "from a report"
    MINE = "my understanding"
    UNKNOWN = "don't know"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(CanBePrivate):
    """What one doctor said on one point, in the words of one person.

    Several people's cells can stand side by side on a point; see `counting_first`.

    Attributes:
        point: Key of a comparison point in `content/`, or `RECAP`.
        state: One of `OWN`; how two doctors stand to each other is a `Mark`.
        by: The companion who wrote the text; '' for the patient.
        written_at: When the text was written (local time); None if not known.
        counts: Whether the patient has chosen these words to count.
        marked_by: Who set the state; '' for the patient, and while `marked_at` is None.
        marked_at: When that was; None if not known.
    """

    doctor_id: str
    point: str
    text: Clean = BLANK
    state: State = State.BLANK
    source: Source = Source.HEARD
    by: Clean = BLANK
    written_at: datetime | None = None
    counts: bool = False
    marked_by: Clean = BLANK
    marked_at: datetime | None = None


RECAP, SAW = "recap", "saw"
"""Keys of what a doctor said in three lines, which is no row of the comparison, and of the point
on what a doctor had to go on."""


class Aside(StrEnum):
    """Why a text is not the current one.

    EARLIER is what the doctor had said before, REWORDED what somebody wrote or deleted later.
    BESIDE is a companion's text that older versions kept beside the patient's.
    """

    BESIDE = "beside"
    EARLIER = "earlier"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(CanBePrivate):
    """A text that somebody wrote on one point, and that is not their current one.

    Attributes:
        against: For why two doctors differ, the id of the other one; '' for what a doctor said.
        state: How it stood at that time, relative to the reference doctor of then.
        by: The companion who wrote it, '' for the patient.
        at: When it was replaced or, for BESIDE, when it was written (local time).
        written_at: When it was written; None if not known.
    """

    doctor_id: str
    point: str
    aside: Aside
    text: Clean
    against: str = ""
    state: State = State.BLANK
    source: Source = Source.HEARD
    by: Clean = BLANK
    at: datetime
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(CaseEntity):
    """Facts about one doctor's opinion as a whole.

    Attributes:
        saw: What the doctor had to go on, as older versions stored it; now a cell on `SAW`.
        had: Ids of the records that the doctor had.
        recap: What this doctor said, as older versions stored it; now a cell on `RECAP`.
        knew_first: 'before', 'after', 'no' or '' (don't know): whether they knew the first opinion.
    """

    doctor_id: str
    saw: Clean = BLANK
    had: tuple[str, ...] = ()
    recap: Clean = BLANK
    knew_first: str = ""


def pair_id(kind: str, *parts: str) -> str:
    """Return an id determined by the subject, so that two people create the same entity."""
    return id_made_of("/".join((kind, *parts)))


def cell_id(case_id: str, doctor_id: str, point: str, by: str = "") -> str:
    """Return the id of a person's new cell; '' is the patient.

    No two people share one, so that neither can write over the other's words.
    """
    return pair_id("cell", case_id, doctor_id, point, *((by,) if by else ()))


def counting_first(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells on one point, the one that counts first.

    That is the one that the patient chose, else the patient's own, else the first one written;
    cells without words come last.
    """
    return sorted(
        cells,
        key=lambda cell: (
            not cell.text,
            not cell.counts,
            bool(cell.by),
            cell.written_at or datetime.min,
            cell.id,
        ),
    )


def cell_at(cells: Iterable[Cell], doctor_id: str, point: str) -> Cell | None:
    """Return the cell that counts for this doctor on this point, or None if there is none."""
    found = (cell for cell in cells if (cell.doctor_id, cell.point) == (doctor_id, point))
    return next(iter(counting_first(found)), None)


def places(cells: Iterable[Cell]) -> dict[tuple[str, str], list[Cell]]:
    """Return everybody's cells by (doctor id, point key), the one that counts first."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.doctor_id, cell.point), []).append(cell)
    return {place: counting_first(each) for place, each in found.items()}


def grid(cells: Mapping[str, Cell]) -> dict[tuple[str, str], Cell]:
    """Return the cells that count, by (doctor id, point key)."""
    return {place: each[0] for place, each in places(cells.values()).items()}


RELATIVE = (State.SAME, State.ADDS, State.DIFFERS)
"""States of a mark, which stands between two doctors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(CaseEntity):
    """How two doctors stand to each other on a point, whichever of them is the reference.

    Attributes:
        doctor_id: The one of the two whose id sorts first; older versions need this name.
        against: The other one.
        state: One of `RELATIVE`; BLANK once it was taken away.
        adds: For ADDS, the id of the one who adds something.
        marked_by: Who set it; '' for the patient, and while `marked_at` is None.
        marked_at: When that was; None if not known.
        asks: Whether words on the point have changed since, so that it may no longer hold.
    """

    doctor_id: str
    against: str
    point: str
    state: State
    adds: str = ""
    marked_by: Clean = BLANK
    marked_at: datetime | None = None
    asks: bool = False

    @property
    def doctor_ids(self) -> tuple[str, str]:
        """The ids of the two."""
        return self.doctor_id, self.against

    def seen_from(self, reference: str) -> dict[str, State]:
        """Return the state of the other doctor by id, relative to one of the two.

        Empty if nothing is marked, or the reference is none of the two.
        """
        state = self.state
        if reference not in self.doctor_ids or state not in RELATIVE:
            return {}
        if state is State.ADDS and self.adds not in self.doctor_ids:
            return {}
        if state is State.ADDS and self.adds == reference:
            state = State.LESS
        return {doctor_id: state for doctor_id in self.doctor_ids if doctor_id != reference}


def mark_id(case_id: str, doctor_id: str, other: str, point: str) -> str:
    """Return the id of the mark of a pair on a point, whichever of the two is named first."""
    return pair_id("pair", case_id, *sorted((doctor_id, other)), point)


def mark_between(case_id: str, doctor_id: str, other: str, point: str, state: State) -> Mark:
    """Return the mark of a pair on a point; the state is how the first stands to the other."""
    first, second = sorted((doctor_id, other))
    adds = {State.ADDS: doctor_id, State.LESS: other}.get(state, "")
    return Mark(
        id=mark_id(case_id, doctor_id, other, point),
        case_id=case_id,
        doctor_id=first,
        against=second,
        point=point,
        state=State.ADDS if state is State.LESS else state,
        adds=adds,
    )
