"""A drive that can be closed to writing and opened again, for root and everybody else."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Drive:
    """A place for a store that `close` makes read only.

    Root may write whatever the modes say, so root gets a small disk of its own.

    Attributes:
        folder: The data directory on it.
    """

    def __init__(self, place: Path, *, mounted: bool) -> None:
        self.folder = place / "notes"
        self._place = place
        self._mounted = mounted

    def close(self) -> None:
        """Let nothing be written."""
        self._switch("ro", 0o500, 0o400)

    def open(self) -> None:
        """Let everything be written again."""
        self._switch("rw", 0o700, 0o600)

    def _switch(self, how: str, folder_mode: int, file_mode: int) -> None:
        if self._mounted:
            command = ["mount", "-o", f"remount,{how}", str(self._place)]
            subprocess.run(command, check=True)
            return
        self.folder.chmod(0o700)
        for path in self.folder.rglob("*"):
            path.chmod(folder_mode if path.is_dir() else file_mode)
        self.folder.chmod(folder_mode)


@contextmanager
def drive(place: Path) -> Iterator[Drive]:
    """Give a drive at `place`; the test is skipped where root may not mount one."""
    place.mkdir(exist_ok=True)
    if os.geteuid():
        found = Drive(place, mounted=False)
        try:
            yield found
        finally:
            if found.folder.exists():
                found.open()
        return
    command = ["mount", "-t", "tmpfs", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("root may not mount a disk here, and writes whatever the modes say")
    try:
        yield Drive(place, mounted=True)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
