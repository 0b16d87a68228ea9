"""Two at work on the lock of one store at the same time: no key is lost, no word is left open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.entity import Entity
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.engine import opening
from so_tui.storage.errors import StoreError, StoreInUse
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.storage.vault.vault import WrongPassphrase
from tests.support.told import saying
from tests.support.vault import PASSPHRASE, plain_files, used_store

OTHER = "four words of Sam"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 8)


@pytest.fixture
def folder(data_dir: Path) -> Path:
    return used_store(make_data_dir(data_dir))


def lock(folder: Path, passphrase: str = PASSPHRASE) -> None:
    vault.switch_on(folder, passphrase, vault.new_recovery_key())


def unlock(folder: Path) -> None:
    vault.switch_off(folder, vault.unlock(folder, PASSPHRASE))


def held(folder: Path, passphrase: str = "") -> list[Entity]:
    """Return all that is kept."""
    seal = vault.unlock(folder, passphrase) if passphrase else PLAIN
    return Store.read(folder, seal).entities()


def meanwhile(
    patch: pytest.MonkeyPatch, module: Any, name: str, action: Callable[[], None]
) -> None:
    """Have somebody else do something right after the first call of a function."""
    real = getattr(module, name)

    def call(*given: Any) -> Any:
        patch.setattr(module, name, real)
        result = real(*given)
        action()
        return result

    patch.setattr(module, name, call)


def test_who_locks_second_does_not_lock_out_who_locked_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = held(folder)
    meanwhile(monkeypatch, vault, "tidy", lambda: lock(folder))
    with pytest.raises(StoreError, check=saying("have a passphrase already")):
        lock(folder, OTHER)
    assert held(folder, PASSPHRASE) == wanted
    with pytest.raises(WrongPassphrase):
        vault.unlock(folder, OTHER)
    assert plain_files(folder) == []


def test_who_unlocks_second_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock(folder)
    wanted = held(folder, PASSPHRASE)
    meanwhile(monkeypatch, vault, "tidy", lambda: unlock(folder))
    with pytest.raises(StoreError, check=saying("have no passphrase")):
        unlock(folder)
    assert not vault.is_locked(folder)
    assert held(folder) == wanted


@pytest.mark.parametrize("place", ["understand", "views_of"])
def test_a_session_that_begins_while_the_notes_are_locked_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    wanted = held(folder)
    meanwhile(monkeypatch, opening, place, lambda: lock(folder))
    with pytest.raises(StoreInUse, check=saying("locked or unlocked")):
        Store.open(folder)
    assert plain_files(folder) == []
    assert held(folder, PASSPHRASE) == wanted


def test_a_session_that_begins_while_the_lock_is_taken_away_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(folder)
    seal = vault.unlock(folder, PASSPHRASE)
    wanted = held(folder, PASSPHRASE)
    meanwhile(monkeypatch, opening, "understand", lambda: unlock(folder))
    with pytest.raises(StoreInUse, check=saying("locked or unlocked")):
        Store.open(folder, seal)
    assert held(folder) == wanted


@pytest.mark.parametrize("look", [Store.open, Store.read])
def test_who_looked_before_the_notes_were_locked_is_told_so(
    folder: Path, look: Callable[..., Store]
) -> None:
    lock(folder)
    with pytest.raises(StoreInUse, check=saying("locked or unlocked")):
        look(folder, PLAIN)
