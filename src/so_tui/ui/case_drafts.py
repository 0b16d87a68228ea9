"""The drafts of the open case: a form for something new has the same key in every case.

A draft is kept under its key and the id of its case: 'form:task:new@0000000000ca'. One of an older
version names no case; it is shown in whichever is open, and goes on where it is.
"""

from collections.abc import Mapping

from so_tui.storage.drafts.drafts import Draft

MARK = "@"
"""Stands before the id of the case."""


def of_case(drafts: Mapping[str, Draft], case_id: str) -> dict[str, Draft]:
    """Return the drafts of a case under the keys that its fields have."""
    found: dict[str, Draft] = {}
    for kept, draft in drafts.items():
        key, mark, rest = kept.rpartition(MARK)
        owner, *number = rest.partition("#")  # of what two windows had typed in one field
        if not mark:
            found.setdefault(kept, draft)
        elif owner == case_id:
            found["".join((key, *number))] = draft
    return found


def key_in(drafts: Mapping[str, Draft], case_id: str, key: str) -> str:
    """Return the key under which a field's draft is kept for a case."""
    kept = f"{key}{MARK}{case_id}"
    is_older = key in drafts and kept not in drafts
    return kept if key and case_id and not is_older else key
