"""A store that one thread shows and another one saves, beside a session that changes the same."""

import errno
import os
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.notes import Note
from so_tui.domain.state import Change, Drop, Put
from so_tui.domain.text import Clean
from so_tui.session.session import Session
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.errors import StoreError, StoreInUse
from so_tui.storage.seals.seal import Seal
from so_tui.storage.snapshot.snapshot import dump, write_beside
from so_tui.storage.store import Store
from tests.support.stored import CASE
from tests.support.vault import note

CHANGES = 250


def change(store: Store, chance: random.Random, who: str, number: int) -> list[Change]:
    """Return a change to what a session shows: something new, other words, or one thing less."""
    notes = [entity for entity in store.entities() if isinstance(entity, Note)]
    kind = chance.choice("nnwwwd") if notes else "n"
    if kind == "n":
        return [Put(note(chance.randrange(1, 10**6)))]
    old = chance.choice(notes)
    if kind == "w":
        return [Put(replace(old, text=Clean(f"{who} {number}")), old)]
    return [Drop(old)]


def until(ended: threading.Event, work: Callable[[], None]) -> threading.Thread:
    """Do something again and again in a thread of its own."""

    def run() -> None:
        while not ended.is_set():
            with suppress(StoreInUse):  # the other one is just writing
                work()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_in_the_end_is_what_is_kept(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    ended = threading.Event()
    with Store.open(tmp_path) as shown, Store.open(tmp_path) as other:
        shown.commit([Put(CASE)])
        theirs = iter(range(10**6))

        def disturb() -> None:
            other.refresh()
            for _ in range(chance.randrange(4)):
                other.commit(change(other, chance, "b", next(theirs)), label="b", author="B")
            if chance.random() < 0.02:
                other.checkpoint()

        threads = [until(ended, shown.flush), until(ended, shown.poll), until(ended, disturb)]
        try:
            for number in range(CHANGES):
                if chance.random() < 0.15:
                    shown.apply_undo("A")
                else:
                    shown.apply(change(shown, chance, "a", number), label="a", author="A")
                if chance.random() < 0.5:
                    shown.collect()
        finally:
            ended.set()
            for thread in threads:
                thread.join()
        shown.commit([])
        assert not shown.log.unsaved
        assert shown.log.waiting == frozenset()
        shown.refresh()
        other.refresh()
        kept = Store.read(tmp_path)
        assert dump(shown.tables()) == dump(kept.tables()) == dump(other.tables())
        assert shown.entities() == kept.entities()
        assert {entity.id for entity in kept.entities()} == {e.id for e in other.entities()}


def test_a_change_shows_before_it_is_saved_and_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        store.apply([Put(note(1))])
        assert note(1) in store.entities()
        assert store.log.waiting == {note(1).id}
        assert note(1) not in Store.read(tmp_path).entities()
        store.flush()
        assert store.log.waiting == frozenset()
        assert not store.has_news
        assert not store.collect()
        assert note(1) in Store.read(tmp_path).entities()


def test_an_own_line_takes_its_place_behind_what_others_saved_before_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Store.open(tmp_path) as other:
        store.commit([Put(CASE)])
        store.apply([Put(note(1))])
        other.commit([Put(note(2))])
        store.flush()
        assert store.has_news
        assert store.collect()
        assert store.entities() == [CASE, note(2), note(1)] == Store.read(tmp_path).entities()


def test_what_was_put_back_stands_where_it_stood_when_somebody_did_not_want_it_gone(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path) as store, Store.open(tmp_path) as other:
        store.commit([Put(CASE), Put(note(1)), Put(note(2))])
        other.refresh()
        store.apply([Drop(note(1))], label="gone", author="A")
        other.commit([Put(replace(note(1), text=Clean("theirs")), note(1))])
        store.apply_undo("A")
        assert [entity.id for entity in store.entities()] == [CASE.id, note(2).id, note(1).id]
        store.flush()
        store.collect()
        kept = Store.read(tmp_path).entities()
        assert [entity.id for entity in kept[:3]] == [CASE.id, note(1).id, note(2).id]
        assert store.entities() == kept


def test_taking_back_what_is_not_saved_yet_leaves_nothing_of_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        store.apply([Put(note(1))], label="one", author="A")
        assert store.next_undo("A") == "one"
        store.apply_undo("A")
        assert store.entities() == [CASE]
        store.flush()
        store.collect()
        assert Store.read(tmp_path).entities() == [CASE]


def test_what_was_read_before_a_failure_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with Store.open(tmp_path) as store, Store.open(tmp_path) as other:
        store.commit([Put(CASE)])
        other.commit([Put(note(1))])
        other.checkpoint()
        other.commit([Put(note(2))])
        with monkeypatch.context() as patch:
            patch.setattr("so_tui.storage.snapshot.stock_write.read_plain_file", fail)
            with pytest.raises(StoreError):
                store.refresh()
        store.commit([Put(note(3))])
        assert store.entities() == [CASE, note(1), note(2), note(3)]
        store.checkpoint()
    assert Store.read(tmp_path).entities() == [CASE, note(1), note(2), note(3)]


def test_a_snapshot_removes_no_journal_that_was_written_in_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path, tables: Tables, seal: Seal, mark: str) -> tuple[Path, bytes]:
        fresh = write_beside(path, tables, seal, mark)
        store.commit([Put(note(1))])
        with monkeypatch.context() as patch:
            patch.setattr("so_tui.storage.journal.journal_writer.sync_data", fail)
            with pytest.raises(StoreError):
                store.commit([Put(note(2))])
        store.commit([])  # in a new file: the other one is not trusted any more
        return fresh

    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        monkeypatch.setattr("so_tui.storage.snapshot.database.write_beside", write)
        store.checkpoint()
        assert Store.read(tmp_path).entities() == [CASE, note(1), note(2)]
        monkeypatch.undo()


@pytest.mark.parametrize("more", ["", "and then"])
def test_a_line_that_was_saved_just_before_a_kill_does_not_come_back(
    tmp_path: Path, more: str
) -> None:
    key = f"note:{note(1).visit_id}"
    if (child := os.fork()) == 0:
        store = Store.open(tmp_path)
        store.commit([Put(CASE)])
        session = Session(store)
        for number in (1, 2):
            session.draft(key, note(number).text)
            store.drafts.flush()
            store.apply([Put(note(number))])
            session.draft(key, "")
        if more:
            session.draft(key, more)
        store.flush()
        store.drafts.flush()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with Store.open(tmp_path) as store:
        assert store.entities() == [CASE, note(1), note(2)]
        assert [draft.text for draft in store.drafts.all().values()] == ([more] if more else [])
