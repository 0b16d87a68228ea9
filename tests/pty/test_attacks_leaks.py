"""No word of the user is left where others find it: tracebacks, logs, cores, files, sockets."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.pty.apps import failing
from tests.pty.support_companion import Companion
from tests.pty.support_keys import QUIT
from tests.support.stored import CASE, note
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

STORED, HALF = "CANARY-stored", "CANARY-half"
F12, COPY, CUT, TO_START = "\x1b[24~", "\x03", "\x18", "\x1b[1;2H"
TALKATIVE = {
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONUNBUFFERED": "1",
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_PRESS": "ctrl+q",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_SLOW_THRESHOLD": "100",
}
"""What makes Python and Textual say more than they should; relative names are in the home."""


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with a case, a note and half a line."""
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE), Put(note(1, STORED))])
        store.drafts.put("notes.line", HALF)
        store.drafts.flush()
    return data_dir


def with_limits(umask: str = "022") -> list[str]:
    """Return the command that runs another one with cores allowed and this umask."""
    return ["sh", "-c", f'ulimit -c unlimited; umask {umask}; exec "$@"', "sh"]


START = """
import sys
from pathlib import Path
from so_tui.terminal.environment import prepare
prepare()
from tests.pty.apps.failing import main
sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
"""
"""Starts the app as the program is started: the surroundings first, then Textual."""


@contextmanager
def failing_app(kept: Path, kind: str, umask: str = "022") -> Iterator[Terminal]:
    argv = [*with_limits(umask), sys.executable, "-c", START, str(kept), kind]
    env = {**TALKATIVE, "PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal(argv, env=env) as terminal:
        terminal.wait_for("[1 Home]")
        yield terminal


def left_in(folder: Path) -> list[str]:
    """Return the names of all files below a folder."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("kind", failing.KINDS)
def test_a_failure_anywhere_says_no_word_of_the_user(kept: Path, kind: str) -> None:
    with failing_app(kept, kind) as terminal:
        terminal.send(F12)
        code = terminal.wait()
        assert code == 1
        assert failing.SECRET.encode() not in terminal.raw
        said = terminal.text()
        assert 1049 not in terminal.modes
        assert STORED not in said
        assert HALF not in said
        assert "Traceback" not in said
        assert "it had to stop" in said
        assert left_in(terminal.home) == []
    logs = list(kept.glob("crash-*.txt"))
    assert logs
    for log in logs:
        text = log.read_text()
        assert "CANARY" not in text
        assert log.stat().st_mode & 0o777 == 0o600
    assert "ValueError" in "".join(log.read_text() for log in logs)
    for path in kept.rglob("*"):
        assert not path.is_file() or failing.SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT])
def test_a_program_that_is_killed_leaves_no_core(kept: Path, number: signal.Signals) -> None:
    with failing_app(kept, "action") as terminal:
        terminal.signal(number)
        assert terminal.wait() == 128 + number
        assert left_in(terminal.home) == []
        assert b"CANARY-passphrase" not in terminal.raw
    assert not list(kept.glob("core*"))


@pytest.mark.parametrize("umask", ["000", "022", "077"])
def test_all_files_are_for_their_owner_alone(kept: Path, umask: str) -> None:
    shutil.rmtree(kept)
    with failing_app(kept, "action", umask) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump", "Ruth", "Dr. Abel")
        companion.press("p")
        companion.sees("Doctors (the first one")
        companion.press("d" + HALF)
        companion.sees(HALF)
        terminal.send(F12)
        assert terminal.wait() == 1
    exported = kept.with_name("exported.json")
    command = [*so_tui("export", "--data-dir", str(kept)), ">", str(exported)]
    subprocess.run(f"umask {umask}; {' '.join(command)}", shell=True, check=True)
    found = {
        str(path.relative_to(kept.parent)): path.lstat().st_mode & 0o7777
        for path in (exported, kept, *kept.rglob("*"))
    }
    kinds = {re.sub(r"[\d-].*", "", name) for name in found}
    assert {"store", "exported.json", "store/store.json", "store/lock", "store/crash"} <= kinds
    assert any(name.startswith("store/backups/") for name in found)
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


def traced(calls: str, log: Path, *words: str) -> list[str]:
    """Return the command that runs the program and writes down these system calls."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    # Once the process has hidden its memory, a tracer that is not root cannot read names in it.
    options = ["-f", "-qq", "-s", "300", "-e", f"trace={calls}", "-e", "inject=prctl:retval=0"]
    return [strace, *options, "-o", str(log), *so_tui(*words)]


def test_a_whole_run_makes_no_file_elsewhere_and_listens_nowhere(tmp_path: Path) -> None:
    folder, log = tmp_path / "store", tmp_path / "log"
    calls = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink"
    command = traced(
        f"{calls},symlinkat,mknod,mknodat,socket,bind,listen,connect",
        log,
        "--data-dir",
        str(folder),
    )
    env = {**TALKATIVE, "PYTHONDONTWRITEBYTECODE": "1"}  # an installed program is compiled already
    with Terminal(command, env=env) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump", "Ruth", "Dr. Abel")
        companion.add_visit("Dr. Abel", "today", "9:00", "Room 4")
        companion.go("notes")
        companion.type_lines("the first line\r", "the first line")
        companion.press("half a li")
        companion.sees("half a li")
        companion.press(QUIT)
        assert terminal.wait(60) == 0
        assert left_in(terminal.home) == []
    lines = log.read_text(errors="replace").splitlines()
    made = [
        match[1]
        for line in lines
        if (
            match := re.search(
                r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)", [A-Z_|]*O_(?:CREAT|WRONLY|RDWR|TRUNC)',
                line,
            )
        )
    ]
    assert [p for p in made if not p.startswith((f"{folder}/", "/dev/"))] == []
    assert {Path(p).parent.name for p in made} >= {"store", "journal", "drafts", "backups"}
    named = [
        path
        for line in lines
        if re.search(r"\b(?:creat|mkdir|rename|link|symlink|mknod)(?:at2?)?\(", line)
        for path in re.findall(r'"([^"]*)"', line)
    ]
    assert [p for p in named if not p.startswith(str(folder))] == []
    reached = [line for line in lines if re.search(r"\b(?:bind|listen|connect|socket)\(", line)]
    assert reached == []


