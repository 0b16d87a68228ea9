"""The seam where bytes become the content of a file, and back: as they are, or encrypted.

A data directory goes with the seal of its files.
"""

import base64
import re
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import replace_file
from so_tui.storage.disk.inventory import BACKUPS, DAMAGED, FILE, LOCK
from so_tui.storage.seals.age_scrypt import MAGIC


class Seal:
    """Turns plain bytes into the bytes stored on disk; this one leaves them as they are.

    A journal entry or a draft is one line of a file: what `seal` returns for it has no newline.
    """

    def seal(self, content: bytes, context: str) -> bytes:
        """Return the bytes to store.

        Args:
            content: The plain bytes.
            context: Where they will be stored; `open` is given the same context, so that bytes
                moved elsewhere are detected.
        """
        return content

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plain bytes.

        Raises:
            ValueError: They were not sealed by us for this context.
        """
        return sealed


PLAIN = Seal()

WHOLE = ("snapshot", "damaged")
"""Contexts sealed as an age file of their own; every other context is one line of a file."""

_LEAST = 512
_LINE = re.compile(rb"so-tui:(\S+) (\d+)\n")


class AgeSeal(Seal):
    """Seals for the store key and the recovery key, and opens with the store key.

    An age file does not name its recipients. Someone who has read neither key file knows neither
    recipient, and so cannot make a file that opens.

    The snapshot file holds TinyDB's JSON padded with spaces, readable after `age -d`. A line holds,
    in base64, its context and length, followed by the content and the padding. Padding allows four
    lengths between one power of two and the next.
    """

    def __init__(self, identity: str, recovery: str) -> None:
        """Take a secret key, `AGE-SECRET-KEY-1...`, and the public half of another, `age1...`.

        Raises:
            ValueError: One of them is no such key.
        """
        import pyrage

        try:
            self._identity = pyrage.x25519.Identity.from_str(identity)
            other = pyrage.x25519.Recipient.from_str(recovery)
        except (pyrage.IdentityError, pyrage.RecipientError) as error:
            raise ValueError("not an age key") from error
        self._recipients = [self._identity.to_public(), other]

    def seal(self, content: bytes, context: str) -> bytes:
        """Return the bytes to store; without a newline unless the context is in `WHOLE`."""
        import pyrage

        if context in WHOLE:
            plain = _padded(content) if content.endswith(b"}") else content
            return pyrage.encrypt(plain, self._recipients)
        plain = _padded(b"so-tui:%s %d\n" % (context.encode("utf-8"), len(content)) + content)
        return base64.b64encode(pyrage.encrypt(plain + b"\n", self._recipients))

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plain bytes.

        Raises:
            ValueError: They were not sealed with our keys for this context.
        """
        import pyrage

        is_whole_file = context in WHOLE
        try:
            file = sealed if is_whole_file else base64.b64decode(sealed, validate=True)
            plain = pyrage.decrypt(file, [self._identity])
        except pyrage.DecryptError as error:
            raise ValueError("sealed by someone else, or damaged") from error
        head = _LINE.match(plain)
        if is_whole_file:
            if head:
                raise ValueError("a line in place of a file")
            bare = plain.rstrip(b" ")
            return bare if bare.endswith(b"}") else plain
        if head is None or head[1] != context.encode("utf-8"):
            raise ValueError("sealed for another place")
        return plain[head.end() : head.end() + int(head[2])]


def is_sealed(content: bytes) -> bool:
    """Return whether these are the bytes of an age file."""
    return content.startswith(MAGIC)


def _padded(content: bytes) -> bytes:
    """Return the content padded with spaces, so that its length reveals little."""
    length = max(_LEAST, len(content))
    step = 1 << max(0, length.bit_length() - 3)
    return content.ljust(-(-length // step) * step)


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A data directory; `home / NAME` is the path of what has this name in it.

    Attributes:
        path: The directory.
        seal: Seals and opens its files.
    """

    path: Path
    seal: Seal = PLAIN

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @property
    def snapshot(self) -> Path:
        """The snapshot, which stock TinyDB reads."""
        return self.path / FILE

    @property
    def lock(self) -> Path:
        """The lock that writers take in turn."""
        return self.path / LOCK

    @property
    def backups(self) -> Path:
        """The folder of older snapshots and of copies kept before a change."""
        return self.path / BACKUPS

    @property
    def damaged(self) -> Path:
        """The folder of what could not be read."""
        return self.path / DAMAGED

    def replace(self, path: Path, content: bytes, context: str) -> None:
        """Atomically replace a file in it with this content, sealed for its context.

        Raises:
            OSError: It could not be written; the file is unchanged.
        """
        replace_file(path, self.seal.seal(content, context))
