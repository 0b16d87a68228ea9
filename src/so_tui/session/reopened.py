"""Opening a store again, here or elsewhere: all that waits for a disk, for another thread."""

from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.session.wording import sentence_of
from so_tui.storage.backup.locked_copies import Keys
from so_tui.storage.backup.moving import keys_to_take, write_elsewhere
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.seals.vault_keys import is_locked
from so_tui.storage.store import Store


@dataclass(frozen=True, slots=True)
class Reopened:
    """A store that was opened in another thread.

    Attributes:
        store: The store.
        locked: Whether it has a passphrase.
        keys: The files that have to go along when it is written elsewhere.
    """

    store: Store
    locked: bool
    keys: Keys


def _open(folder: Path, seal: Seal) -> Reopened:
    store = Store.open(folder, seal, sentence_of)
    return Reopened(store, is_locked(folder), keys_to_take(store))


def reopen(folder: Path, passphrase: str) -> Reopened:
    """Open the store of a directory again.

    Raises:
        WrongPassphrase: It is neither the passphrase nor the recovery key.
        StoreError: It cannot be opened.
    """
    from so_tui.storage.vault.vault import unlock

    return _open(folder, unlock(folder, passphrase) if is_locked(folder) else PLAIN)


def write_and_open(old: Store, keys: Keys, folder: Path) -> Reopened:
    """Write a whole store to another directory, and open it there.

    Raises:
        StoreError: It cannot be written or opened there.
    """
    return _open(write_elsewhere(old, keys, folder), old.seal)
