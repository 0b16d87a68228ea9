"""The changes a user makes to what doctors said, and to how they stand to each other. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from so_tui.domain.opinions import (
    OWN,
    RECAP,
    RELATIVE,
    SAW,
    Aside,
    Cell,
    Mark,
    Source,
    State,
    Version,
    mark_between,
)
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.comparison import compared_with, opinion_of
from so_tui.logic.words import is_by, kept_cell, own_cell, who_types, words_on


def seen_cell(
    state: AppState, doctor_id: str, point: str, author: Clean = BLANK, against: str = ""
) -> Cell:
    """Return a person's own cell as it is edited: its mark is against one doctor, the first by
    default."""
    own = own_cell(state, doctor_id, point, who_types(state, author))
    return replace(own, state=compared_with(state, against).state(doctor_id, point))


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
    """Return the changes that store a cell as a person wrote it.

    The words go into the person's own cell; their words of before stay as a version. A mark is of
    the point: it is set whoever's words count there.

    Args:
        seen: The cell as `seen_cell` returned it when editing began.
        cell: The new cell.
        author: Who wrote the words, and set the mark.
        later: Whether the doctor said this later than what the person had written before.
        against: The doctor whom the marks of both are against; '' for the first.
    """
    by = who_types(state, author)
    changes = list(_words_put(state, seen, cell, by, now, later=later))
    new, old = _marked(state, seen, cell, against)
    if new:
        changes.append(Put(replace(new, marked_by=by, marked_at=now), old))
    changes += _state_put(apply(state, changes), state, seen, cell, by, now)
    stays = cell.state not in OWN
    return (*_as_few(state, seen, changes, stays=stays), *_doubted(state, changes, cell))


def _words_put(
    state: AppState, seen: Cell, cell: Cell, by: Clean, now: datetime, *, later: bool = False
) -> Iterable[Change]:
    """Yield the changes of the words alone, and whether they are private."""
    if (cell.text, cell.source, cell.private) == (seen.text, seen.source, seen.private):
        return
    own = own_cell(state, cell.doctor_id, cell.point, by)
    new = replace(own, source=cell.source, private=cell.private)
    if cell.text != own.text:
        if own.text:
            why = Aside.EARLIER if later else Aside.REWORDED
            yield Put(_version(replace(own, state=seen.state), why, now))
        new = replace(
            new,
            text=cell.text,
            by=by if cell.text else BLANK,
            written_at=now if cell.text else None,
            counts=own.counts and bool(cell.text),
        )
    yield Put(new)
    yield from _moved_in(state, new, by)


def _moved_in(state: AppState, cell: Cell, by: Clean) -> Iterable[Change]:
    """Yield the changes that take words out of where older versions stored them."""
    for version in state.versions.values():
        place = version.doctor_id, version.point, version.aside
        if place == (cell.doctor_id, cell.point, Aside.BESIDE) and is_by(version, by):
            yield Drop(version)
    opinion = opinion_of(state, cell.doctor_id)
    if not by and cell.point == SAW and opinion.saw:
        yield Put(replace(opinion, saw=BLANK), opinion)
    if not by and cell.point == RECAP and opinion.recap:
        yield Put(replace(opinion, recap=BLANK), opinion)


def _state_put(
    after: AppState, state: AppState, seen: Cell, cell: Cell, by: Clean, now: datetime
) -> Iterable[Change]:
    """Yield the change of the state that the point has for its doctor alone."""
    target = kept_cell(after, cell.doctor_id, cell.point)
    before = kept_cell(state, cell.doctor_id, cell.point)
    told = replace(
        target, state=before.state, marked_by=before.marked_by, marked_at=before.marked_at
    )
    if cell.state is not seen.state:
        own = cell.state if cell.state in OWN else State.BLANK
        told = replace(
            target, state=own, marked_by=by if own else BLANK, marked_at=now if own else None
        )
    if told != target or cell.state is not seen.state:
        yield Put(told)


def _as_few(
    state: AppState, seen: Cell, changes: Iterable[Change], *, stays: bool = False
) -> Iterable[Change]:
    """Yield the changes with one for each cell, which is dropped if nothing is left in it.

    Where a mark `stays`, so does the source of no words: that is known of them.
    """
    cells: dict[str, Cell] = {}
    for change in changes:
        if isinstance(change.entity, Cell):
            cells[change.entity.id] = change.entity
        else:
            yield change
    for cell in cells.values():
        stored = state.cells.get(cell.id)
        if not (cell.text or cell.state or (stays and cell.source is not Source.HEARD)):
            if stored:
                yield Drop(stored)
        elif stored is None:
            yield Put(cell)
        elif cell != stored:
            yield Put(cell, _base(state, stored, seen))


def _base(state: AppState, stored: Cell, seen: Cell) -> Cell:
    """Return the stored cell as it was when editing began."""
    if stored.id != seen.id:
        return stored
    own = next((c for c in words_on(state, seen.doctor_id, seen.point) if c.id == seen.id), stored)
    told = seen.state if seen.state in OWN else State.BLANK
    is_first = kept_cell(state, seen.doctor_id, seen.point).id == stored.id
    return replace(
        stored,
        text=stored.text if seen.text == own.text else seen.text,
        source=seen.source,
        private=seen.private,
        state=told if is_first else stored.state,
    )


def _marked(
    state: AppState, seen: Cell, cell: Cell, against: str
) -> tuple[Mark | None, Mark | None]:
    """Return the new mark of two doctors, None if it stays, and what it was."""
    reference = compared_with(state, against).reference
    if cell.doctor_id == reference or cell.state is seen.state:
        return None, None
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
        return new if new.state else None, None
    is_below = bool(seen.state) and seen.state in OWN
    if is_below or kept.seen_from(reference) == old.seen_from(reference):
        old = kept
    if new.state is not State.ADDS:
        new = replace(new, adds=old.adds)
    unlike = (new.state, new.adds) != (old.state, old.adds)
    return new if unlike else None, old


def _doubted(state: AppState, changes: Iterable[Change], about: Cell) -> Iterable[Change]:
    """Yield the marks on a point that may no longer hold, as other words count there now."""
    changes = list(changes)
    before = kept_cell(state, about.doctor_id, about.point).text
    if not before or before == kept_cell(apply(state, changes), about.doctor_id, about.point).text:
        return
    touched = {change.entity.id for change in changes}
    for mark in state.marks.values():
        is_about = mark.point == about.point and about.doctor_id in mark.doctor_ids
        if is_about and mark.state in RELATIVE and mark.id not in touched and not mark.asks:
            yield Put(replace(mark, asks=True), mark)


def still_holds(state: AppState, mark: Mark, author: Clean, now: datetime) -> tuple[Change, ...]:
    """Return the change that says that a mark holds for the newer words too."""
    told = replace(mark, asks=False, marked_by=who_types(state, author), marked_at=now)
    return (Put(told, mark),)


def let_count(state: AppState, cell: Cell) -> tuple[Change, ...]:
    """Return the changes that have these words count on their point."""
    changes: list[Change] = []
    for other in words_on(state, cell.doctor_id, cell.point):
        chosen = replace(other, counts=other.id == cell.id)
        if chosen != state.cells.get(other.id) and (chosen.counts or other.counts):
            changes += [Put(chosen), *_moved_in(state, other, other.by)]
    return (*changes, *_doubted(state, changes, cell))


def restore(state: AppState, version: Version, now: datetime) -> tuple[Change, ...]:
    """Return the changes that make an earlier text its writer's current one again."""
    own = own_cell(state, version.doctor_id, version.point, version.by)
    new = replace(own, text=version.text, source=version.source)
    changes = [*_words_put(state, own, new, version.by, now), Drop(version)]
    return (*_as_few(state, own, changes), *_doubted(state, changes, own))


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
        written_at=cell.written_at,
        private=cell.private,
    )
