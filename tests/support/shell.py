"""One command from a shell, and a small case that it can be about."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

from so_tui.domain.case import Case
from so_tui.domain.encounters import Encounter
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState, Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.pty import home_env
from tests.support.terminal import so_tui

CASE = Case(
    id="0000000000c1", title=Clean("A lump"), patient=Clean("Ruth"), opened=date(2026, 11, 1)
)
DOCTOR = Doctor(id="0000000000d1", case_id=CASE.id, name=Clean("Dr Lee"))
SOON = date.today() + timedelta(days=20)
VISIT = Encounter(id="0000000000e1", case_id=CASE.id, doctor_id=DOCTOR.id, day=SOON)


def run_bytes(
    folder: Path, *words: str | bytes, sent: bytes | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run the program on a data directory and return what it printed, and its exit code.

    Args:
        folder: The data directory.
        words: What stands after the program's name.
        sent: What is on its standard input; None for that of the tests.
    """
    return subprocess.run(
        [*so_tui(), *words, "--data-dir", str(folder)],
        input=sent,
        capture_output=True,
        check=False,
        timeout=60,
        env={**home_env(folder.parent), "PATH": "/usr/bin:/bin"},
    )


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the program as `run_bytes` does, and return what it printed as text."""
    done = run_bytes(folder, *words)
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def state_in(folder: Path) -> AppState:
    """Return what is kept in a data directory."""
    return Store.read(folder).state()


def keep_case(folder: Path) -> Path:
    """Keep a case with a visit to come, and return the data directory."""
    with Store.open(make_data_dir(folder)) as store:
        store.commit([Put(CASE), Put(DOCTOR), Put(VISIT)])
    return folder
