"""Unfinished text on disk: what is being typed, and finished lines that could not be saved."""

from dataclasses import replace
from datetime import datetime

from so_tui.storage.drafts import Draft, Drafts

_LINES = "note:"
"""Keys of fields in which each line is saved by itself."""


class Unfinished:
    """Keeps a finished text as a draft for as long as the store could not save it.

    A kill would lose it otherwise: the change is in memory alone, and its draft is done with.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[str]] = {}
        self._typed: dict[str, str] = {}

    def put(self, drafts: Drafts, key: str, text: str, *, unsaved: bool) -> None:
        """Take in what stands in a field now.

        Args:
            drafts: Where it is kept.
            key: The field.
            text: What stands in it; '' when it is finished or empty.
            unsaved: Whether there are changes that could not be saved.
        """
        before = self._typed.get(key, "")
        if unsaved and before and not text:
            self._waiting.setdefault(key, []).append(before)
        self._typed[key] = text
        drafts.put(key, self._with_waiting(key, text))

    def _with_waiting(self, key: str, text: str) -> str:
        waiting = self._waiting.get(key, [])
        if key.startswith(_LINES):
            return "\n".join([*waiting, *([text] if text else [])])
        return text or (waiting[-1] if waiting else "")

    def release(self, drafts: Drafts) -> bool:
        """Forget the finished texts: they are saved now. Return whether there were any."""
        for key in self._waiting:
            drafts.put(key, self._typed.get(key, ""))
        waited = bool(self._waiting)
        self._waiting.clear()
        return waited

    def shown(self, drafts: Drafts) -> dict[str, Draft]:
        """Return the unfinished texts as the fields hold them."""
        found = dict(drafts.all())
        for key in self._waiting:
            text = self._typed.get(key, "")
            draft = found.pop(key, Draft("", datetime.min))
            if text:
                found[key] = replace(draft, text=text)
        return found
