"""The comparison: one doctor as reference, the others held against that one.

Every mark is the user's. Nothing here reads a doctor's words, adds up opinions or ranks them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.opinions import Cell, Opinion, State, grid, pair_id
from so_tui.domain.text import BLANK, Clean

RELATIVE = (State.SAME, State.ADDS, State.DIFFERS)
"""States that say how one doctor stands to another; the others are about one doctor alone."""

WORST_FIRST = (
    State.DIFFERS,
    State.NOT_CLEAR,
    State.NOT_DISCUSSED,
    State.ADDS,
    State.SAME,
    State.BLANK,
)
"""The order in which a summary tells the states."""


class Reason(StrEnum):
    """Why two doctors may differ, as the user sees it."""

    RECORDS = "records"
    READING = "reading"
    NEWER = "newer"
    AIM = "aim"
    WEIGHT = "weight"
    NOT_OFFERED = "not_offered"
    GUIDELINE = "guideline"
    NOT_SAID = "not_said"


class NextStep(StrEnum):
    """What can be done about a difference."""

    ASK_FIRST = "ask_first"
    ASK_HOW = "ask_how"
    TALK = "talk"
    BOARD = "board"
    REREAD = "reread"
    THIRD = "third"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(CaseEntity):
    """A mark against another doctor than the first one; that one stands in the cell itself.

    Attributes:
        doctor_id: Who is held against the other.
        against: The reference doctor's id.
        state: One of `RELATIVE`.
    """

    doctor_id: str
    against: str
    point: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(CaseEntity):
    """What the user thinks of a point on which two doctors differ.

    Attributes:
        doctor_id: Who differs.
        against: From whom.
        reasons: Values of `Reason`.
        note: Why, in the user's own words.
    """

    doctor_id: str
    against: str
    point: str
    reasons: tuple[str, ...] = ()
    note: Clean = BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(CaseEntity):
    """Which doctor the others are held against; the first one while there is none of this.

    Attributes:
        doctor_id: That doctor, or '' for the first one.
    """

    doctor_id: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The doctors, the cells and the marks as they stand against one reference doctor.

    Attributes:
        first: Id of the first doctor, '' while there is none.
        doctor_ids: All doctors, the reference first, then in their order.
        cells: The cells by (doctor id, point).
        marks: The marks against others than the first, by (doctor id, against, point).
    """

    first: str
    doctor_ids: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    marks: Mapping[tuple[str, str, str], State]

    @property
    def reference(self) -> str:
        """Id of the doctor that the others are held against, '' while there is none."""
        return self.doctor_ids[0] if self.doctor_ids else ""

    @property
    def others(self) -> tuple[str, ...]:
        """The doctors that are held against the reference."""
        return self.doctor_ids[1:]

    def state(self, doctor_id: str, point: str) -> State:
        """Return how a doctor stands on a point against the reference."""
        cell = self.cells.get((doctor_id, point))
        own = cell.state if cell else State.BLANK
        if own not in RELATIVE and own is not State.BLANK:
            return own
        if doctor_id == self.reference:
            return State.BLANK
        if self.reference == self.first:
            return own
        return self.marks.get((doctor_id, self.reference, point), State.BLANK)

    def text(self, doctor_id: str, point: str) -> Clean:
        """Return what a doctor said on a point, '' while nothing is written."""
        cell = self.cells.get((doctor_id, point))
        return cell.text if cell else BLANK

    def is_empty(self, doctor_id: str, point: str) -> bool:
        """Return whether there is neither a word nor a mark on what a doctor said."""
        return not self.text(doctor_id, point) and not self.state(doctor_id, point)


