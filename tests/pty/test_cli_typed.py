"""`so-tui note add -` typed by a person: each line is kept as it is entered."""

from pathlib import Path

import pytest

from tests.support.shell import keep_case, state_in
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

CTRL_C, CTRL_D = "\x03", "\x04"


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with a case and a visit to come."""
    return keep_case(data_dir)


def notes_in(folder: Path) -> set[str]:
    return {note.text for note in state_in(folder).notes.values()}


def test_each_line_is_kept_as_it_is_entered_and_ctrl_c_loses_none(kept: Path) -> None:
    with Terminal(so_tui("note", "add", "-", "--data-dir", str(kept))) as term:
        term.wait_for("To finish, press Ctrl+D")
        term.send("first line\n")
        term.wait_for(": first line")
        assert notes_in(kept) == {"first line"}
        term.send("second line\n")
        term.wait_for(": second line")
        term.send("half a li")
        term.wait_for("half a li")
        term.send(CTRL_C)
        assert term.wait() == 130
    assert notes_in(kept) == {"first line", "second line"}


def test_ctrl_d_ends_it(kept: Path) -> None:
    with Terminal(so_tui("note", "add", "-", "--data-dir", str(kept))) as term:
        term.wait_for("To finish, press Ctrl+D")
        term.send("! only line\n")
        term.wait_for(": only line")
        term.send(CTRL_D)
        assert term.wait() == 0
    assert notes_in(kept) == {"only line"}


def test_a_line_that_drops_loses_none(kept: Path) -> None:
    with Terminal(so_tui("task", "add", "-", "--data-dir", str(kept))) as term:
        term.wait_for("To finish, press Ctrl+D")
        term.send("pack\n")
        term.wait_for("Added: pack")
        term.hangup()
        term.wait()
    assert [task.text for task in state_in(kept).tasks.values()] == ["pack"]


def test_a_field_takes_what_is_typed_up_to_ctrl_d(kept: Path) -> None:
    command = so_tui("visit", "set", "Lee", "--place", "-", "--data-dir", str(kept))
    with Terminal(command) as term:
        term.wait_for("To finish, press Ctrl+D")
        term.send("Room 4\n")
        term.send(CTRL_D)
        assert term.wait() == 0
    assert [visit.place for visit in state_in(kept).visits.values()] == ["Room 4"]


def test_what_was_found_is_said_in_full_after_leaving(kept: Path) -> None:
    (kept / "store.json").chmod(0o644)
    kept.chmod(0o755)
    with Terminal(so_tui("--data-dir", str(kept)), size=(200, 24)) as term:
        term.wait_for("A lump")
        term.wait_for("could be read by other users")
        term.send("\x11")
        assert term.wait() == 0
        term.wait_for(f"so-tui: The folder {kept} could be read by other users")
    assert (kept / "store.json").stat().st_mode & 0o077 == 0
