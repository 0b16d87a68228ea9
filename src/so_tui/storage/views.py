"""The entities of a ledger's documents, kept up to date one by one."""

from collections.abc import Iterable, Mapping
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, cast

from so_tui.domain.case import Case
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.state import TABLES, AppState
from so_tui.storage.codec import BadDocument, decode, decode_all
from so_tui.storage.ledger import Ledger, number_of, numbers_of

Kept = dict[str, dict[str, Entity]]


class Views:
    """All entities, and the states that show one case.

    Attributes:
        unread: Documents that do not hold their entity, as table and TinyDB id. They stay in the
            ledger as they are.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Decode everything."""
        self.unread: list[str] = []
        self._all: Kept = {name: {} for name in TABLES}
        self._cases: dict[str, Kept] = {}
        self._shown: dict[str, AppState] = {}
        self._stale: dict[str, set[str]] = {}
        for name in TABLES:
            self._take_all_in(name, ledger.tables.get(name, {}))

    def follow(self, ledger: Ledger, touched: Iterable[tuple[str, str]]) -> None:
        """Bring these entities up to date."""
        new: dict[str, list[str]] = {}
        for name, key in touched:
            if name not in TABLES:
                continue
            document = ledger.document(name, key)
            if document is None:
                self._let_go(name, key)
            else:
                was_there = key in self._all[name]
                self._take_in(name, number_of(key), document)
                if not was_there:
                    new.setdefault(name, []).append(number_of(key))
        for name, numbers in new.items():
            if list(islice(reversed(ledger.tables[name]), len(numbers))) != numbers[::-1]:
                self._arrange(name, ledger.tables[name])

    def _arrange(self, name: str, documents: Iterable[str]) -> None:
        """Give a table the order that its documents have."""
        places = {number: place for place, number in enumerate(documents)}
        for kept in [self._all, *self._cases.values()]:
            entities = kept.get(name, {})
            in_order = sorted(entities, key=lambda key: places[number_of(key)])
            kept[name] = {key: entities[key] for key in in_order}

    def _take_all_in(self, name: str, documents: Mapping[str, dict[str, Any]]) -> None:
        """Decode a whole table, of which nothing is known yet."""
        every = {entity.id: entity for entity in self._decode_all(name, documents)}
        self._all[name] = every
        if issubclass(TABLES[name], CaseEntity):
            for case, entities in groupby(every.values(), attrgetter("case_id")):
                kept = self._cases.setdefault(case, {}).setdefault(name, {})
                kept.update((entity.id, entity) for entity in entities)

    def _decode_all(self, name: str, documents: Mapping[str, dict[str, Any]]) -> list[Entity]:
        try:
            entities: list[Entity] = decode_all(TABLES[name], list(documents.values()))
            if numbers_of([entity.id for entity in entities]) == list(documents):
                return entities
        except BadDocument:
            pass
        one_by_one = (self._decode(name, number, doc) for number, doc in documents.items())
        return [entity for entity in one_by_one if entity is not None]

    def _decode(self, name: str, number: str, document: dict[str, Any]) -> Entity | None:
        try:
            entity = decode(TABLES[name], document)
            if number_of(entity.id) == number:  # decode has looked at the form of the id
                return entity
        except BadDocument:
            pass
        self.unread.append(f"{name} {number[:20]}")
        return None

    def _take_in(self, name: str, number: str, document: dict[str, Any]) -> None:
        entity = self._decode(name, number, document)
        if entity is None:
            return
        before = self._all[name].get(entity.id)
        if before is not None and _case_of(before) != _case_of(entity):
            self._let_go(name, entity.id)
        self._all[name][entity.id] = entity
        case = _case_of(entity)
        if case is not None:
            tables = self._cases.setdefault(case, {})
            tables.setdefault(name, {})[entity.id] = entity
        self._mark(name, case)

    def _let_go(self, name: str, key: str) -> None:
        entity = self._all[name].pop(key, None)
        if entity is None:
            return
        case = _case_of(entity)
        if case is not None:
            self._cases[case][name].pop(key)
        self._mark(name, case)

    def _mark(self, name: str, case: str | None) -> None:
        for shown, stale in self._stale.items():
            if case is None or shown == case:
                stale.add(name)

    def entities(self) -> list[Entity]:
        """Return everything of all cases."""
        return [entity for table in self._all.values() for entity in table.values()]

    def state(self, wanted: str = "") -> AppState:
        """Return the case that is wanted, if it is there.

        Else that is the newest one that is not put away, else the newest, else no case.
        """
        if wanted in self._all["cases"]:
            return self._state_of(wanted)
        cases = [cast(Case, case) for case in self._all["cases"].values()]
        newest = max(reversed(cases), key=lambda c: (c.closed is None, c.opened), default=None)
        return self._state_of(newest.id if newest else "")

    def _state_of(self, case: str) -> AppState:
        stale = self._stale.get(case, set(TABLES))
        if stale or case not in self._shown:
            held = self._cases.get(case, {})
            tables: dict[str, Any] = {
                name: getattr(self._shown[case], name)
                for name in TABLES
                if name not in stale and case in self._shown
            }
            for name in TABLES.keys() - tables.keys():
                tables[name] = dict(self._all[name] if name == "cases" else held.get(name, {}))
            self._shown = {case: AppState(case_id=case, **tables)}
            self._stale = {case: set()}
        return self._shown[case]


def _case_of(entity: Entity) -> str | None:
    """Return the id of the case that an entity belongs to; None for one above all cases."""
    return entity.case_id if isinstance(entity, CaseEntity) else None
