"""Helpers shared by the commands for single entities: the author, and printing."""

import json
from typing import TYPE_CHECKING, Any

from so_tui.cli.options import NotFound
from so_tui.cli.output import put_utf8
from so_tui.content import text
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line

if TYPE_CHECKING:
    from so_tui.storage.store import Store


def need_case(state: AppState) -> None:
    """Make sure that there is a case.

    Raises:
        NotFound: There is none.
    """
    if state.case is None:
        raise NotFound(text("sheet.cli.no_case"))


def author_of(store: "Store") -> Clean:
    """Return the last author, or else the patient."""
    case = store.state().case
    return clean_line(store.settings.get("author", "") or (case.patient if case else ""))


def document_of(each: Entity) -> dict[str, Any]:
    """Return an entity as a document."""
    from so_tui.storage.documents.codec import encode

    return encode(each)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print_text(json.dumps(value, indent=2, ensure_ascii=False))


def print_text(answer: str) -> None:
    """Print text in UTF-8 whatever the locale is; print nothing for empty text."""
    if answer:
        put_utf8(answer + "\n")
