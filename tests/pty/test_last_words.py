"""What the shell is told when the program has ended: what is so then, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from so_tui.demo.case import demo_state
from tests.support.read_only import Drive, drive
from tests.support.terminal import Terminal, so_tui
from tests.ui.support import TODAY, fill_store

F9, SAVE, QUIT = "\x1b[20~", "\x13", "\x11"
CANNOT = "isreadonly"
STAYS = "staysinthiswindow"


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Drive]:
    """A drive with the demo's notes that can only be read."""
    with drive(tmp_path / "drive") as found:
        fill_store(found.folder, demo_state(TODAY))
        found.close()
        yield found


def left(terminal: Terminal) -> str:
    """Leave, and return what stands on the terminal then, without blanks."""
    terminal.send(QUIT)
    assert terminal.wait() == 0
    return "".join(terminal.text().split())  # a long line is broken anywhere


def test_a_folder_that_still_cannot_be_written_to(closed: Drive) -> None:
    with Terminal(so_tui("visit", "--data-dir", str(closed.folder)), size=(200, 24)) as terminal:
        terminal.wait_for("can read your notes")
        said = left(terminal)
    assert CANNOT in said
    assert STAYS not in said


def test_after_the_notes_were_taken_elsewhere(closed: Drive, tmp_path: Path) -> None:
    place = tmp_path / "else where"
    with Terminal(so_tui("visit", "--data-dir", str(closed.folder)), size=(200, 24)) as terminal:
        terminal.wait_for("can read your notes")
        terminal.send("one\r")
        terminal.wait_for("NOT SAVED")
        terminal.send(F9)
        terminal.wait_for("Folder")
        terminal.send(f"{place}{SAVE}")
        terminal.wait_for("Everything is saved in")
        said = left(terminal)
    assert f"so-tui--data-dir'{place}'".replace(" ", "") in said
    assert CANNOT not in said
