"""What others may see of a case: everything but what was marked private. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from so_tui.content import text
from so_tui.domain.edited_lines import Tick
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import CanBePrivate
from so_tui.domain.people import in_order
from so_tui.domain.state import TABLES, AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.encounters import called as encounter_name
from so_tui.logic.encounters import when_words
from so_tui.logic.tick_lists import line_words


def for_others(state: AppState, chosen: Collection[str] = ()) -> AppState:
    """Return the state without what is private; `chosen` has the ids to leave in all the same.

    What belongs to something private goes with it: the lines of an encounter, the answer to a
    question, the task made of a line, the marks and versions of a cell, the thoughts on an option,
    a clash that was put aside, the user's words for a line of a paper.
    The given state is returned if nothing is private.
    """
    hidden = {thing.id for thing in private_things(state) if thing.id not in chosen}
    if not hidden:
        return state
    hidden |= set(_belonging(state, hidden))
    tables: dict[str, Any] = {}
    for name in TABLES:
        if name == "cases":
            continue
        table = getattr(state, name)
        kept = {id_: entity for id_, entity in table.items() if id_ not in hidden}
        if len(kept) < len(table):
            tables[name] = kept
    conflicts = state.conflicts.items()
    tables["conflicts"] = {id_: c for id_, c in conflicts if c.entity_id not in hidden}
    return replace(state, **tables)


def private_things(state: AppState) -> list[CanBePrivate]:
    """Return all that is marked private."""
    return [
        entity
        for name, kind in TABLES.items()
        if issubclass(kind, CanBePrivate)
        for entity in getattr(state, name).values()
        if entity.private
    ]


def called(state: AppState, thing: CanBePrivate) -> Clean:
    """Return what something that can be private is called in a list."""
    if isinstance(thing, Encounter):
        day = when_words(thing) or text("people.no_date")
        return clean_line(
            text("encounters.told.unmarked", what=encounter_name(state, thing), day=day)
        )
    return line_words(thing) if isinstance(thing, Tick) else clean_line(getattr(thing, "text", ""))


def beside(thing: object, words: str) -> Clean:
    """Return the words of a thing, with the word 'private' beside them if it is private."""
    is_private = getattr(thing, "private", False)
    return Clean(text("private.beside", text=words) if is_private else words)


def _belonging(state: AppState, hidden: Collection[str]) -> Iterator[str]:
    """Yield the ids of what belongs to something hidden."""
    hidden_ids = {*hidden}
    hidden_tasks = {task.note_id for id_, task in state.tasks.items() if id_ in hidden}
    notes = set()
    for note in state.notes.values():
        if {note.id, note.visit_id, note.question_id} & hidden_ids or note.id in hidden_tasks:
            notes.add(note.id)
    yield from notes
    yield from (task.id for task in state.tasks.values() if task.note_id in notes)
    yield from (answer.id for answer in state.answers.values() if answer.question_id in hidden)
    yield from (each.id for each in state.thoughts.values() if each.option_id in hidden)
    yield from (tick.id for tick in state.ticks.values() if tick.visit_id in hidden)
    for known in state.known_clashes.values():
        if not hidden_ids.isdisjoint(known.clash.split("/")):
            yield known.id
    cells = {(c.doctor_id, c.point) for id_, c in state.cells.items() if id_ in hidden}
    first = [doctor.id for doctor in in_order(state.doctors.values())[:1]]
    for line in state.paper_lines.values():
        _, _, source = line.made_from.partition("/")
        doctor_id, _, point = source.partition("/")
        if source in hidden or cells & {(d, point) for d in (doctor_id, *first)}:
            yield line.id
    for mark in state.marks.values():
        if any((doctor_id, mark.point) in cells for doctor_id in mark.doctor_ids):
            yield mark.id
    reasons = [each for id_, each in state.differences.items() if id_ in hidden]
    for version in state.versions.values():
        about = {version.doctor_id, version.against}, version.point, version.by
        if cells & {(d, version.point) for d in about[0]} or any(
            about == ({each.doctor_id, each.against}, each.point, each.by) for each in reasons
        ):
            yield version.id
    for difference in state.differences.values():
        if cells & {(d, difference.point) for d in (difference.doctor_id, difference.against)}:
            yield difference.id
