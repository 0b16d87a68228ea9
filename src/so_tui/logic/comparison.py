"""The comparison of the open case, and the changes a user makes to it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from so_tui.content import core_points, points
from so_tui.domain.comparison import Comparison, Show, compare
from so_tui.domain.comparison import shown_points as shown
from so_tui.domain.folding import fold
from so_tui.domain.notes import Note, of_visit
from so_tui.domain.opinions import (
    OWN,
    Aside,
    Cell,
    Opinion,
    Source,
    State,
    Version,
    cell_id,
    mark_between,
    pair_id,
)
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState, Change, Drop, Put, once_a_state
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.speakers import may_be_from


@once_a_state
def comparison_of(state: AppState) -> Comparison:
    """Return the comparison with the first doctor: what all counts, lines and papers tell."""
    return _compare(state, "")


def compared_with(state: AppState, doctor_id: str) -> Comparison:
    """Return the same marks as seen from a doctor; '' is the first one."""
    usual = comparison_of(state)
    return usual if doctor_id in ("", usual.reference) else _compare(state, doctor_id)


def _compare(state: AppState, doctor_id: str) -> Comparison:
    ids = [doctor.id for doctor in in_order(state.doctors.values())]
    opinions = {point.key for point in points() if not point.fact}
    marks = (mark for mark in state.marks.values() if mark.point in opinions)
    return compare(ids, doctor_id, state.cells, marks)


def doctors_of(state: AppState, against: str = "") -> list[Doctor]:
    """Return the doctors in column order: the one compared with, then the others in order."""
    return [state.doctors[doctor_id] for doctor_id in compared_with(state, against).doctor_ids]


def points_shown(state: AppState, show: Show, against: str = "") -> list[str]:
    """Return the points that pass a filter.

    A doctor who has said nothing yet, as before the visit, is ignored by the filters.
    """
    comparison = compared_with(state, against)
    first, *others = comparison.doctor_ids or ("",)
    ids = (first, *(doctor_id for doctor_id in others if comparison.is_heard(doctor_id)))
    core = [point.key for point in core_points()]
    return shown(replace(comparison, doctor_ids=ids), show, [p.key for p in points()], core)


def opinion_of(state: AppState, doctor_id: str) -> Opinion:
    """Return the opinion entity of a doctor, a new one if none is stored."""
    id_ = pair_id("opinion", state.case_id, doctor_id)
    unsaved = Opinion(id=id_, case_id=state.case_id, doctor_id=doctor_id)
    return next((o for o in state.opinions.values() if o.doctor_id == doctor_id), unsaved)


def had_names(state: AppState, ids: Iterable[str]) -> list[Clean]:
    """Return the names of the records that a doctor had, without those deleted since."""
    return [state.records[id_].name for id_ in ids if id_ in state.records]


def kept_cell(state: AppState, doctor_id: str, point: str) -> Cell:
    """Return the stored cell, or a new one."""
    kept = comparison_of(state).cells.get((doctor_id, point))
    id_ = cell_id(state.case_id, doctor_id, point)
    return kept or Cell(id=id_, case_id=state.case_id, doctor_id=doctor_id, point=point)


def seen_cell(
    state: AppState, doctor_id: str, point: str, author: Clean = BLANK, against: str = ""
) -> Cell:
    """Return a cell as it is edited: its mark is against one doctor, the first by default.

    A companion whose text is kept beside the patient's sees their own.
    """
    mark = compared_with(state, against).state(doctor_id, point)
    cell = replace(kept_cell(state, doctor_id, point), state=mark)
    by = who_types(state, author)
    own = state.versions.get(version_id(cell, by)) if _apart(cell, by) else None
    return replace(cell, text=own.text, source=own.source) if own else cell


def _apart(kept: Cell, by: Clean) -> bool:
    """Return whether this person's text is kept beside the cell."""
    return bool(by and kept.text and not kept.by)


def who_types(state: AppState, author: Clean) -> Clean:
    """Return the person the author's text is attributed to: the author, or '' for the patient.

    A first name is enough: 'Pat' is Pat Demo. While the patient has no name here, only an author
    with the name of a companion counts as one.
    """
    patient = state.case.patient if state.case else BLANK
    if not author or _same_person(author, patient):
        return BLANK
    names = [companion.name for companion in state.companions.values()]
    known = bool(patient) or any(_same_person(author, name) for name in names)
    return author if known else BLANK


def _same_person(name: str, other_name: str) -> bool:
    short, long = sorted((fold(name), fold(other_name)), key=len)
    return short == long or (bool(short) and long.startswith(f"{short} "))


def write_cell(
    state: AppState,
    seen: Cell,
    cell: Cell,
    author: Clean,
    now: datetime,
    *,
    later: bool = False,
    against: str = "",
) -> tuple[Change, ...]:
    """Return the changes that store a cell as it was written.

    The patient's text takes precedence. A companion's text is in the cell as long as the patient
    has written none there; after that it is kept beside it. If the doctor said this later, the
    previous text is kept as an earlier version.

    Args:
        seen: The cell as `seen_cell` returned it when editing began.
        cell: The new cell.
        against: The doctor whom the marks of both are against; '' for the first.
    """
    by = who_types(state, author)
    kept = kept_cell(state, cell.doctor_id, cell.point)
    changes: list[Change] = []
    if _apart(kept, by):
        if (cell.text, cell.source) != (seen.text, seen.source):
            version = _beside(cell, by, now)
            if cell.text and cell.text != kept.text:
                changes.append(Put(version))
            elif version.id in state.versions:
                changes.append(Drop(version))
        seen, cell = replace(kept, state=seen.state), replace(kept, state=cell.state)
    elif cell.text != seen.text:
        if later and kept.text:
            before = replace(kept, state=seen.state)
            changes.append(Put(_version(before, Aside.EARLIER, now)))
        elif kept.by and not by and cell.text:
            changes.append(Put(_beside(kept, kept.by, now)))
        cell = replace(cell, by=by if cell.text else BLANK)
    return (*changes, *_kept(state, seen, cell, against))


