"""Drafts on disk: text being typed, and finished text that is not saved yet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from so_tui.storage.drafts.drafts import LINES, Draft, Drafts


class DraftBuffer:
    """Keeps a finished text as a draft until the store has saved it.

    Otherwise a kill would lose it: the change is only in memory, and its draft is gone.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[Draft]] = {}
        self._typed: dict[str, Draft] = {}

    def put(self, drafts: Drafts, key: str, text: str) -> None:
        """Take in the current text of a field.

        Args:
            drafts: The store's drafts.
            key: The field.
            text: Its text; '' if it is finished or empty.
        """
        before = self._typed.pop(key, None)
        if before is None and key not in self._waiting:
            before = drafts.get(key)
        if text:
            self._typed[key] = Draft(text, datetime.now())
        elif before is not None:
            self._waiting.setdefault(key, []).append(before)
        self._hold(drafts, key)

    def _hold(self, drafts: Drafts, key: str) -> None:
        waiting, typed = self._waiting.get(key, []), self._typed.get(key)
        parts = [*waiting, *([typed] if typed else [])]
        if not parts:
            drafts.put(key, "")
        elif key.startswith(LINES):  # a field in which each line is saved separately
            drafts.put(key, "\n".join(draft.text for draft in parts), parts[-1].at)
        else:
            drafts.put(key, parts[-1].text, parts[-1].at)

    @property
    def waits(self) -> bool:
        """Whether there are finished texts not released yet."""
        return bool(self._waiting)

    def release(self, drafts: Drafts) -> None:
        """Forget the finished texts: they are saved."""
        keys = list(self._waiting)
        self._waiting.clear()
        for key in keys:
            self._hold(drafts, key)

    def shown(self, drafts: Drafts) -> dict[str, Draft]:
        """Return the drafts as the fields show them."""
        shown = dict(drafts.all())
        for key in self._waiting:
            draft = shown.pop(key, None)
            typed = self._typed.get(key)
            if typed is not None and draft is not None:
                shown[key] = replace(draft, text=typed.text)
        return shown


class ShownDrafts(Mapping[str, Draft]):
    """A live mapping of drafts by key, as the fields show them.

    Two of these are equal if they were made for the same fields.

    Args:
        now: Returns the drafts.
    """

    def __init__(self, now: Callable[[], Mapping[str, Draft]]) -> None:
        self._now = now
        self._fields = frozenset(now())

    def __getitem__(self, key: str) -> Draft:
        return self._now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShownDrafts) and other._fields == self._fields

    __hash__ = None  # type: ignore[assignment]  # as any mapping that changes
