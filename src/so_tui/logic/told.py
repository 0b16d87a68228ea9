"""What the patient was told so far, doctor by doctor. Pure."""

from so_tui.content import points
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Encounter, by_date, with_doctor
from so_tui.domain.folding import alike
from so_tui.domain.opinions import Cell, Source
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState, once_a_state
from so_tui.domain.text import Clean
from so_tui.logic.comparison import comparison_of
from so_tui.logic.words import all_words


@dataclass(frozen=True, slots=True)
class Told:
    """What a doctor advises, in the words of the comparison."""

    doctor: Doctor
    plan: Clean


def was_heard(state: AppState, doctor_id: str) -> bool:
    """Return whether an encounter with a doctor took place."""
    return any(each.took_place for each in with_doctor(state.visits.values(), doctor_id))


@once_a_state
def on_record(state: AppState) -> tuple[Doctor, ...]:
    """Return the doctors who have a column in order: whoever was heard, or has words or marks.

    Words on a fact about a doctor, such as what they will look at, are no opinion.
    """
    cells, marks = comparison_of(state).cells.values(), state.marks.values()
    known = {cell.doctor_id for cell in cells if cell.state or _has_opinion(cell)}
    known |= {doctor_id for mark in marks if mark.state for doctor_id in mark.doctor_ids}
    doctors = in_order(state.doctors.values())
    return tuple(d for d in doctors if d.id in known or was_heard(state, d.id))


def has_come(state: AppState, doctor: Doctor) -> bool:
    """Return whether a doctor's opinion has come, to be told to others.

    An encounter took place; or what is on record needs none: all of it is from a report, or none
    was ever planned. Words heard at a visit that nobody has marked wait until it is.
    """
    if was_heard(state, doctor.id):
        return True
    if with_doctor(state.visits.values(), doctor.id):
        words = [c for c in written(state) if c.doctor_id == doctor.id]
        return bool(words) and all(cell.source is Source.REPORT for cell in words)
    return doctor in on_record(state)


def written(state: AppState) -> list[Cell]:
    """Return everybody's words on what doctors said, without those on facts about a doctor."""
    return [cell for cell in state.cells.values() if _has_opinion(cell)]


def _has_opinion(cell: Cell) -> bool:
    return bool(cell.text) and cell.point not in {p.key for p in points() if p.fact}


def have_come(state: AppState) -> list[Doctor]:
    """Return the doctors whose opinion has come, in order."""
    return [doctor for doctor in in_order(state.doctors.values()) if has_come(state, doctor)]


def told_so_far(state: AppState, but: str = "") -> list[Told]:
    """Return what each doctor advises so far; `but` is the id of one to leave out."""
    known = [doctor for doctor in have_come(state) if doctor.id != but]
    told = [Told(doctor, all_words(state, doctor.id, "plan")) for doctor in known]
    return [each for each in told if each.plan]


def after_name(state: AppState, doctor: Doctor | None, words: str) -> str | None:
    """Return what follows a doctor's name at the start of words; None if they begin otherwise.

    'Dr Lee, at the visit' gives 'at the visit'. Of 'Dr Ada Lee', 'Dr Lee' is enough as long as no
    other doctor is called so.
    """
    if doctor is None or not doctor.name:
        return None
    called = {each.id: _short(each.name) for each in state.doctors.values()}
    names = [str(doctor.name)]
    if [*called.values()].count(called.get(doctor.id, "")) == 1:
        names.append(called[doctor.id])
    for name in names:
        rest = words[len(name) :]
        if alike(words[: len(name)], name) and not rest[:1].isalnum():
            return rest.strip(" ,")
    return None


def _short(name: str) -> str:
    """Return the title and the last name of a name in several words."""
    parts = name.split()
    return f"{parts[0]} {parts[-1]}" if len(parts) > 2 else name


def held(state: AppState) -> list[Encounter]:
    """Return the encounters that took place, oldest first."""
    return by_date(each for each in state.visits.values() if each.took_place)
