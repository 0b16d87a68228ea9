"""The archive: the cases, the timeline of one, and a search in all of them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.entity import Entity, having
from so_tui.domain.events import in_order
from so_tui.domain.names import name_of
from so_tui.domain.notes import Note
from so_tui.domain.people import periods
from so_tui.domain.record_progress import in_turn
from so_tui.domain.search import MOST, Index
from so_tui.domain.state import AppState
from so_tui.domain.state import entities as all_of
from so_tui.domain.text import clean_line, first_line
from so_tui.logic.deadlines import deadlines
from so_tui.logic.search_entries import Entry, entries

TITLE_WIDTH = 60
"""Most characters shown of the title of a case that began or ended."""
STILL = frozenset({"cell", "saw", "difference", "doctor", "companion", "contact"})
"""Kinds of entries that are not events: they hold for the whole case."""


@dataclass(frozen=True, slots=True)
class Archive:
    """All entries of all cases, and their search index."""

    entries: Sequence[Entry]
    index: Index


def archive(everything: Iterable[Entity]) -> Archive:
    """Build the archive of all cases; takes a moment if it is large."""
    found = entries(everything)
    return Archive(found, Index([entry.sought for entry in found]))


def find(archive: Archive, query: str, most: int = MOST) -> list[Entry]:
    """Return the entries that contain the words of a query, in any order, newest first.

    The words may be from the text, a name or a date. Entries that match only with a typing mistake
    come last.
    """
    return [archive.entries[number] for number in archive.index.find(query, most)]


def timeline(state: AppState, today: date, *earlier: AppState, said: bool) -> list[Entry]:
    """Return what has happened in a case and the rounds before it, newest first.

    Of encounters, that is what took place, and what was cancelled, on its day. The note lines of
    the visits are in it only if `said` is true. What went along from one round to the next is told
    once.
    """
    told = list(_told(state, said=said))
    for each in earlier:
        known = set(map(_fact, told))
        told += [entry for entry in _told(each, said=said) if _fact(entry) not in known]
    told = [entry for entry in told if entry.day and entry.day <= today]
    return sorted(told, key=lambda entry: (entry.moment, entry.kind, entry.key), reverse=True)


def _fact(entry: Entry) -> tuple[object, ...]:
    return entry.kind, entry.text, entry.at, entry.doctor, entry.by


def _told(state: AppState, *, said: bool) -> list[Entry]:
    left_out = Case if said else (Case, Note)
    own = [
        each
        for each in all_of(state)
        if not isinstance(each, left_out)
        and not (isinstance(each, Encounter) and each.course is Course.PLANNED)
    ]
    turns = _turns(state)
    own.sort(key=lambda each: turns.get(each.id, 0), reverse=True)
    told = [entry for entry in entries(own) if entry.at and entry.kind not in STILL]
    return [*told, *_course(state), *_care(state), *_deadlines(state)]


def _turns(state: AppState) -> dict[str, int]:
    """Return the place of each event among those of its transfer or approval.

    Their days do not tell which of one day came first.
    """
    turns: dict[str, int] = {}
    for about in {event.about for event in state.events.values()}:
        found = having(state.events, "about", about)
        ordered = in_turn(found) if about in state.lanes else in_order(found)
        turns |= {event.id: place for place, event in enumerate(ordered)}
    return turns


def _course(state: AppState) -> Iterable[Entry]:
    """Yield the events of the case itself: opened, closed, and the decide-by date."""
    case, decision = state.case, state.decision
    if case is not None:
        for name, day in (("begun", case.opened), ("archived", case.closed)):
            words = clean_line(text(f"lookback.{name}", title=first_line(case.name, TITLE_WIDTH)))
            yield Entry(case.id, "case", words, "home", "", day)
    if decision is not None and decision.decide_by:
        words = clean_line(text("lookback.decide_by", name=decision.given_by or "?"))
        yield Entry(state.case_id, "decide", words, "decision", "decide_by", decision.decide_by)


def _care(state: AppState) -> Iterable[Entry]:
    """Yield the days on which a doctor took over the care."""
    for doctor in state.doctors.values():
        name = name_of(state, doctor.id)
        words = clean_line(text("lookback.took_over", name=name))
        for each in periods(doctor):
            if each.since > date.min:
                yield Entry(state.case_id, "doctor", words, "people", doctor.id, each.since, name)


def _deadlines(state: AppState) -> Iterable[Entry]:
    """Yield the days by which something is to happen, while they count."""
    for each in deadlines(state):
        yield Entry(state.case_id, "due", each.words, "insurance", each.key, each.day)


def days(entries: Sequence[Entry]) -> list[tuple[date | None, list[Entry]]]:
    """Group consecutive entries by day."""
    return [(day, list(then)) for day, then in groupby(entries, key=lambda entry: entry.day)]
