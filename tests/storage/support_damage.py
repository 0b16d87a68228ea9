"""A small store whose session was killed, and ways to damage the bytes of its files."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from so_tui.domain.state import Drop, Put
from so_tui.storage.store import Store
from tests.support.faults import in_processes
from tests.support.stored import CASE, DOCTOR, note


def leave_open(folder: Path) -> None:
    """Make changes and end the session without a word, as a kill does."""
    child = os.fork()
    if child == 0:
        store = Store.open(folder)
        store.commit([Put(note(1))])
        store.commit([Put(note(2)), Drop(DOCTOR)])
        store.drafts.put("note", "half a li")
        store.drafts.flush()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store with a snapshot, a backup, a journal and drafts."""
    folder = tmp_path / "small"
    folder.mkdir()
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
    leave_open(folder)
    return folder


def cut(good: bytes) -> Iterator[bytes]:
    """Yield the bytes cut off before each of them."""
    for end in range(len(good)):
        yield good[:end]


def flipped(good: bytes, bits: range) -> Iterator[bytes]:
    """Yield the bytes with each of these bits changed in turn."""
    for bit in bits:
        content = bytearray(good)
        content[bit // 8] ^= 1 << bit % 8
        yield bytes(content)


def foreign(good: bytes) -> Iterator[bytes]:
    """Yield what was never written by this program, and what a failing disk leaves."""
    yield from (b"", b"\n", b" ", b"null", b"null\n", b"{}", b"[]", b"0", b'{"_default": {}}')
    yield from (b"\0" * len(good), b"\xff" * len(good), b"\0" + good, good + b"\0")
    yield from (b"\x1f\x8b\x08" + good, b"<<<<<<< HEAD\n" + good, b"\xef\xbb\xbf" + good)
    yield from (b"dear diary\n" * 20, good[len(good) // 2 :], good[: len(good) // 2] + b"\0" * 99)


def each(contents: Sequence[bytes], action: Callable[[Path, bytes], None], base: Path) -> None:
    """Do something with each content, on all processors at once, each with its own copy."""
    shares = os.cpu_count() or 1

    def do(share: int) -> None:
        folder = shutil.copytree(base, base.with_name(f"copy-{share}"))
        for content in contents[share::shares]:
            action(folder, content)

    troubles = in_processes(do, shares)
    assert not troubles, "\n".join(troubles)
