"""Killed at any call while a store is locked or opened: it opens, and nothing is lost or open."""

import errno
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from so_tui.storage.disk.inventory import LOCKING
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.errors import StoreError
from so_tui.storage.journal.lines import to_line
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.support.faults import in_child
from tests.support.lean import lean
from tests.support.vault import (
    CANARY,
    PASSPHRASE,
    note,
    plain_files,
    quick_locks,
    used_store,
)

CALLS = ("open", "write", "pwrite", "fsync", "replace", "rename", "unlink", "mkdir", "fchmod")
RECOVERY_KEY = vault.new_recovery_key()


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with quick_locks():
        yield


def base_in(tmp_path: Path) -> Path:
    """Make a used store that is not locked."""
    folder = tmp_path / "base"
    folder.mkdir(mode=0o700)
    return used_store(folder)


def locked_in(tmp_path: Path) -> Path:
    """Make the same store, locked."""
    folder = shutil.copytree(base_in(tmp_path), tmp_path / "locked")
    vault.switch_on(folder, PASSPHRASE, RECOVERY_KEY)
    return folder


def counted(number: int, at: Callable[[], None]) -> Callable[[], int]:
    """Have every call of `CALLS` counted, and `at` called before one; return the count so far."""
    seen = 0

    def wrap(real: Callable[..., Any], name: str, *given: Any, **named: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == number:
            if name == "write":  # some of it is written
                real(given[0], bytes(given[1])[: len(given[1]) // 2])
            at()
        return real(*given, **named)

    for name in CALLS:
        setattr(os, name, partial(wrap, getattr(os, name), name))
    return lambda: seen


def killed_at(number: int, action: Callable[[], object]) -> bool:
    """Do it in a child that is killed at the given call; False when it has ended before."""

    def work() -> None:
        counted(number, lambda: os.kill(os.getpid(), signal.SIGKILL))
        action()

    code = in_child(work)
    assert code in (0, -signal.SIGKILL)
    return code != 0


def words(folder: Path, seal: Seal) -> tuple[set[str], set[str], int]:
    with Store.open(folder, seal) as store:
        notes = {str(note.text) for note in store.state().notes.values()}
        return notes, {d.text for d in store.drafts.all().values()}, len(store.trash)


def check(folder: Path, secret: str) -> bool:
    """Open the store with what is due now; all is there, sealed if locked. Return whether it is."""
    locked = vault.is_locked(folder)
    seal = vault.unlock(folder, secret) if locked else PLAIN
    notes, drafts, trashed = words(folder, seal)
    assert (len(notes), len(drafts), trashed) == (3, 1, 1)
    if locked:
        assert plain_files(folder) == []
        assert not (folder / LOCKING).exists()
    return locked


@lean
@quick_locks()
def test_killed_at_any_call_while_it_is_locked(tmp_path: Path) -> None:
    base = base_in(tmp_path)
    outcomes = []
    number, killed = 0, True
    while killed:
        number += 1
        folder = tmp_path / str(number)
        shutil.copytree(base, folder)
        killed = killed_at(number, lambda: vault.switch_on(folder, PASSPHRASE, RECOVERY_KEY))  # noqa: B023 - called at once
        outcomes.append(check(folder, (PASSPHRASE, RECOVERY_KEY)[number % 2]))
        if not outcomes[-1]:
            vault.switch_on(folder, PASSPHRASE, RECOVERY_KEY)
            assert check(folder, PASSPHRASE)
        shutil.rmtree(folder)
    assert number > 80
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


@lean
@quick_locks()
def test_killed_at_any_call_while_the_lock_is_taken_away(tmp_path: Path) -> None:
    locked = locked_in(tmp_path)
    outcomes = []
    number, killed = 0, True
    while killed:
        number += 1
        folder = tmp_path / str(number)
        shutil.copytree(locked, folder)
        seal = vault.unlock(folder, PASSPHRASE)
        killed = killed_at(number, lambda: vault.switch_off(folder, seal))  # noqa: B023
        outcomes.append(check(folder, (PASSPHRASE, RECOVERY_KEY)[number % 2]))
        if outcomes[-1]:
            vault.switch_off(folder, vault.unlock(folder, PASSPHRASE))
            assert not check(folder, PASSPHRASE)
        shutil.rmtree(folder)
    assert number > 60
    assert outcomes == sorted(outcomes, reverse=True)
    assert set(outcomes) == {False, True}


def half_locked(base: Path, folder: Path) -> None:
    """Leave a store of which some files are sealed, as a kill may."""
    number, killed = 0, True
    while not (folder / LOCKING).exists() or not vault.is_locked(folder) or not killed:
        number += 1
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base, folder)
        killed = killed_at(number, lambda: vault.switch_on(folder, PASSPHRASE, RECOVERY_KEY))
        assert killed
    assert plain_files(folder)


@lean
@quick_locks()
def test_killed_at_any_call_while_it_goes_on_where_it_was_cut_short(tmp_path: Path) -> None:
    half_locked(base_in(tmp_path), tmp_path / "half")
    number, killed = 0, True
    while killed:
        number += 1
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "half", folder)
        killed = killed_at(number, lambda: vault.unlock(folder, PASSPHRASE))  # noqa: B023
        assert check(folder, PASSPHRASE)
        shutil.rmtree(folder)
    assert number > 20


def test_what_an_open_session_left_in_a_half_locked_store_is_sealed_too(tmp_path: Path) -> None:
    folder = tmp_path / "half"
    half_locked(base_in(tmp_path), folder)
    name = "abcabcabcabc.1.jsonl"
    steps = [["put", "notes", f"{50:012x}", encode(note(50))]]
    record = JournalEntry(900, "abcabcabcabc", 1, "2026-11-23T14:05:00", "", "", steps)
    torn = to_line(record.to_bytes(), PLAIN, name, 0) + f"0 half of {CANARY}".encode()
    (folder / "journal").mkdir(exist_ok=True)
    (folder / "journal" / name).write_bytes(torn)
    seal = vault.unlock(folder, PASSPHRASE)
    assert plain_files(folder) == []
    assert seal.open((folder / "damaged" / name).read_bytes(), "damaged") == torn
    notes, _, _ = words(folder, seal)
    assert note(50).text in notes


def test_killed_at_any_call_while_the_passphrase_changes(tmp_path: Path) -> None:
    locked = locked_in(tmp_path)
    outcomes = []
    number, killed = 0, True
    while killed:
        number += 1
        folder = tmp_path / str(number)
        shutil.copytree(locked, folder)
        killed = killed_at(number, lambda: vault.change_passphrase(folder, PASSPHRASE, "new"))  # noqa: B023
        opens = []
        for secret in (PASSPHRASE, "new"):
            try:
                opens.append(check(folder, secret))
            except vault.WrongPassphrase:
                opens.append(False)
        assert sum(opens) == 1
        outcomes.append(opens[1])
        assert check(folder, RECOVERY_KEY)
        shutil.rmtree(folder)
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("on", [True, False])
def test_any_call_may_fail(tmp_path: Path, number: int, on: bool) -> None:
    start = base_in(tmp_path) if on else locked_in(tmp_path)

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    count, ended = 0, False
    while not ended:
        count += 3
        folder = tmp_path / str(count)
        shutil.copytree(start, folder)

        def work(count: int = count, folder: Path = folder) -> None:
            seal = PLAIN if on else vault.unlock(folder, PASSPHRASE)
            seen = counted(count, fail)
            try:
                if on:
                    vault.switch_on(folder, PASSPHRASE, RECOVERY_KEY)
                else:
                    vault.switch_off(folder, seal)
            except StoreError:
                os._exit(1)
            os._exit(2 if seen() < count else 0)

        code = in_child(work)
        assert code in (0, 1, 2)
        ended = code == 2
        check(folder, PASSPHRASE)
        if code == 1 and not vault.is_locked(folder) and on:
            assert not (folder / LOCKING).exists()
        shutil.rmtree(folder)
    assert count > 60


def test_a_lock_that_was_cut_short_before_it_held_leaves_nothing_behind(tmp_path: Path) -> None:
    base = base_in(tmp_path)
    folder = shutil.copytree(base, tmp_path / "store")
    count = 0
    while not (folder / LOCKING).exists() or vault.is_locked(folder):
        count += 1
        shutil.rmtree(folder)
        shutil.copytree(base, folder)
        assert killed_at(count, lambda: vault.switch_on(folder, PASSPHRASE, RECOVERY_KEY))
    assert not check(folder, PASSPHRASE)
    assert not (folder / LOCKING).exists()
    assert not [*folder.rglob("*tmp")]
