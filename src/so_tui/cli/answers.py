"""Helpers shared by the commands for single entities: the author, and printing."""

import json
from typing import TYPE_CHECKING

from so_tui.cli.output import put_utf8
from so_tui.domain.text import Clean, clean_line

if TYPE_CHECKING:
    from so_tui.storage.store import Store


def author_of(store: "Store") -> Clean:
    """Return the last author, or else the patient."""
    case = store.state().case
    return clean_line(store.settings.get("author", "") or (case.patient if case else ""))


def print_json(value: object) -> None:
    """Print a value as JSON, with entities as documents."""
    from so_tui.storage.documents.codec import encode

    put_utf8(json.dumps(value, indent=2, ensure_ascii=False, default=encode))
