"""A table whose documents are left unread until its entities are needed."""

import json
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from itertools import chain
from typing import Any

from so_tui.domain.entity import Entity
from so_tui.storage.documents.ledger import number_of
from so_tui.storage.documents.tables import Table, case_of, no_collecting


class Unread:
    """The unread documents of a table, and the entities added since.

    Attributes:
        added: The entities added since; they come after those of the documents.
    """

    def __init__(
        self, kind: type[Entity], documents: Mapping[str, bytes], added: Mapping[str, Any]
    ) -> None:
        """Begin with documents by TinyDB id.

        Args:
            kind: The kind of entity they hold.
            documents: The unread ones; they must not change.
            added: Those added since.
        """
        self.added = Table(kind, added)
        self._kind = kind
        self._documents = documents
        self._read: Table | None = None
        self._found: dict[tuple[str, str], list[Entity]] = {}

    def holds(self, key: str) -> bool:
        """Return whether one of the documents is that of the entity with this id."""
        return number_of(key) in self._documents

    def read(self) -> Table:
        """Return the entities of all documents; not to be mutated."""
        if self._read is None:
            with no_collecting():
                self._read = Table(self._kind, self._documents)
        return self._read

    def to_table(self) -> Table:
        """Return a complete table, to be changed from now on in place of this."""
        return self.read().and_more(self.added)

    def having(self, name: str, value: str) -> list[Entity]:
        """Return the entities of the documents, of all cases, with this value in a field.

        Only documents that contain the value are read, and only once.

        Args:
            name: The field's name.
            value: An id.
        """
        query = name, value
        if query not in self._found:
            table = self._read or Table(self._kind, self._that_name(value))
            matching = [
                entity for entity in table.entities.values() if getattr(entity, name) == value
            ]
            self._found[query] = matching
        return self._found[query]

    def _that_name(self, value: str) -> dict[str, Any]:
        text = json.dumps(value).encode("ascii")  # as written in a snapshot
        return {number: raw for number, raw in self._documents.items() if text in raw}

    def arrange(self, numbers: Iterable[str]) -> bool:
        """Put the added entities into the order of these TinyDB ids.

        Returns:
            Whether the documents come first, in their original order.
        """
        numbers = list(numbers)
        if numbers[: len(self._documents)] != list(self._documents):
            return False
        self.added.arrange(numbers)
        return True


def left_unread(kind: type[Entity], documents: Mapping[str, Any]) -> Unread | None:
    """Return a table that leaves unread documents as they are.

    None if there are none, or if a changed document is among them.
    """
    types = set(map(type, documents.values()))
    if bytes not in types:
        return None
    if len(types) == 1:
        return Unread(kind, dict(documents), {})
    raw = {number: document for number, document in documents.items() if type(document) is bytes}
    numbers = list(documents)
    if numbers[: len(raw)] != list(raw):
        return None
    return Unread(kind, raw, {number: documents[number] for number in numbers[len(raw) :]})


class Later(Mapping[str, Entity]):
    """The current entities of one case, made on first access."""

    def __init__(self, unread: Unread, case: str) -> None:
        self._unread = unread
        self._case = case
        self._added = unread.added.of_case(case)
        self._made: dict[str, Entity] | None = None

    def now(self) -> dict[str, Entity]:
        """Return the entities; not to be mutated."""
        if self._made is None:
            self._made = self._unread.read().of_case(self._case) | self._added
        return self._made

    def having(self, name: str, value: str) -> list[Entity]:
        """Return the entities with this value in a field, in order, without making the others.

        Args:
            name: The field's name.
            value: An id.
        """
        stored = (e for e in self._unread.having(name, value) if case_of(e) in (None, self._case))
        added = (e for e in self._added.values() if getattr(e, name) == value)
        return [*chain(stored, added)]

    def __getitem__(self, key: str) -> Entity:
        return self.now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.now())

    def __len__(self) -> int:
        return len(self.now())

    def keys(self) -> KeysView[str]:
        """Return the keys."""
        return self.now().keys()

    def values(self) -> ValuesView[Entity]:
        """Return the values."""
        return self.now().values()

    def items(self) -> ItemsView[str, Entity]:
        """Return keys and values."""
        return self.now().items()
