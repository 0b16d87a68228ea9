"""A table whose documents are left unread until its entities are needed."""

import json
import re
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from datetime import datetime
from typing import Any, Literal

from so_tui.domain.entity import Entity
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.tables import Table, case_of, no_collecting


class Unread:
    """The unread documents of a table, and the entities added since.

    Attributes:
        added: The entities added since; they come after those of the documents.
    """

    def __init__(
        self, kind: type[Entity], documents: Mapping[str, bytes], added: Mapping[str, Any]
    ) -> None:
        """Begin with unread documents, which must not change, and those added since."""
        self.added = Table(kind, added)
        self._kind = kind
        self._documents = documents
        self._read: Table | None = None
        self._found: dict[tuple[str, str], list[Entity]] = {}
        self._by_time: dict[tuple[str, str, str], tuple[list[str], list[Entity]]] = {}

    def holds(self, key: str) -> bool:
        """Return whether one of the documents is that of the entity with this id."""
        return number_of(key) in self._documents

    def read(self) -> Table:
        """Return the entities of all documents; not to be mutated."""
        if self._read is None:
            with no_collecting():
                self._read = Table(self._kind, self._documents)
        return self._read

    def having(self, name: str, value: str) -> list[Entity]:
        """Return the entities of the documents, of all cases, with this id in a field.

        Only documents that contain the value are read, and only once.
        """
        query = name, value
        if query not in self._found:
            table = self._read or Table(self._kind, self._that_name(value))
            matching = [
                entity for entity in table.entities.values() if getattr(entity, name) == value
            ]
            self._found[query] = matching
        return self._found[query]

    def one(self, key: str) -> Entity | None:
        """Return the entity of one document, without making the others; None if there is none."""
        try:
            number = number_of(key)
        except ValueError:
            return None
        if self._read is None:
            found = {number: self._documents[number]} if number in self._documents else {}
            return Table(self._kind, found).entities.get(key)
        return self._read.entities.get(key)

    def newest(self, name: str, value: str, case: str, most: int) -> tuple[list[Entity], int]:
        """Return the newest entities of a case with this id in a field, by time; `most` or more.

        Of all these documents only the ids and times are read.

        Returns:
            The entities, and the number of documents with older ones.
        """
        query = name, value, case
        if query not in self._by_time:
            with no_collecting():
                self._by_time[query] = _by_time(self._that_name(value), name, value, case), []
        numbers, made = self._by_time[query]
        while numbers and (missing := most - len(made)) > 0:
            newest = {number: self._documents[number] for number in numbers[-missing:]}
            del numbers[-missing:]
            made[:0] = Table(self._kind, newest).entities.values()
        return made, len(numbers)

    def _that_name(self, value: str) -> dict[str, bytes]:
        text = json.dumps(value).encode("ascii")  # as written in a snapshot
        names = re.compile(re.escape(text)).search  # `in` would look longer at each
        return {number: raw for number, raw in self._documents.items() if names(raw)}

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


def _by_time(documents: Mapping[str, bytes], name: str, value: str, case: str) -> list[str]:
    """Return the TinyDB ids of the documents with this value in a field, the oldest first.

    Documents of another case, and damaged ones, are left out.
    """
    import msgspec

    if not documents:
        return []
    exactly: Any = Literal
    fields = {"id": str, "at": str, "case_id": exactly[case], name: exactly[value]}
    shape: Any = msgspec.defstruct("Timed", list(fields.items()), gc=False)
    read = msgspec.json.Decoder(shape).decode
    found: list[tuple[str, str, str]] = []
    for number, raw in documents.items():
        try:  # a `with` would take longer than the rest
            timed = read(raw)
        except msgspec.ValidationError:
            continue
        found.append((timed.at, timed.id, number))
    found.sort()  # usually sorted already
    return [number for _, _, number in found]


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
        """Return the entities with this id in a field, in order, without making the others."""
        stored = (e for e in self._unread.having(name, value) if case_of(e) in (None, self._case))
        return [*stored, *self._added_having(name, value)]

    def newest(self, name: str, value: str, most: int) -> tuple[list[Any], int]:
        """Return the newest `most` entities with this id in a field, without making the rest.

        Returns:
            The entities, and the number of older ones.
        """
        added = sorted(self._added_having(name, value), key=_time)
        stored, left = self._unread.newest(name, value, self._case, max(1, most - len(added)))
        if stored and added and _time(added[0]) < _time(stored[-1]):  # of a clock that is behind
            stored, left = self._unread.newest(name, value, self._case, len(stored) + left)
            stored = sorted([*stored, *added], key=_time)
        else:
            stored = [*stored, *added]
        older = max(0, len(stored) - most)
        return stored[older:], left + older

    def _added_having(self, name: str, value: str) -> list[Entity]:
        return [entity for entity in self._added.values() if getattr(entity, name) == value]

    def __getitem__(self, key: str) -> Entity:
        if self._made is not None:
            return self._made[key]
        entity = self._added.get(key) or self._unread.one(key)
        if entity is None or case_of(entity) not in (None, self._case):
            raise KeyError(key)
        return entity

    def __iter__(self) -> Iterator[str]:
        return iter(self.now())

    def __len__(self) -> int:
        return len(self.now())

    def values(self) -> ValuesView[Entity]:
        """Return the values."""
        return self.now().values()

    def items(self) -> ItemsView[str, Entity]:
        """Return keys and values."""
        return self.now().items()


def _time(entity: Any) -> tuple[datetime, str]:
    """Return what the lines of a visit are sorted by."""
    return entity.at, entity.id
