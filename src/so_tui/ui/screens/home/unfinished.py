"""Rows for drafts: what they are, and where they can be finished."""

import json
from collections.abc import Mapping

from so_tui.content import text
from so_tui.domain.text import clean, first_line
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.commands.bindings import WRITTEN
from so_tui.ui.rows.sections import section
from so_tui.ui.widgets.layout import Row

SCREENS = {what: screen for screen, kinds in WRITTEN.items() for what in kinds}
"""The screen on which each kind of entity is edited."""


def unfinished_rows(drafts: Mapping[str, Draft]) -> list[Row]:
    """Return the rows for drafts under their own heading."""
    rows = [_draft_row(key, draft) for key, draft in drafts.items()]
    shown = [row for row in rows if row is not None]
    return section("home", "unfinished", shown)


def _draft_row(key: str, draft: Draft) -> Row | None:
    kind, _, rest = key.partition(":")
    if kind == "note":
        return Row(f"notes:{rest}", (text("kinds.draft.note"), first_line(clean(draft.text), 60)))
    what, _, entity_id = rest.partition(":")
    if what not in SCREENS:
        return None
    words = (text(f"kinds.draft.{what}"), _words(draft))
    return Row(f"{SCREENS[what]}:{what}|{entity_id}", words)


def _words(draft: Draft) -> str:
    try:
        values = json.loads(draft.text)
    except ValueError:
        return ""
    longest = max((v for v in values.values() if isinstance(v, str)), key=len, default="")
    return first_line(clean(longest), 60)
