"""What happened in a case, day by day, as a paper. Pure."""

from collections.abc import Collection
from datetime import date, datetime

from so_tui.content import has_question, text, topic_of
from so_tui.domain.dates import show_day
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.archive import days, timeline
from so_tui.logic.search_entries import Entry
from so_tui.papers.listing import Block, Item, Listing, signed

OWN = frozenset({"outcome", "decided"})
"""Kinds of entries with the patient's own thoughts, which are private."""


def private_entries(state: AppState) -> list[Entry]:
    """Return the private entries, left out unless the user adds them one by one."""
    return [entry for entry in _told(state) if _is_private(state, entry)]


def entry_key(entry: Entry) -> str:
    """Return a key for an entry, unique in the case."""
    return f"{entry.kind}/{entry.key}/{entry.moment.isoformat()}"


def make_timeline(
    state: AppState, today: date, author: str = "", add: Collection[str] = ()
) -> Listing | None:
    """Return the paper, oldest day first, or None if there is nothing.

    Args:
        state: The open case.
        today: The current day.
        author: Its author; '' for the patient.
        add: Keys of the private entries to include.
    """
    told = [e for e in _told(state) if entry_key(e) in add or not _is_private(state, e)]
    if state.case is None or not told:
        return None
    return Listing(
        title=clean_line(text("followup.title.timeline", title=state.case.title)),
        lead=(),
        blocks=tuple(
            Block(Clean(show_day(day)), tuple(Item(_words(entry)) for entry in entries))
            for day, entries in days(told)
        ),
        footer=signed(state, today, author),
    )


def _told(state: AppState) -> list[Entry]:
    return timeline(state, said=True)[::-1]


def _words(entry: Entry) -> Clean:
    clock = f"{entry.at:%H:%M} " if isinstance(entry.at, datetime) else ""
    people = ", ".join(filter(None, (entry.doctor, entry.by)))
    kind = text(f"kinds.found.{entry.kind}")
    named = text("followup.entry_of", kind=kind, name=people) if people else kind
    return clean_line(text("followup.entry", when=clock, what=named, text=entry.text).strip())


def _is_private(state: AppState, entry: Entry) -> bool:
    """Return whether an entry is about a sensitive topic, or holds the patient's thoughts."""
    if entry.kind in OWN:
        return True
    note = state.notes.get(entry.key)
    question = state.questions.get(note.question_id) if note else None
    if question is None:
        return False
    return has_question(question.template) and topic_of(question.template).sensitive