def compare(
    doctor_ids: Sequence[str],
    reference: str,
    cells: Mapping[str, Cell],
    marks: Iterable[Mark],
) -> Comparison:
    """Return the comparison against one doctor.

    Args:
        doctor_ids: All doctors in their order, the first doctor first.
        reference: The doctor to hold the others against; the first one if it is none of them.
        cells: All cells by id.
        marks: All marks against others than the first.
    """
    first = doctor_ids[0] if doctor_ids else ""
    chosen = reference if reference in doctor_ids else first
    ordered = [chosen, *(d for d in doctor_ids if d != chosen)] if chosen else []
    by_pair = {(m.doctor_id, m.against, m.point): m.state for m in marks if m.state in RELATIVE}
    return Comparison(first, tuple(ordered), grid(cells), by_pair)


def mark_id(case_id: str, doctor_id: str, against: str, point: str) -> str:
    """Return the id of a mark: the same wherever it is made."""
    return pair_id("mark", case_id, doctor_id, against, point)


def difference_id(case_id: str, doctor_id: str, against: str, point: str) -> str:
    """Return the id of what is noted on a difference: the same wherever it is made."""
    return pair_id("difference", case_id, doctor_id, against, point)


class Show(StrEnum):
    """Which points of the comparison are shown."""

    ALL = "all"
    CORE = "core"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not_discussed"
    NOT_CLEAR = "not_clear"
    EMPTY = "empty"


_SHOWN_STATE = {
    Show.DIFFERS: State.DIFFERS,
    Show.NOT_DISCUSSED: State.NOT_DISCUSSED,
    Show.NOT_CLEAR: State.NOT_CLEAR,
}


def shown_points(
    comparison: Comparison, show: Show, points: Sequence[str], core: Iterable[str]
) -> list[str]:
    """Return the points that a filter lets through, in their order.

    Args:
        comparison: How the doctors stand.
        show: The filter. One doctor of whom it holds is enough.
        points: All points.
        core: The core points.
    """
    if show is Show.ALL:
        return list(points)
    if show is Show.CORE:
        kept = set(core)
        return [p for p in points if p in kept]
    ids = comparison.doctor_ids
    if show is Show.EMPTY:
        return [p for p in points if any(comparison.is_empty(d, p) for d in ids)]
    wanted = _SHOWN_STATE[show]
    return [p for p in points if any(comparison.state(d, p) is wanted for d in ids)]


def count(comparison: Comparison, doctor_id: str, points: Iterable[str]) -> Counter[State]:
    """Count how one doctor stands on these points; BLANK counts those without a mark."""
    return Counter(comparison.state(doctor_id, point) for point in points)


class Headline(StrEnum):
    """The one sentence over the counts of one doctor: the worst that is there."""

    DIFFER = "differ"
    OPEN = "open"
    MORE = "more"
    SAME = "same"
    NOTHING = "nothing"


def headline(counts: Mapping[State, int]) -> tuple[Headline, int]:
    """Return the sentence for the counts of one doctor, and the number that stands in it.

    A point without a mark is unfinished: it is neither open nor the same.
    """
    if differ := counts.get(State.DIFFERS, 0):
        return Headline.DIFFER, differ
    if still_open := counts.get(State.NOT_CLEAR, 0) + counts.get(State.NOT_DISCUSSED, 0):
        return Headline.OPEN, still_open
    if adds := counts.get(State.ADDS, 0):
        return Headline.MORE, adds
    if same := counts.get(State.SAME, 0):
        return Headline.SAME, same
    return Headline.NOTHING, 0


def had_only(one: Opinion | None, other: Opinion | None) -> tuple[str, ...]:
    """Return the records that one doctor had in hand and the other had not, in their order.

    Nothing while no record is ticked for one of them: then it is not known, and not unlike.
    """
    if one is None or other is None or not one.had or not other.had:
        return ()
    return tuple(record_id for record_id in one.had if record_id not in other.had)


def unlike_inputs(one: Opinion | None, other: Opinion | None) -> bool:
    """Return whether the user has ticked unlike records for two doctors."""
    return bool(had_only(one, other) or had_only(other, one))
