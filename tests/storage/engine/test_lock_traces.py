"""What shows that notes are, or were, locked."""

import base64
from pathlib import Path

import pytest

from so_tui.storage.seals.age_scrypt import MAGIC
from so_tui.storage.seals.vault_keys import has_locked_files

LINE = base64.b64encode(MAGIC)


@pytest.mark.parametrize("place", ["backups", "journal", "drafts"])
@pytest.mark.parametrize(
    ("start", "locked"),
    [
        (MAGIC + b"-> X25519", True),
        (b"01234567 " + LINE, True),
        (b'01234567 {"number": 1}', False),
        (b"0123456 " + LINE, False),
        (b"", False),
    ],
)
def test_a_file_that_starts_as_a_locked_one_is_a_trace(
    tmp_path: Path, place: str, start: bytes, locked: bool
) -> None:
    (tmp_path / place).mkdir()
    (tmp_path / place / "plain").write_bytes(b"01234567 {}\n")
    (tmp_path / place / "some").write_bytes(start)
    assert has_locked_files(tmp_path) is locked


def test_a_recovery_key_file_is_a_trace_and_an_empty_folder_is_none(tmp_path: Path) -> None:
    assert not has_locked_files(tmp_path)
    (tmp_path / "recovery.age").write_bytes(b"")
    assert has_locked_files(tmp_path)
