"""What others may see of a case: everything but what was marked private. Pure."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from so_tui.content import text
from so_tui.domain.entity import CanBePrivate
from so_tui.domain.state import TABLES, AppState
from so_tui.domain.text import Clean


def for_others(state: AppState, chosen: Collection[str] = ()) -> AppState:
    """Return the state without what is private; `chosen` has the ids to leave in all the same.

    The lines of a private encounter go with it. The given state is returned if nothing is private.
    """
    tables: dict[str, Any] = {}
    for name, kind in TABLES.items():
        table = getattr(state, name)
        if issubclass(kind, CanBePrivate):
            tables[name] = {
                id_: entity for id_, entity in table.items() if not entity.private or id_ in chosen
            }
    left_out = state.visits.keys() - tables["visits"].keys()
    tables["notes"] = {
        id_: note for id_, note in tables["notes"].items() if note.visit_id not in left_out
    }
    changed = {name: table for name, table in tables.items() if table != getattr(state, name)}
    return replace(state, **changed) if changed else state


def beside(thing: object, words: str) -> Clean:
    """Return the words of a thing, with the word 'private' beside them if it is private."""
    is_private = getattr(thing, "private", False)
    return Clean(text("private.beside", text=words) if is_private else words)
