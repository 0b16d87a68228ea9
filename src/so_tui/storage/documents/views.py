"""The entities decoded from a ledger, updated one by one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from so_tui.domain.case import Case
from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLES, AppState
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.documents.tables import Table
from so_tui.storage.documents.unread import Later, Unread, left_unread


class Views:
    """All entities, and the state of the case shown.

    Unread documents, known to be valid, are decoded when more than a part of their table is needed,
    or when one of them changes.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Decode everything that is not left unread."""
        self._tables: dict[str, Table] = {}
        self._later: dict[str, Unread] = {}
        self._shown: AppState | None = None
        self._stale: set[str] = set()
        for name in TABLES:
            documents = ledger.tables.get(name, {})
            unread = left_unread(TABLES[name], documents) if ledger.readable else None
            if unread is None:
                self._tables[name] = Table(TABLES[name], documents)
            else:
                self._later[name] = unread

    @property
    def unread(self) -> list[tuple[str, str]]:
        """Documents that cannot be decoded, as table and TinyDB id.

        They stay in the ledger. Unread documents are not checked.
        """
        tables = self._tables | {name: unread.added for name, unread in self._later.items()}
        return [(name, number) for name in TABLES for number in tables[name].unread]

    def _table(self, name: str) -> Table:
        if name in self._later:
            unread = self._later.pop(name)
            self._tables[name] = unread.read().and_more(unread.added)
        return self._tables[name]

    def _table_for(self, name: str, key: str) -> Table:
        """Return the table in which to change an entity, or to which to add it."""
        unread = self._later.get(name)
        return self._table(name) if unread is None or unread.holds(key) else unread.added

    def _arrange(self, name: str, numbers: Iterable[str]) -> None:
        unread = self._later.get(name)
        if unread is None or not unread.arrange(numbers):
            self._table(name).arrange(numbers)

    def update(
        self, ledger: Ledger, touched: Iterable[tuple[str, str]], *, anew: bool = False
    ) -> None:
        """Update the changed entities.

        Args:
            ledger: The current ledger.
            touched: Table and id of what has changed.
            anew: Whether the ledger was rebuilt, so that changed entities may also have moved: one
                dropped and put back here was never gone for anybody else.
        """
        new: dict[str, list[str]] = {}
        moved: set[str] = set()
        for name, key in touched:
            if name not in TABLES:
                continue
            table, document = self._table_for(name, key), ledger.document(name, key)
            if document is None:
                self._mark(name, table.drop(key))
                continue
            if key not in table.entities:
                new.setdefault(name, []).append(number_of(key))
            elif anew:
                moved.add(name)
            entity = table.read(number_of(key), document)
            if entity is not None:
                self._mark(name, table.put(entity))
        for name, numbers in new.items():
            if list(islice(reversed(ledger.tables[name]), len(numbers))) != numbers[::-1]:
                moved.add(name)
        for name in moved:
            self._arrange(name, ledger.tables[name])

    def _mark(self, name: str, cases: Collection[str | None]) -> None:
        if self._shown is not None and (None in cases or self._shown.case_id in cases):
            self._stale.add(name)

    def state(self, wanted: str = "") -> AppState:
        """Return the wanted case, if it exists.

        Else the newest that is not closed, else the newest, else no case.
        """
        entities = self._table("cases").entities
        if wanted in entities:
            return self._state_of(wanted)
        cases = [cast(Case, case) for case in entities.values()]
        newest = max(reversed(cases), key=lambda c: (c.closed is None, c.opened), default=None)
        return self._state_of(newest.id if newest else "")

    def _state_of(self, case: str) -> AppState:
        if self._shown is None or self._shown.case_id != case:
            self._shown, self._stale = AppState(case_id=case), set(TABLES)
        if self._stale:
            changed: dict[str, Any] = {name: self._of_case(name, case) for name in self._stale}
            self._shown, self._stale = replace(self._shown, **changed), set()
        return self._shown

    def _of_case(self, name: str, case: str) -> Mapping[str, Entity]:
        if name not in self._later:
            return self._table(name).of_case(case)
        return Later(self._later[name], case)
