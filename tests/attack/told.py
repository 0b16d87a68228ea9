"""What the program has told of each entry, by all who use it at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum


class Fate(Enum):
    """What must have become of an entry."""

    OPEN = 0
    """It may be there or not: nobody has told yet."""
    THERE = 1
    GONE = 2


class Told:
    """The entries and what was told of them; to be used by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fates: dict[str, Fate] = {}
        self._changed: list[str] = []
        self._kept: set[str] = set()
        self._undoing = 0
        self.deeds: list[str] = []
        """What was done, in order, for who reads of a broken promise."""
        self.missed: list[str] = []
        """Lines that were chosen when Delete was pressed, and that stayed."""
        self.copies: list[str] = []
        """Files of backups that were killed."""
        self.done: set[str] = set()
        """Tasks that were told to be done."""

    def tell(self, token: str, fate: Fate) -> None:
        """Note what was told of an entry."""
        with self._lock:
            if fate is Fate.GONE and token in self._kept:
                fate = Fate.OPEN
            if fate is Fate.THERE and self._undoing:
                fate = Fate.OPEN
            self._fates[token] = fate
            self._changed.append(token)
            self.deeds.append(f"{token} is {fate.name}")

    def keep(self, tokens: set[str]) -> None:
        """Note that these entries may be there even when they were told to be gone."""
        with self._lock:
            self._kept |= tokens
            for token in tokens:
                if self._fates.get(token) is Fate.GONE:
                    self._fates[token] = Fate.OPEN
                    self._changed.append(token)

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Take nothing for told during the block: an undo takes the newest change of its author.

        That may be one which a command is just making as the same person.
        """
        with self._lock:
            self._undoing += 1
            self.done.clear()
        try:
            yield
        finally:
            with self._lock:
                self._undoing -= 1

    def tick(self, token: str) -> None:
        """Note that a task was told to be done."""
        with self._lock:
            if not self._undoing:
                self.done.add(token)

    def open_all(self, tokens: set[str]) -> int:
        """Take back what was told of entries; return a mark for `settle`."""
        for token in tokens:
            self.tell(token, Fate.OPEN)
        return len(self._changed)

    def settle(self, tokens: set[str], seen: str, mark: int) -> None:
        """Tell again of opened entries that a reader has shown and nobody has touched since.

        Args:
            tokens: The entries.
            seen: What the reader printed, after whatever might have touched them.
            mark: What `open_all` returned.
        """
        touched = set(self._changed[mark:])
        for token in sorted(tokens - touched):
            if token in seen:
                self.tell(token, Fate.THERE)

    def of(self, fate: Fate) -> set[str]:
        """Return the entries of which this was told."""
        with self._lock:
            return {token for token, told in self._fates.items() if told is fate}

    def about(self, tokens: set[str]) -> str:
        """Return what was done around each time that something was told of these entries."""
        near = {
            at
            for number, deed in enumerate(self.deeds)
            if any(token in deed for token in tokens)
            for at in range(number - 3, number + 12)
        }
        return "\n".join(
            f"{at} {deed}" for at, deed in enumerate(self.deeds) if at in near or " is " not in deed
        )

    @contextmanager
    def steady(self) -> Iterator[tuple[set[str], set[str]]]:
        """Hold two sets during the block: what must be there all the time, and what must not.

        They are emptied of what somebody begins to change meanwhile.
        """
        there, gone, begin = self.of(Fate.THERE), self.of(Fate.GONE), len(self._changed)
        yield there, gone
        there.difference_update(self._changed[begin:])
        gone.difference_update(self._changed[begin:])
