"""The key files of a locked store, opening them, and telling whether notes are locked."""

import base64
import os
import re
import unicodedata
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import close_quietly, names_in, open_plain, read_plain_file
from so_tui.storage.disk.inventory import BACKUPS, DRAFTS, FILE, JOURNAL
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.age_scrypt import MAGIC
from so_tui.storage.seals.seal import AgeSeal

IDENTITY = "identity.age"
"""The keys, encrypted with the passphrase: an age identity file that any `age` reads."""
RECOVERY = "recovery.age"
"""The same keys, encrypted for the recovery key."""

SEALED_LINE = base64.b64encode(MAGIC[:18])
"""How the body of a sealed line begins."""
SUM = 9
"""Bytes of a line before its body: checksum and space."""

_SECRET = "AGE-SECRET-KEY-1"
_GROUP = 4
_LENGTH = 58


class WrongPassphrase(StoreError):
    """The notes are locked, and the passphrase or recovery key given does not open them."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class Keys:
    """The content of the key files.

    Attributes:
        identity: The secret key of the store, `AGE-SECRET-KEY-1...`.
        recovery: The public half of the recovery key, `age1...`.
        created: When they were made (local time, ISO form).
    """

    identity: str
    recovery: str
    created: str

    def __repr__(self) -> str:
        return "Keys(...)"

    def seal(self) -> AgeSeal:
        """Return the seal for these keys."""
        return AgeSeal(self.identity, self.recovery)

    def to_bytes(self) -> bytes:
        """Return them as an age identity file."""
        lines = f"# created: {self.created}", f"# recovery: {self.recovery}", self.identity
        return ("\n".join(lines) + "\n").encode("ascii")


def _read_keys(content: bytes) -> Keys:
    """Return the keys in an age identity file.

    Raises:
        ValueError: It does not hold them.
    """
    text = content.decode("ascii")
    notes = dict(re.findall(r"^# (\w+): (.*)$", text, re.MULTILINE))
    secret = re.search(rf"^{_SECRET}\w+$", text, re.MULTILINE)
    if secret is None or "recovery" not in notes:
        raise ValueError("no keys")
    return Keys(secret[0], notes["recovery"], notes.get("created", ""))


def new_recovery_key() -> str:
    """Return a new recovery key, `AGE-SECRET-KEY-1...`; it is not stored."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def groups_of(recovery_key: str) -> list[str]:
    """Return the variable part of a recovery key, in groups of four letters."""
    rest = recovery_key.removeprefix(_SECRET)
    return [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]


def read_recovery_key(secret: str) -> str | None:
    """Return the recovery key that somebody typed, or None if it is not one.

    Spaces, lower case and a missing `AGE-SECRET-KEY-1` are accepted.
    """
    import pyrage

    bare = "".join(secret.split()).upper().removeprefix(_SECRET)
    if len(bare) != _LENGTH or not bare.isascii() or not bare.isalnum():
        return None
    try:
        return str(pyrage.x25519.Identity.from_str(_SECRET + bare))
    except pyrage.IdentityError:
        return None


def make_keys(recovery_key: str) -> Keys:
    """Return new keys for a store.

    Raises:
        ValueError: It is not a recovery key.
    """
    import pyrage

    secret = read_recovery_key(recovery_key)
    if secret is None:
        raise ValueError("not a recovery key")
    recovery = pyrage.x25519.Identity.from_str(secret).to_public()
    identity = pyrage.x25519.Identity.generate()
    return Keys(str(identity), str(recovery), datetime.now().isoformat(timespec="seconds"))


def identity_file(keys: Keys, passphrase: str) -> bytes:
    """Return the bytes of `IDENTITY`, verified by opening them again.

    Raises:
        WrongPassphrase: The passphrase is empty, or has the form of a recovery key.
        StoreError: There is too little memory, or what was made does not open.
    """
    secret = _normal(passphrase)
    if not secret:
        raise WrongPassphrase("lock.empty")
    if read_recovery_key(passphrase) is not None:  # it would be tried as one
        raise WrongPassphrase("lock.is_key")
    try:
        content = age_scrypt.lock(keys.to_bytes(), secret)
        opened = age_scrypt.unlock(content, secret)
    except MemoryError:
        raise StoreError("lock.no_memory") from None
    except ValueError:
        opened = b""
    if opened != keys.to_bytes():
        raise StoreError("lock.key_not_made")
    return content


def recovery_file(keys: Keys) -> bytes:
    """Return the bytes of `RECOVERY`."""
    import pyrage

    return pyrage.encrypt(keys.to_bytes(), [pyrage.x25519.Recipient.from_str(keys.recovery)])


def open_keys(folder: Path, secret: str) -> Keys:
    """Return the keys of a store locked with this passphrase or recovery key.

    Raises:
        WrongPassphrase: It is neither.
        StoreDamaged: The key file is missing, damaged, or asks for too much work.
        StoreError: The key file cannot be read, or there is too little memory.
    """
    key = read_recovery_key(secret)
    if key is not None and not os.path.lexists(folder / RECOVERY):
        key = None
    path = folder / (IDENTITY if key is None else RECOVERY)
    content = read_plain_file(path)
    if content is None:
        raise StoreDamaged("lock.key_gone", file=path)
    try:
        if key is None:
            return _read_keys(age_scrypt.unlock(content, _normal(secret)))
        return _read_keys(_decrypted(content, key))
    except MemoryError:
        raise StoreError("lock.no_memory") from None
    except ValueError as error:
        if key is not None:
            raise WrongPassphrase("lock.wrong_key") from None
        if isinstance(error, age_scrypt.WrongKey):
            raise WrongPassphrase("lock.wrong") from None
        too_much = isinstance(error, age_scrypt.TooMuchWork)
        code = "lock.too_much_work" if too_much else "lock.key_damaged"
        raise StoreDamaged(code, file=path) from None


def _decrypted(content: bytes, recovery_key: str) -> bytes:
    import pyrage

    try:
        return pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(recovery_key)])
    except pyrage.DecryptError as error:
        # A wrong key and a damaged file look alike: age does not name the recipients of a file.
        raise ValueError("opened by another key, or damaged") from error


def _normal(passphrase: str) -> bytes:
    """Return the bytes of a passphrase, normalized so that accents may be typed in any form."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def is_locked(folder: Path) -> bool:
    """Return whether the passphrase or the recovery key is needed to open the store."""
    return os.path.lexists(folder / IDENTITY) or _start_of(folder / FILE).startswith(MAGIC)


def has_locked_files(folder: Path) -> bool:
    """Return whether a key file or a locked file is left in a data directory.

    Anyone who can write to it can remove the key file and put other notes there. Files set aside do
    not count: they may stay locked when the passphrase is removed.

    Raises:
        OSError: A directory cannot be read.
    """
    starts = (
        _start_of(folder / place / name)
        for place in (BACKUPS, JOURNAL, DRAFTS)
        for name in names_in(folder / place)
    )
    return os.path.lexists(folder / RECOVERY) or any(
        start.startswith(MAGIC) or start.startswith(SEALED_LINE, SUM) for start in starts
    )


def _start_of(path: Path) -> bytes:
    with suppress(OSError, StoreDamaged):  # reported when the file is needed
        descriptor = open_plain(path, os.O_RDONLY)
        try:
            return os.read(descriptor, SUM + len(SEALED_LINE))
        finally:
            close_quietly(descriptor)
    return b""
