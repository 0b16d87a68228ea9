"""Doctors and cells of a case, and the counts of marks: as shown, and counted again by hand."""

import re
from collections import Counter

from so_tui.content import core_points
from so_tui.domain.opinions import Cell
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from tests.support.marks import marks_of
from tests.ui.support import Session


def doctors(state: AppState) -> list[Doctor]:
    """Return the doctors in their order."""
    return in_order(state.doctors.values())


def cell(state: AppState, doctor: Doctor, point: str) -> Cell | None:
    """Return the cell of a doctor on a point."""
    found = [c for c in state.cells.values() if (c.doctor_id, c.point) == (doctor.id, point)]
    return found[0] if found else None


def recount(state: AppState) -> dict[str, dict[str, int]]:
    """Count the marks of the core points by hand, for each doctor heard but the first."""
    found = {}
    others = doctors(state)[1:]
    heard = {each.doctor_id for each in state.cells.values()}
    heard |= {d for mark in state.marks.values() for d in mark.doctor_ids}
    heard |= {d for v in state.visits.values() if v.took_place for d in v.doctor_ids}
    for doctor in (each for each in others if each.id in heard):
        counts: Counter[str] = Counter()
        for point in core_points():
            counts[marks_of(state, doctor.id).get(point.key, "") or "not marked"] += 1
        found[str(doctor.name) if len(others) > 1 else ""] = dict(counts)
    return found


def shown_counts(user: Session) -> dict[str, dict[str, int]]:
    """Return what the line of counts says of each doctor; '' for the one and only."""
    text = " ".join(" ".join(user.lines[1:5]).split())
    _, compared, told = text.partition("Core points, compared with ")
    assert compared
    found = {}
    for part in told.partition(": ")[2].split(".", 1)[0].split("; "):
        name, _, counts = part.rpartition(": ")
        numbers = re.findall(r"(\d+) ([a-z ]+)", counts)
        found[name] = {word.strip(): int(number) for number, word in numbers}
    return found
