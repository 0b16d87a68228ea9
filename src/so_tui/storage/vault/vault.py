"""Locking a store with a passphrase, unlocking it, and removing the passphrase."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from zlib import crc32

from so_tui.storage.disk.files import (
    read_plain_file,
    replace_file,
    set_aside,
    sync_directory,
    write_beside,
)
from so_tui.storage.disk.inventory import LOCK, LOCKING, others_files
from so_tui.storage.errors import Notice, StoreError, Wording, notice, reason_of
from so_tui.storage.journal.journal import alone, held
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import PLAIN, AgeSeal, DataDirectory, Seal
from so_tui.storage.seals.vault_keys import (
    IDENTITY,
    RECOVERY,
    Keys,
    identity_file,
    make_keys,
    open_keys,
    read_recovery_key,
    recovery_file,
)
from so_tui.storage.seals.vault_keys import WrongPassphrase as WrongPassphrase
from so_tui.storage.seals.vault_keys import is_locked as is_locked
from so_tui.storage.seals.vault_keys import new_recovery_key as new_recovery_key
from so_tui.storage.vault.replacements import (
    MARK,
    holds_sealed,
    put_all,
    resealed_beside,
    sweep_all,
    tidy,
)


def is_recovery_key(secret: str) -> bool:
    """Return whether this has the form of a recovery key, for whichever store."""
    return read_recovery_key(secret) is not None


def unlock(folder: Path, secret: str) -> Seal:
    """Return the seal of a store locked with this passphrase or recovery key, for `Store.open`.

    With a passphrase it takes about 0.25 s and 128 MiB. An interrupted locking or unlocking is
    completed here: everything is sealed.

    Raises:
        WrongPassphrase: It is neither.
        StoreDamaged: The key file is missing, damaged, or asks for too much work.
        StoreError: A file cannot be read or written, or there is too little memory.
    """
    keys = open_keys(folder, secret)
    home = DataDirectory(folder, keys.seal())
    with suppress(OSError, StoreError):  # only needed for the recovery key
        _mend_recovery(folder, keys)
    if _was_cut_short(home):
        with alone(folder):
            sweep_all(folder)
            put_all(resealed_beside(home, PLAIN, home.seal))
            _end(folder)
    return home.seal


def open_only(folder: Path, secret: str) -> Seal:
    """Return the seal of a locked store, as `unlock` does, but change nothing.

    Raises:
        StoreError: As `unlock` does.
    """
    return open_keys(folder, secret).seal()


def _mend_recovery(folder: Path, keys: Keys) -> None:
    """Rewrite the recovery key file, unless it is known to be intact."""
    with closing(StoreLock(folder / LOCK, read_only=True)) as lock:
        is_whole = _is_recovery_whole(folder, lock)
    if not is_whole:
        with held(folder) as lock:
            if os.path.lexists(folder / IDENTITY) and not _is_recovery_whole(folder, lock):
                _write_recovery(folder, keys, lock)


def _is_recovery_whole(folder: Path, lock: StoreLock) -> bool:
    content = read_plain_file(folder / RECOVERY)
    return content is not None and crc32(content) == lock.key_sum


def _write_recovery(folder: Path, keys: Keys, lock: StoreLock) -> None:
    content = recovery_file(keys)
    replace_file(folder / RECOVERY, content)
    lock.note_key(content)


def switch_on(
    folder: Path, passphrase: str, recovery_key: str, wording: Wording = str
) -> list[Notice]:
    """Lock a store with a passphrase; from then on all its files are sealed.

    If killed at any moment, it leaves a store that opens without the passphrase, or with it.

    Args:
        folder: An existing directory, as `paths.data_dir` returns it.
        passphrase: Will open the store.
        recovery_key: Will open it too, from `new_recovery_key`; it is not stored.
        wording: Words what is left in the files for the user to read.

    Returns:
        What the user should know.

    Raises:
        StoreInUse: A writer has it open.
        WrongPassphrase: The passphrase is empty.
        ValueError: It is not a recovery key.
        StoreError: It is already locked, or could not be written; nothing was changed, or the
            state is as after a kill.
    """
    with _alone(folder, locked=False):
        pass  # report early; checked again before the files change
    keys = make_keys(recovery_key)
    identity, home = identity_file(keys, passphrase), DataDirectory(folder, keys.seal())
    notices = tidy(DataDirectory(folder), wording)
    recovery = recovery_file(keys)
    with _alone(folder, locked=False) as lock, _changing(home):
        replacements = resealed_beside(home, PLAIN, home.seal)
        files = {folder / RECOVERY: recovery, folder / IDENTITY: identity}
        keys_first = [(write_beside(path, files[path], MARK), path) for path in files]
        put_all([*keys_first, *replacements])
        lock.note_key(recovery)
    with suppress(OSError):  # everything is locked by now
        names = ", ".join(str(path.relative_to(folder)) for path in others_files(folder))
        notices += [notice("lock.beside.readable", names=names)] if names else []
    lasting = notice("lock.locked.disk"), notice("lock.locked.copies"), notice("lock.locked.lost")
    return [*notices, *lasting]


def switch_off(folder: Path, seal: Seal, wording: Wording = str) -> None:
    """Remove the passphrase: all files become plain again, private to their owner.

    If killed at any moment, it leaves a store that opens with the passphrase, or without it.
    Damaged files that the seal does not open stay sealed, and the key file is set aside with them.

    The arguments are those of `switch_on`, and the seal that `unlock` returned.

    Raises:
        StoreInUse: A writer has it open.
        StoreError: It is not locked, or could not be written; nothing was changed, or the state
            is as after a kill.
    """
    if not isinstance(seal, AgeSeal):
        raise StoreError("lock.not_locked")
    with _alone(folder, locked=True):
        pass
    home = DataDirectory(folder, seal)
    tidy(home, wording)
    with _alone(folder, locked=True), _changing(home):
        put_all(resealed_beside(home, home.seal, PLAIN))
        if holds_sealed(folder):
            set_aside(folder / IDENTITY, home.damaged)
        else:
            os.unlink(folder / IDENTITY)
        (folder / RECOVERY).unlink(missing_ok=True)
        sync_directory(folder)


def change_passphrase(folder: Path, old: str, new: str) -> None:
    """Change the passphrase of the store, in a time that does not depend on its size.

    Copies of the folder made earlier still open with the old one.

    The old one may also be the recovery key.

    Raises:
        WrongPassphrase: The old one is wrong, or the new one is empty.
        StoreInUse: Another process is changing the files.
        StoreDamaged: The key file is missing, damaged, or asks for too much work.
        StoreError: It could not be written; the old one still opens the store.
    """
    keys = open_keys(folder, old)
    content = identity_file(keys, new)
    with held(folder) as lock:
        if not is_locked(folder):
            raise StoreError("lock.not_locked")
        if not _is_recovery_whole(folder, lock):
            _write_recovery(folder, keys, lock)
        replace_file(folder / IDENTITY, content)


@contextmanager
def _alone(folder: Path, *, locked: bool) -> Iterator[StoreLock]:
    """Keep all writers out; fail if someone has locked or unlocked the store meanwhile."""
    with alone(folder) as lock:
        if not locked and is_locked(folder):
            raise StoreError("lock.locked_already")
        if locked and not os.path.lexists(folder / IDENTITY):
            raise StoreError("lock.not_locked")
        yield lock


@contextmanager
def _changing(home: DataDirectory) -> Iterator[None]:
    """Leave the `LOCKING` marker if the block fails and the store is locked."""
    try:
        home.replace(home / LOCKING, b"", LOCKING)
        yield
        _end(home.path)
    except BaseException as error:
        if not os.path.lexists(home / IDENTITY):
            _end(home.path)
        elif isinstance(error, OSError):
            raise StoreError("lock.half_way", reason=reason_of(error)) from error
        raise


def _end(folder: Path) -> None:
    (folder / LOCKING).unlink(missing_ok=True)
    sync_directory(folder)


def _was_cut_short(home: DataDirectory) -> bool:
    content = read_plain_file(home / LOCKING)
    try:
        return content is not None and home.seal.open(content, LOCKING) == b""
    except ValueError:  # not ours
        return False
