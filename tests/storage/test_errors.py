"""What is said when a place in the data directory cannot be written to."""

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from so_tui.storage.errors import cannot_write
from tests.support.faults import in_child

NOBODY = 65534


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A directory that any user can look into, which one of pytest is not."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


def test_a_closed_file_is_told_from_a_closed_folder(open_place: Path) -> None:
    folder = open_place / "notes"
    folder.mkdir()
    file = folder / "store.json"
    file.touch(mode=0o444)

    def said(rights: int) -> tuple[str, Path]:
        folder.chmod(rights)
        if os.geteuid() == 0:  # who may do everything
            os.setuid(NOBODY)
        error = cannot_write(OSError(errno.EACCES, "closed", str(file)), folder)
        ((_, place),) = error.values
        assert isinstance(place, Path)
        return error.code, place

    def assert_file_is_named() -> None:
        assert said(0o777) == ("storage.file_not_allowed", file)

    def assert_folder_is_named() -> None:
        assert said(0o555) == ("storage.not_allowed", folder)

    assert in_child(assert_file_is_named) == 0
    assert in_child(assert_folder_is_named) == 0
