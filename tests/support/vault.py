"""A store with words in every place that a store has, to be locked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.domain.notes import Note
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.seals import age_scrypt
from so_tui.storage.store import Store
from tests.support.stored import CASE

CANARY = "canary-in-a-coal-mine"
"""Stands in every text of the store, so that a search for it finds what lies in the open."""

PASSPHRASE = "four words of Zoë"


def note(number: int, text: str = "said") -> Note:
    """Return a note that holds the canary."""
    return Note(
        id=f"{number:012x}",
        case_id=CASE.id,
        visit_id="0000000000e1",
        at=datetime(2026, 11, 23, 14, 30),
        author=Clean("Maria"),
        text=Clean(text if text != "said" else f"{CANARY} {number}"),
    )


@contextmanager
def quick_locks() -> Iterator[None]:
    """Let a passphrase take little work: that of a store locked meanwhile, also for any reader."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(age_scrypt, "WORK", 8)
        yield


def used_store(folder: Path) -> Path:
    """Fill a store: a snapshot, backups, trash, a setting, damaged files, and a dead session.

    The last session was killed: its journal, its drafts and half-written files lie there.
    """
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1)), Put(note(2))])
        store.checkpoint()
        store.commit([Drop(note(2)), Put(note(3))])
        store.set_setting("theme", CANARY)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            store = Store.open(folder)
            store.commit([Put(note(4))])
            store.drafts.put("line", f"half a line {CANARY}")
            assert store.drafts.flush()
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    (folder / "damaged").mkdir(mode=0o700)
    for place in (folder / "damaged/store.json", folder / "store.json.123456789abc.tmp"):
        place.write_bytes(f"not much left of {CANARY} ".encode())
        place.chmod(0o600)
    return folder


def plain_files(folder: Path) -> list[str]:
    """Return the files below a directory that hold the canary in the open, and their names."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if CANARY in path.name or (path.is_file() and CANARY.encode() in path.read_bytes())
    ]
