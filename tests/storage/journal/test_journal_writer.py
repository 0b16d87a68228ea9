"""A journal that another program changes under an open window: the next line is not lost in it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.store import Store
from tests.support.stored import CASE, note


def truncate(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size - 5)


def extend(journal: Path) -> None:
    with open(journal, "ab") as file:
        file.write(b"of another program")


def put_a_copy_in_its_place(journal: Path) -> None:
    content = journal.read_bytes()
    journal.unlink()
    journal.write_bytes(content)


def remove_the_folder(journal: Path) -> None:
    shutil.rmtree(journal.parent)


@pytest.mark.parametrize("polled", [False, True])
@pytest.mark.parametrize("saved", [0, 2])
@pytest.mark.parametrize(
    "change", [Path.unlink, truncate, extend, put_a_copy_in_its_place, remove_the_folder]
)
def test_what_is_saved_after_it_was_changed_is_there(
    tmp_path: Path, change: Callable[[Path], None], saved: int, polled: bool
) -> None:
    folder, copy = tmp_path / "notes", tmp_path / "copy"
    folder.mkdir()
    with Store.open(folder) as store:
        store.commit([Put(CASE)])
        store.checkpoint()
        notes = [note(number) for number in range(saved + 2)]
        for each in notes[:saved]:
            store.commit([Put(each)])
        (journal,) = (folder / "journal").iterdir()
        change(journal)
        if polled:
            store.refresh()
        store.write_as("Maria")
        for each in notes[saved:]:
            store.commit([Put(each)])
        shutil.copytree(folder, copy)  # as a power cut would leave it
        if change is extend:
            assert journal.read_bytes().endswith(b"of another program")
    with Store.open(copy) as store:
        assert set(store.entities()) == {CASE, *notes}
