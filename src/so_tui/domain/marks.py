"""Marks: how two doctors stand to each other on a point of the comparison."""

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.opinions import State, pair_id

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
    """

    doctor_id: str
    against: str
    point: str
    state: State
    adds: str = ""

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
    """Return the mark of a pair on a point.

    Args:
        case_id: The case of both.
        doctor_id: One of the two.
        other: The other.
        point: The point.
        state: How the one stands relative to the other.
    """
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
