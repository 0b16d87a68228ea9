"""What the patient was told so far, doctor by doctor. Pure."""

from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Encounter, by_date, with_doctor
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.logic.words import said_words


@dataclass(frozen=True, slots=True)
class Told:
    """What a doctor who was heard advises, in the words of the comparison."""

    doctor: Doctor
    plan: Clean


def is_heard(state: AppState, doctor_id: str) -> bool:
    """Return whether a doctor's opinion has come.

    An encounter took place; or there never was one, and what they said is written down or marked
    all the same.
    """
    theirs = with_doctor(state.visits.values(), doctor_id)
    if theirs:
        return any(each.took_place for each in theirs)
    written = any(cell.doctor_id == doctor_id and cell.text for cell in state.cells.values())
    return written or any(m.state and doctor_id in m.doctor_ids for m in state.marks.values())


def told_so_far(state: AppState, but: str = "") -> list[Told]:
    """Return what each doctor heard so far advises; `but` is the id of one to leave out."""
    heard = [d for d in in_order(state.doctors.values()) if d.id != but and is_heard(state, d.id)]
    told = [Told(doctor, said_words(state, doctor.id, "plan")) for doctor in heard]
    return [each for each in told if each.plan]


def held(state: AppState) -> list[Encounter]:
    """Return the encounters that took place, oldest first."""
    return by_date(each for each in state.visits.values() if each.took_place)
