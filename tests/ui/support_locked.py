"""The program over a store with a passphrase."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from so_tui.domain.state import AppState
from so_tui.storage.store import Store
from so_tui.storage.vault.vault import new_recovery_key, switch_on, unlock
from so_tui.ui.app import SecondOpinionApp
from tests.support.vault import quick_locks
from tests.ui.support import NOW, Session, fill_store, wait_for

PASSPHRASE = "four plain wörds here"


def fill_locked(folder: Path, state: AppState) -> None:
    """Put a state into the store of a directory, and lock it."""
    fill_store(folder, state)
    with quick_locks():
        switch_on(folder, PASSPHRASE, new_recovery_key())


def locked_on_disk(folder: Path) -> AppState:
    """Return the state as one with the passphrase reads it."""
    with Store.read(folder, unlock(folder, PASSPHRASE)) as store:
        return store.state()


def has_session(folder: Path) -> bool:
    """Return whether any session has the store open."""
    with Store.open(folder, unlock(folder, PASSPHRASE)) as other:
        return bool(other.log.others)


@asynccontextmanager
async def open_locked(
    folder: Path, size: tuple[int, int] = (80, 24), *, mode: str = "home"
) -> AsyncIterator[Session]:
    """Run the program over the locked store in `folder`, and close both at the end."""
    with Store.open(folder, unlock(folder, PASSPHRASE)) as store:
        app = SecondOpinionApp(store, mode=mode, clock=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            await wait_for(pilot, lambda: app.screen.is_mounted, "the first screen")
            await pilot.pause()
            yield Session(app, pilot, store)
