"""The entities of one table."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import Any

from so_tui.domain.entity import CaseEntity, Entity
from so_tui.storage.documents.codec import BadDocument, decode, decode_all, number_of, numbers_of
from so_tui.storage.documents.reading import in_groups, plain


@contextmanager
def no_collecting() -> Iterator[None]:
    """Suspend garbage collection while many lasting objects are made: it takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Table:
    """The entities of one table.

    Attributes:
        entities: All of them, by id.
        unread: TinyDB ids of documents that cannot be decoded.
    """

    def __init__(self, kind: type[Entity], documents: Mapping[str, Any]) -> None:
        """Decode all documents."""
        self.unread: list[str] = []
        self._kind = kind
        self._cases: dict[str, dict[str, Entity]] = {}
        self.entities = {entity.id: entity for entity in self._decode_all(documents)}
        if issubclass(kind, CaseEntity):
            for case, entities in groupby(self.entities.values(), attrgetter("case_id")):
                of_case = self._cases.setdefault(case, {})
                of_case.update((entity.id, entity) for entity in entities)

    def _decode_all(self, documents: Mapping[str, Any]) -> list[Entity]:
        entities: list[Entity] = []
        try:
            for group in in_groups(list(documents.values())):
                entities += decode_all(self._kind, group)
            if numbers_of([entity.id for entity in entities]) == list(documents):
                return entities
        except BadDocument:
            pass
        one_by_one = (self.read(number, document) for number, document in documents.items())
        return [entity for entity in one_by_one if entity is not None]

    def read(self, number: str, document: Any) -> Entity | None:
        """Decode a document; None if it cannot be decoded, which is noted in `unread`."""
        try:
            entity = decode(self._kind, plain(document))
            if number_of(entity.id) == number:  # decode has checked the form of the id
                return entity
        except BadDocument:
            pass
        self.unread.append(number)
        return None

    def of_case(self, case: str) -> dict[str, Entity]:
        """Return the entities of one case; all of them if this kind belongs to no case."""
        if not issubclass(self._kind, CaseEntity):
            return dict(self.entities)
        return dict(self._cases.get(case, {}))

    def put(self, entity: Entity) -> set[str | None]:
        """Add or replace an entity; return the cases that this changes, None for all."""
        before = self.entities.get(entity.id)
        moved = before is not None and case_of(before) != case_of(entity)
        changed = self.drop(entity.id) if moved else set()
        self.entities[entity.id] = entity
        case = case_of(entity)
        if case is not None:
            self._cases.setdefault(case, {})[entity.id] = entity
        return changed | {case}

    def drop(self, key: str) -> set[str | None]:
        """Remove an entity; return the cases that this changes, None for all."""
        entity = self.entities.pop(key, None)
        if entity is None:
            return set()
        case = case_of(entity)
        if case is not None:
            self._cases[case].pop(key)
        return {case}

    def and_more(self, more: "Table") -> "Table":
        """Return a new table with these entities, followed by those of another."""
        joined = Table(self._kind, {})
        joined.unread = [*self.unread, *more.unread]
        joined.entities = self.entities | more.entities
        joined._cases = {case: self.of_case(case) for case in self._cases}
        for case, entities in more._cases.items():
            joined._cases.setdefault(case, {}).update(entities)
        return joined

    def arrange(self, numbers: Iterable[str]) -> None:
        """Put the entities into the order of these TinyDB ids."""
        numbers = list(numbers)
        if numbers_of(list(self.entities)) == numbers:
            return
        places = {number: place for place, number in enumerate(numbers)}

        def in_order(entities: dict[str, Entity]) -> dict[str, Entity]:
            keys = sorted(entities, key=lambda key: places[number_of(key)])
            return {key: entities[key] for key in keys}

        self.entities = in_order(self.entities)
        self._cases = {case: in_order(entities) for case, entities in self._cases.items()}


def case_of(entity: Entity) -> str | None:
    """Return the case id of an entity; None if it belongs to no case."""
    return entity.case_id if isinstance(entity, CaseEntity) else None
