"""The check in a real terminal, and in tmux; and the question before notes are replaced."""

import shutil
import subprocess
from pathlib import Path

import pytest

from so_tui.cli.check import check_tmux
from so_tui.domain.state import Put
from so_tui.session.wording import sentence_of
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.stored import CASE
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

TMUX = shutil.which("tmux") or ""


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory that holds a case."""
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE)])
    return data_dir


def test_it_looks_at_the_terminal_and_breaks_its_lines(kept: Path) -> None:
    with Terminal(so_tui("check", "--data-dir", str(kept)), size=(80, 60)) as term:
        assert term.wait() == 0
        assert "xterm-256color, 80 columns and 60 rows, 16 million colours." in term.text()
        assert "Everything is in order." in term.text()
        assert b"\x1b" not in term.raw


@pytest.mark.parametrize(
    ("size", "term_name", "said"),
    [((50, 60), "xterm", "LOOK     terminal"), ((80, 60), "dumb", "plain lines only")],
)
def test_a_terminal_that_is_too_small_or_too_plain_needs_a_look(
    kept: Path, size: tuple[int, int], term_name: str, said: str
) -> None:
    command = so_tui("check", "--data-dir", str(kept))
    with Terminal(command, size=size, env={"TERM": term_name}) as term:
        assert term.wait() == 7
        assert said in term.text()


@pytest.mark.skipif(not TMUX, reason="tmux is not installed")
@pytest.mark.parametrize(("wait", "state"), [(10, CheckState.OK), (500, CheckState.LOOK)])
def test_tmux_is_asked_how_long_it_waits_after_esc(
    tmp_path: Path, wait: int, state: CheckState
) -> None:
    server = [TMUX, "-S", str(tmp_path / "socket"), "-f", "/dev/null"]
    subprocess.run([*server, "new-session", "-d", "cat"], check=True)
    try:
        subprocess.run([*server, "set", "-sg", "escape-time", str(wait)], check=True)
        found = check_tmux({"TMUX": f"{tmp_path / 'socket'},0,0", "PATH": str(Path(TMUX).parent)})
        assert found.state is state
        assert f"{wait} ms" in sentence_of(found)
    finally:
        subprocess.run([*server, "kill-server"], check=True)


def test_a_tmux_that_does_not_answer_is_not_known(tmp_path: Path) -> None:
    gone = {"TMUX": f"{tmp_path / 'nobody'},0,0", "PATH": str(Path(TMUX or "/bin/x").parent)}
    assert check_tmux(gone).state is CheckState.UNKNOWN
    assert check_tmux({"STY": "1.pts"}).state is check_tmux({}).state is CheckState.OK


def test_in_a_terminal_it_asks_before_notes_are_replaced(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    made = so_tui("backup", str(copy), "--data-dir", str(kept))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    command = so_tui("restore", str(copy), "--data-dir", str(kept))
    for answer, code in (("no", 1), ("yes", 0)):
        with Terminal(command, size=(300, 24)) as term:
            term.wait_for("Type yes to do so:")
            term.send(f"{answer}\r")
            assert term.wait() == code
            found = "Everything is back from" if code == 0 else "There are notes in the folder"
            assert found in term.text()
    assert len(list((kept / "backups").glob("before-restore-*"))) == 1
