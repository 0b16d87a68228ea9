"""The command line in a real terminal."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.stored import CASE
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

QUIT = "\x11"  # ctrl+q


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory that holds a case."""
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE)])
    return data_dir


def test_a_dumb_terminal_gets_plain_lines(kept: Path) -> None:
    env = {"TERM": "dumb", "SO_TUI_HOME": str(kept)}
    with Terminal(so_tui(), env=env) as term:
        assert term.wait() == 0
        assert "Second Opinion: A lump" in term.text()
        assert b"\x1b" not in term.raw


def test_a_second_session_opens_and_sees_what_the_first_one_saves(kept: Path) -> None:
    with Store.open(kept) as store, Terminal(so_tui("--data-dir", str(kept))) as term:
        term.wait_for("A lump")
        case = store.state().case
        assert case is not None
        store.commit([Put(replace(case, title=Clean("Another word")))])
        term.wait_for("Another word")
        term.send(QUIT)
        assert term.wait() == 0


def test_a_damaged_store_is_exit_code_5(kept: Path) -> None:
    (kept / "store.json").write_text("")
    shutil.rmtree(kept / "backups")
    with Terminal(so_tui("visit", "--data-dir", str(kept))) as term:
        assert term.wait() == 5
        assert "is damaged" in term.text()


def test_a_visit_without_a_case_is_exit_code_3() -> None:
    with Terminal(so_tui("visit")) as term:
        assert term.wait() == 3
        assert "There is no case yet" in term.text()


def test_the_program_opens_and_leaves(kept: Path) -> None:
    with Terminal(so_tui("--no-mouse", "--data-dir", str(kept))) as term:
        term.wait_for("A lump")
        assert 1049 in term.modes
        assert not {1000, 1003, 1006} & term.modes
        term.send(QUIT)
        assert term.wait() == 0
        assert 1049 not in term.modes


def test_the_made_up_case_says_that_it_is_gone(tmp_path: Path) -> None:
    with Terminal(so_tui("demo"), env={"TMPDIR": str(tmp_path)}) as term:
        term.wait_for("made-up")
        assert len(list(tmp_path.iterdir())) == 1
        term.send(QUIT)
        assert term.wait() == 0
        assert "nothing was saved" in term.text()
    assert list(tmp_path.iterdir()) == []


def test_a_visit_opens_in_live_notes_under_the_name_given() -> None:
    with Terminal(so_tui("demo", "--data-dir", "kept")) as term:
        term.wait_for("made-up")
        term.send(QUIT)
        assert term.wait() == 0
        command = so_tui("visit", "--as", "Zelda", "--data-dir", str(term.home / "kept"))
        with Terminal(command) as visit:
            visit.wait_for("Zelda")
            visit.send("the first line\r")
            visit.wait_for("the first line")
            visit.send(QUIT)
            assert visit.wait() == 0
        notes = Store.read(term.home / "kept").state().notes.values()
        assert [n.author for n in notes if n.text == "the first line"] == ["Zelda"]


def test_a_name_that_was_given_holds_for_that_run_alone(kept: Path) -> None:
    folder = str(kept)
    with Store.open(kept) as store:
        store.commit([Put(replace(CASE, patient=Clean("Ruth")), CASE)])
    with Terminal(so_tui("visit", "--as", "Zelda", "--data-dir", folder)) as visit:
        visit.wait_for("Typing: Zelda")
        visit.send(QUIT)
        assert visit.wait() == 0
    with Terminal(so_tui("--data-dir", folder)) as later:
        later.wait_for("Typing: Ruth")
        assert "Zelda" not in later.text()
        later.send(QUIT)
        assert later.wait() == 0