def copied(terminal: Terminal, raw: str) -> None:
    """Type in a form, select it and copy it, then cut it."""
    companion = Companion(terminal)
    companion.sees("Press n to start one")
    companion.press("n" + raw)
    companion.sees("What is this about?", raw)
    assert b"\x1b]52" not in terminal.raw
    companion.press(TO_START + COPY + CUT)
    companion.sees_no_more(raw)
    companion.press("\x16")  # what was cut is pasted again, wherever it went
    companion.sees(raw)


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_nothing_is_copied_out(name: str, tmp_path: Path) -> None:
    command = so_tui("--data-dir", str(tmp_path / "new"))
    with Terminal(command, env={name: "192.0.2.1 50000 192.0.2.2 22"}) as terminal:
        copied(terminal, STORED)
        assert b"\x1b]52" not in terminal.raw


@pytest.mark.parametrize("env", [{}, {"SSH_CONNECTION": "x", "SO_TUI_CLIPBOARD": "1"}])
def test_what_is_copied_goes_out_only_by_its_key(env: dict[str, str], tmp_path: Path) -> None:
    with Terminal(so_tui("--data-dir", str(tmp_path / "new")), env=env) as terminal:
        copied(terminal, STORED)
        assert terminal.raw.count(b"\x1b]52;c;") == 2


async def test_no_picture_of_the_screen_is_left(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from so_tui.ui.app import SecondOpinionApp

    monkeypatch.chdir(kept.parent)
    with Store.open(kept) as store:
        app = SecondOpinionApp(store)
        async with app.run_test() as pilot:
            before = left_in(kept.parent), left_in(Path(os.environ["HOME"]))
            await app.run_action("screenshot")
            await app.run_action(f"screenshot('x.svg', '{kept.parent}')")
            await pilot.pause()
            assert (left_in(kept.parent), left_in(Path(os.environ["HOME"]))) == before
            titles = [str(command.title) for command in app.get_system_commands(app.screen)]
            assert titles
            assert not [title for title in titles if "screenshot" in title.lower()]
