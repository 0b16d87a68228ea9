"""The comparison: the doctors compared with one of them, the reference.

Every mark is the user's. Nothing here interprets a doctor's words, adds up opinions or ranks them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, CaseEntity
from so_tui.domain.opinions import OWN, Cell, Mark, Opinion, State, grid, pair_id
from so_tui.domain.text import BLANK, Clean

WORST_FIRST = (
    State.DIFFERS,
    State.NOT_CLEAR,
    State.NOT_DISCUSSED,
    State.ADDS,
    State.LESS,
    State.SAME,
    State.BLANK,
)
"""The order of the states in a summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(CanBePrivate):
    """One person's explanation of a point on which two doctors differ.

    Attributes:
        doctor_id: The doctor who differs.
        against: The doctor they differ from.
        reasons: Keys of the reasons in `content/words/differences.toml`.
        note: Why, in the person's own words.
        by: The companion who wrote it; '' for the patient.
        written_at: When it was written (local time); None if not known.
    """

    doctor_id: str
    against: str
    point: str
    reasons: tuple[str, ...] = ()
    note: Clean = BLANK
    by: Clean = BLANK
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(CaseEntity):
    """A reference doctor chosen in an older version; it has no effect any more.

    Whom to compare with is a view of one screen, so it is not stored.
    """

    doctor_id: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The doctors, cells and marks relative to one reference doctor.

    Attributes:
        doctor_ids: All doctors, the reference first, then in order.
        cells: The cells by (doctor id, point).
        marks: The marks between the others and the reference, by (doctor id, point).
        asking: Those of them that may no longer hold, as words have changed since.
    """

    doctor_ids: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    marks: Mapping[tuple[str, str], State]
    asking: frozenset[tuple[str, str]] = frozenset()

    @property
    def reference(self) -> str:
        """Id of the reference doctor, '' if there is none."""
        return self.doctor_ids[0] if self.doctor_ids else ""

    @property
    def others(self) -> tuple[str, ...]:
        """The doctors compared with the reference."""
        return self.doctor_ids[1:]

    def state(self, doctor_id: str, point: str) -> State:
        """Return a doctor's state on a point, relative to the reference."""
        cell = self.cells.get((doctor_id, point))
        if cell and cell.state and cell.state in OWN:
            return cell.state
        return self.marks.get((doctor_id, point), State.BLANK)

    def is_heard(self, doctor_id: str) -> bool:
        """Return whether anything is written or marked for a doctor."""
        return any(doctor_id == heard for heard, _ in (*self.cells, *self.marks))

    def text(self, doctor_id: str, point: str) -> Clean:
        """Return what a doctor said on a point, '' if nothing is written."""
        cell = self.cells.get((doctor_id, point))
        return cell.text if cell else BLANK

    def is_empty(self, doctor_id: str, point: str) -> bool:
        """Return whether a doctor has neither text nor mark on a point."""
        return not self.text(doctor_id, point) and not self.state(doctor_id, point)


def compare(
    doctor_ids: Sequence[str],
    reference: str,
    cells: Mapping[str, Cell],
    marks: Iterable[Mark],
) -> Comparison:
    """Return the comparison with one doctor, or with the first if `reference` is none of them.

    The doctors are given in order, the first doctor first.
    """
    first = doctor_ids[0] if doctor_ids else ""
    chosen = reference if reference in doctor_ids else first
    ordered = [chosen, *(d for d in doctor_ids if d != chosen)] if chosen else []
    seen = {
        (doctor_id, mark.point): (state, mark.asks)
        for mark in marks
        for doctor_id, state in mark.seen_from(chosen).items()
    }
    return Comparison(
        tuple(ordered),
        grid(cells),
        {place: state for place, (state, _) in seen.items()},
        frozenset(place for place, (_, asks) in seen.items() if asks),
    )


def difference_id(case_id: str, doctor_id: str, against: str, point: str, by: str = "") -> str:
    """Return the id of a person's explanation of a difference; '' is the patient."""
    return pair_id("difference", case_id, doctor_id, against, point, *((by,) if by else ()))


class Show(StrEnum):
    """Which points of the comparison are shown: all, core ones, those with a state, empty ones."""

    ALL = "all"
    CORE = "core"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not_discussed"
    NOT_CLEAR = "not_clear"
    EMPTY = "empty"


def shown_points(
    comparison: Comparison, show: Show, points: Sequence[str], core: Iterable[str]
) -> list[str]:
    """Return the points that pass a filter, in order; it is enough if it applies to one doctor."""
    if show is Show.ALL:
        return list(points)
    if show is Show.CORE:
        kept = set(core)
        return [p for p in points if p in kept]
    ids = comparison.doctor_ids
    if show is Show.EMPTY:
        return [p for p in points if any(comparison.is_empty(d, p) for d in ids)]
    wanted = State[show.name]
    return [p for p in points if any(comparison.state(d, p) is wanted for d in ids)]


def count(comparison: Comparison, doctor_id: str, points: Iterable[str]) -> Counter[State]:
    """Count one doctor's states on these points; BLANK counts those without a mark."""
    return Counter(comparison.state(doctor_id, point) for point in points)


_HEADLINES = {
    "differ": (State.DIFFERS,),
    "open": (State.NOT_CLEAR, State.NOT_DISCUSSED),
    "more": (State.ADDS,),
    "less": (State.LESS,),
    "same": (State.SAME,),
}
"""The states counted in each headline, worst first."""


def headline(counts: Mapping[State, int]) -> tuple[str, int]:
    """Return the name of the headline for the counts of one doctor, and the number in it.

    A point without a mark is unfinished: it is neither open nor the same.
    """
    numbers = ((name, sum(counts.get(s, 0) for s in each)) for name, each in _HEADLINES.items())
    return next((found for found in numbers if found[1]), ("nothing", 0))


def had_only(opinion: Opinion | None, other: Opinion | None) -> tuple[str, ...]:
    """Return the records that one doctor had and the other had not, in order.

    Empty if no record is ticked for one of them: then it is not known whether they differ.
    """
    if opinion is None or other is None or not opinion.had or not other.had:
        return ()
    return tuple(record_id for record_id in opinion.had if record_id not in other.had)


def unlike_inputs(opinion: Opinion | None, other: Opinion | None) -> bool:
    """Return whether the user has ticked different records for two doctors."""
    return bool(had_only(opinion, other) or had_only(other, opinion))
