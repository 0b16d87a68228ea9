"""What a check says of the file of the notes: missing or damaged, with a good backup or without."""

import shutil
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.checkup.contents import snapshot
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from tests.support.stored import CASE, note


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory with a good backup."""
    folder = tmp_path / "notes"
    folder.mkdir(mode=0o700)
    for number in (1, 2):
        with Store.open(folder) as store:
            store.commit([Put(CASE), Put(note(number))])
    assert [*(folder / "backups").iterdir()]
    return folder


def code(folder: Path) -> str:
    """Return the code of what is found about the file."""
    (finding,) = snapshot(folder, PLAIN)
    return finding.code


def test_a_missing_file_is_told_from_a_damaged_one(folder: Path) -> None:
    path = folder / "store.json"
    assert code(folder) == "check.snapshot.fine"
    path.write_bytes(path.read_bytes()[:-9])
    assert code(folder) == "check.snapshot.damaged"
    path.unlink()
    assert code(folder) == "check.snapshot.gone"


def test_without_a_backup_the_advice_is_another(folder: Path) -> None:
    shutil.rmtree(folder / "backups")
    (folder / "store.json").write_bytes(b"{")
    assert code(folder) == "check.snapshot.damaged_for_good"
