"""Locked notes on the command line: asking for the passphrase, and never taking it otherwise."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.support.stored import CASE
from tests.support.terminal import Terminal, so_tui
from tests.support.vault import quick_locks

pytestmark = pytest.mark.terminal

WORDS = "four words of Zoë"
QUIT = "\x11"  # ctrl+q
ASKED = "Passphrase (nothing shows"


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory that holds a case."""
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE)])
    return data_dir


@pytest.fixture(scope="module")
def recovery_key() -> str:
    return vault.new_recovery_key()


@pytest.fixture
def locked(kept: Path, recovery_key: str) -> Path:
    with quick_locks():
        vault.switch_on(kept, WORDS, recovery_key)
    return kept


def run(folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in a session of its own, so that it has no terminal at all."""
    return subprocess.run(
        so_tui(*words, "--data-dir", str(folder)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **variables},
        start_new_session=True,
        timeout=60,
        check=False,
    )


def with_fd(folder: Path, given: bytes, *words: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a command that reads the passphrase from its standard input."""
    return subprocess.run(
        so_tui(*words, "--passphrase-fd", "0", "--data-dir", str(folder)),
        input=given,
        capture_output=True,
        start_new_session=True,
        timeout=60,
        check=False,
    )


def shown_key(text: str) -> dict[int, str]:
    """Return the numbered parts of the recovery key on the screen."""
    return {int(n): part for n, part in re.findall(r"\b(\d+)  ([A-Z0-9]{2,4})\b", text)}


def shown(term: Terminal, text: str, count: int) -> None:
    """Wait until a text stands on the screen so many times."""
    term.wait_for(lambda screen: screen.count(text) == count)


def type_back(term: Terminal, parts: dict[int, str]) -> None:
    """Answer both questions for a part of the key."""
    for count in (1, 2):
        shown(term, "Group ", count)
        number = int(re.findall(r"Group (\d+):", term.text())[-1])
        term.send(parts[number].lower() + "\n")


def test_locking_from_the_first_word_to_the_last(kept: Path) -> None:
    with Terminal(so_tui("lock", "--data-dir", str(kept)), size=(90, 40)) as term:
        term.wait_for("New passphrase:")
        term.send(WORDS + "\n")
        term.wait_for("The same once more:")
        term.send("something else\n")
        term.wait_for("not the same")
        shown(term, "New passphrase:", 2)
        term.send(WORDS + "\n")
        shown(term, "The same once more:", 2)
        term.send(WORDS + "\n")
        term.wait_for("Press Enter when")
        parts = shown_key(term.text())
        assert sorted(parts) == list(range(1, 16))
        key = "AGE-SECRET-KEY-1" + "".join(parts[number] for number in sorted(parts))
        assert vault.is_recovery_key(key)
        assert not vault.is_locked(kept)
        term.send("\n")
        type_back(term, parts)
        assert term.wait(30) == 0
        assert "locked now" in term.text()
        assert parts[15] not in term.text()
        assert WORDS.encode() not in term.raw
    assert vault.is_locked(kept)
    for secret in (WORDS, key):
        assert Store.read(kept, vault.unlock(kept, secret)).entities() == [CASE]


def test_a_key_that_is_not_typed_back_locks_nothing(kept: Path) -> None:
    with Terminal(so_tui("lock", "--data-dir", str(kept)), size=(90, 40)) as term:
        for prompt in ("New passphrase:", "The same once more:"):
            term.wait_for(prompt)
            term.send(WORDS + "\n")
        for round_ in range(1, 4):
            term.wait_for("Press Enter when")
            term.send("\n")
            for count in (2 * round_ - 1, 2 * round_):
                shown(term, "Group ", count)
                term.send("none\n")
        assert term.wait() == 1
        assert "were not locked" in term.text()
    assert not vault.is_locked(kept)
    assert not (kept / "identity.age").exists()


def test_a_terminal_without_controls_gets_none(kept: Path) -> None:
    with Terminal(
        so_tui("lock", "--data-dir", str(kept)), size=(90, 40), env={"TERM": "dumb"}
    ) as term:
        for prompt in ("New passphrase:", "The same once more:"):
            term.wait_for(prompt)
            term.send(WORDS + "\n")
        term.wait_for("Press Enter when")
        parts = shown_key(term.text())
        term.send("\n")
        type_back(term, parts)
        assert term.wait(30) == 0
        assert b"\x1b" not in term.raw
    assert vault.is_locked(kept)


def test_what_is_printed_goes_to_a_file_and_the_question_to_the_terminal(
    locked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "notes.json"
    command = f"{sys.executable} -m so_tui export --data-dir {locked} > {out} < /dev/null"
    with Terminal(["sh", "-c", command]) as term:
        term.wait_for(ASKED)
        term.send(WORDS + "\n")
        assert term.wait() == 0
    assert json.loads(out.read_bytes())["cases"][0]["title"] == CASE.title


def test_ctrl_c_gives_up_and_the_terminal_echoes_again(kept: Path) -> None:
    code = f"trap : INT; {sys.executable} -m so_tui lock --data-dir {kept}; echo code $?; stty -a"
    with Terminal(["sh", "-c", code]) as term:
        term.wait_for("New passphrase:")
        term.send("\x03")
        term.wait_for("code 130")
        term.wait()
        assert re.search(r"(?<!-)\becho\b", term.text())
    assert not vault.is_locked(kept)


def test_the_program_opens_with_the_passphrase(locked: Path) -> None:
    with Terminal(so_tui("--data-dir", str(locked))) as term:
        term.wait_for(ASKED)
        term.send("wrong\n")
        term.wait_for("Try again")
        shown(term, ASKED, 2)
        term.send(WORDS + "\n")
        term.wait_for("A lump")
        assert WORDS.encode() not in term.raw
        term.send(QUIT)
        assert term.wait() == 0


@pytest.mark.parametrize("words", [(), ("status",), ("export",), ("passphrase",), ("unlock",)])
def test_three_wrong_tries_are_exit_code_6(locked: Path, words: tuple[str, ...]) -> None:
    with Terminal(so_tui(*words, "--data-dir", str(locked))) as term:
        for count in (1, 2, 3):
            shown(term, ASKED, count)
            term.send("wrong\n")
        assert term.wait() == 6
        assert "does not open your notes" in term.text()


@pytest.mark.parametrize(
    "words", [(), ("status",), ("export",), ("visit",), ("passphrase",), ("unlock",)]
)
def test_without_a_terminal_it_says_so_and_is_exit_code_6(
    locked: Path, words: tuple[str, ...]
) -> None:
    done = run(locked, *words)
    assert (done.returncode, done.stdout) == (6, b"")
    assert b"no terminal here to ask" in done.stderr
    assert len(done.stderr.splitlines()) == 3


def test_notes_that_are_not_locked_are_not_said_to_be(kept: Path) -> None:
    for done in (run(kept, "lock"), with_fd(kept, f"{WORDS}\n".encode(), "lock")):
        assert (done.returncode, done.stdout) == (6, b"")
        what, safe, _ = done.stderr.decode().splitlines()
        assert "There is no terminal here" in what
        assert "Your notes were not locked" in safe
        assert "are locked" not in done.stderr.decode()
    assert not vault.is_locked(kept)
    for words in ("unlock", "passphrase"):
        done = run(kept, words)
        assert done.returncode == 1
        assert b"have no passphrase" in done.stderr


def test_a_script_hands_over_the_passphrase(locked: Path) -> None:
    done = with_fd(locked, f"{WORDS}\nrest".encode(), "status")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"A lump" in done.stdout
    assert with_fd(locked, WORDS.encode(), "status").returncode == 0
    for given in (b"", b"\n", b"wrong\n", b"wrong\n" * 3 + WORDS.encode()):
        done = with_fd(locked, given, "status")
        assert (done.returncode, done.stdout) == (6, b"")
    assert run(locked, "status", "--passphrase-fd", "77").returncode == 6


def test_a_script_changes_the_passphrase_and_takes_it_away(locked: Path) -> None:
    assert with_fd(locked, f"{WORDS}\nnew\n".encode(), "passphrase").returncode == 0
    assert with_fd(locked, WORDS.encode(), "status").returncode == 6
    assert with_fd(locked, b"new", "unlock").returncode == 0
    assert not vault.is_locked(locked)
    assert with_fd(locked, b"new", "unlock").returncode == 1
    assert run(locked, "status").returncode == 0


def test_the_recovery_key_opens_the_program_and_a_new_passphrase_is_offered(
    locked: Path, recovery_key: str
) -> None:
    with Terminal(so_tui("--data-dir", str(locked))) as term:
        term.wait_for(ASKED)
        term.send(recovery_key + "\n")
        for prompt in ("New passphrase:", "The same once more:"):
            term.wait_for(prompt)
            term.send("brand new\n")
        term.wait_for("A lump")
        term.send(QUIT)
        assert term.wait() == 0
    assert vault.unlock(locked, "brand new")


def test_an_accent_from_an_old_terminal_is_understood(locked: Path) -> None:
    with Terminal(so_tui("status", "--data-dir", str(locked))) as term:
        term.wait_for(ASKED)
        term.send(WORDS.encode("latin-1") + b"\n")
        assert term.wait() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--passphrase", "hunter2"),
        ("--passphrase=hunter2",),
        ("--passphrase",),
        ("status", "--passphrase", "hunter2"),
        ("lock", "--passphrase=hunter2"),
    ],
)
def test_a_passphrase_on_the_command_line_is_refused(kept: Path, words: tuple[str, ...]) -> None:
    done = run(kept, *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"never taken from the command line" in done.stderr
    assert b"hunter2" not in done.stderr
    assert not vault.is_locked(kept)


def test_a_passphrase_in_a_variable_is_refused(kept: Path) -> None:
    for words in ((), ("status",)):
        done = run(kept, *words, SO_TUI_PASSPHRASE="hunter2")
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"hunter2" not in done.stderr


def test_the_passphrase_is_in_no_argument_and_no_variable_of_the_process(locked: Path) -> None:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("there is no /proc to look into here")
    with Terminal(so_tui("--data-dir", str(locked))) as term:
        term.wait_for(ASKED)
        term.send(WORDS + "\n")
        term.wait_for("A lump")
        for name in ("cmdline", "environ"):
            try:
                content = Path(f"/proc/{term.pid}/{name}").read_bytes()
            except PermissionError:  # not even that may be looked at
                continue
            assert WORDS.encode() not in content


def test_notes_that_are_open_are_not_locked(kept: Path) -> None:
    with Store.open(kept):
        done = with_fd(kept, WORDS.encode(), "lock")
    assert done.returncode == 4
    assert b"open in another window" in done.stderr
    assert not vault.is_locked(kept)