def _kept(state: AppState, seen: Cell, cell: Cell, against: str) -> tuple[Change, ...]:
    """Return the changes for the cell itself, and for its mark."""
    marked = cell.state not in OWN
    changes: tuple[Change, ...] = ()
    if cell.state is not seen.state:
        changes = _marked(state, seen, cell, against)
    base = replace(seen, state=seen.state if seen.state in OWN else State.BLANK)
    cell = replace(cell, state=State.BLANK if marked else cell.state)
    known = cell.id in state.cells
    if not (cell.text or cell.state or (marked and cell.source is not Source.HEARD)):
        return (*changes, Drop(cell)) if known else changes
    if known and cell == state.cells[cell.id]:
        return changes
    return (*changes, Put(cell, base if known else None))


def _marked(state: AppState, seen: Cell, cell: Cell, against: str) -> tuple[Change, ...]:
    """Return the change of the mark from one state to another."""
    reference = compared_with(state, against).reference
    if cell.doctor_id == reference:
        return ()
    old, new = (
        mark_between(
            cell.case_id,
            cell.doctor_id,
            reference,
            cell.point,
            State.BLANK if each.state in OWN else each.state,
        )
        for each in (seen, cell)
    )
    kept = state.marks.get(new.id)
    if kept is None:
        return (Put(new),) if new.state else ()
    is_below = bool(seen.state) and seen.state in OWN
    if is_below or kept.seen_from(reference) == old.seen_from(reference):
        old = kept
    if new.state is not State.ADDS:
        new = replace(new, adds=old.adds)
    return (Put(new, old),) if new != old else ()


def version_id(cell: Cell, by: str) -> str:
    """Return the id of a companion's version of a cell: one per companion."""
    return pair_id("version", cell.case_id, cell.doctor_id, cell.point, by)


def _beside(words: Cell, by: Clean, now: datetime) -> Version:
    version = _version(words, Aside.BESIDE, now)
    return replace(version, id=version_id(words, by), by=by, state=State.BLANK)


def _version(cell: Cell, aside: Aside, now: datetime) -> Version:
    return Version(
        case_id=cell.case_id,
        doctor_id=cell.doctor_id,
        point=cell.point,
        aside=aside,
        text=cell.text,
        state=cell.state,
        source=cell.source,
        by=cell.by,
        at=now,
    )


def versions_of(state: AppState, doctor_id: str, point: str, aside: Aside) -> list[Version]:
    """Return the other versions of a cell, oldest first."""
    found = [
        v
        for v in state.versions.values()
        if (v.doctor_id, v.point, v.aside) == (doctor_id, point, aside)
    ]
    return sorted(found, key=lambda v: (v.at, v.id))


def unlike_versions(state: AppState, doctor_id: str) -> list[tuple[Cell, Version]]:
    """Return the cells of a doctor with a companion's version of different text."""
    cells = [kept_cell(state, doctor_id, point.key) for point in points()]
    return [
        (cell, version)
        for cell in cells
        for version in versions_of(state, doctor_id, cell.point, Aside.BESIDE)
        if version.text != cell.text
    ]


def take_version(
    state: AppState, cell: Cell, version: Version, now: datetime
) -> tuple[Change, ...]:
    """Return the changes that adopt a companion's text; the patient's is kept as earlier."""
    taken = replace(cell, text=version.text, source=version.source, by=version.by)
    mark = comparison_of(state).state(cell.doctor_id, cell.point)
    earlier = _version(replace(cell, state=mark), Aside.EARLIER, now)
    before = (Put(earlier),) if cell.text else ()
    return (*before, Put(taken, cell), Drop(version))


def notes_of(state: AppState, doctor_id: str, visit_id: str = "") -> list[Note]:
    """Return the note lines of all visits with a doctor, or of one of them, oldest first.

    Where several doctors took part, those that another one is known to have said are left out.
    """
    visits = {v.id for v in state.visits.values() if doctor_id in v.doctor_ids}
    if visit_id:
        found = of_visit(state.notes, visit_id) if visit_id in visits else []
    else:
        found = [n for n in state.notes.values() if n.visit_id in visits]
        found.sort(key=lambda n: (n.at, n.id))
    return [note for note in found if may_be_from(state, note, doctor_id)]


def on_point(state: AppState, notes: Sequence[Note], point: str) -> list[Note]:
    """Return the lines, starting with those that answer a question on this point."""
    asked = {q.id for q in state.questions.values() if q.point == point}
    return sorted(notes, key=lambda note: note.question_id not in asked)


def note_behind(state: AppState, cell: Cell) -> Note | None:
    """Return the first of the doctor's lines that is quoted verbatim in a cell, or None."""
    notes = notes_of(state, cell.doctor_id)
    return next((note for note in notes if note.text and note.text in cell.text), None)
