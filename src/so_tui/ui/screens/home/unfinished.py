"""Lines on unfinished words: what they are, and where they go on."""

import json
from collections.abc import Mapping

from so_tui.content import say
from so_tui.domain.text import clean, first_line
from so_tui.storage.drafts import Draft
from so_tui.ui.widgets.layout import Row


def unfinished_rows(drafts: Mapping[str, Draft]) -> list[Row]:
    """Return the lines on words that wait to be finished, under a heading of their own."""
    rows = [_draft_row(key, draft) for key, draft in drafts.items()]
    shown = [row for row in rows if row is not None]
    return [Row("#unfinished", (say("home.unfinished"),), heading=True), *shown] if shown else []


def _draft_row(key: str, draft: Draft) -> Row | None:
    kind, _, rest = key.partition(":")
    if kind == "note":
        return Row(f"notes:{rest}", (say("home.draft.note"), first_line(clean(draft.text), 60)))
    what, _, entity_id = rest.partition(":")
    modes = {"task": "checklist", "question": "questions", "cell": "opinions",
             "opinion": "opinions", "difference": "opinions", "recap": "tidy",
             "decision": "decision", "matter": "decision",
             "option": "decision", "thought": "decision", "agenda": "followup",
             "letter": "followup", "phone": "followup", "whether": "whether",
             "reason": "whether", "day": "dates", "item": "packing", "case": "home",
             "line": "notes",
             "doctor": "people", "visit": "people", "companion": "people", "company": "people",
             "call": "insurance", "approval": "insurance", "cost": "insurance",
             "consent": "consents", "portal": "consents",
             "record": "records", "lane": "records", "chase": "records",
             "chased": "records"}  # fmt: skip
    if what not in modes:
        return None
    return Row(f"{modes[what]}:{what}|{entity_id}", (say(f"home.draft.{what}"), _words(draft)))


def _words(draft: Draft) -> str:
    try:
        values = json.loads(draft.text)
    except ValueError:
        return ""
    longest = max((v for v in values.values() if isinstance(v, str)), key=len, default="")
    return first_line(clean(longest), 60)
