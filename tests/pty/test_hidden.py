"""Hiding the screen in a real terminal: no word of the notes is left in it, and nothing is lost."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import so_tui as package
from so_tui.content import text
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.pty.support_keys import DOWN, ENTER, QUIT
from tests.support.terminal import PATIENCE, Terminal, so_tui
from tests.support.vault import quick_locks

pytestmark = pytest.mark.terminal

WORDS = "four words of Zoë"
SAVED, HALF = "Quillwort was said", "Quillwort was hal"
HIDE, HIDE_BY_F12 = "\x1c", "\x1b[24~"
SECONDS_OF_SILENCE = 2.5
"""Longer than anything that the program does again and again."""


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with the made-up case."""
    made = so_tui("demo", "--data-dir", str(data_dir))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    return data_dir


@pytest.fixture
def locked(kept: Path) -> Path:
    with quick_locks():
        vault.switch_on(kept, WORDS, vault.new_recovery_key())
    return kept


@contextmanager
def taking_notes(folder: Path, size: tuple[int, int] = (80, 24)) -> Iterator[Terminal]:
    """Run the program with one line saved and one half typed."""
    with Terminal(so_tui("visit", "--data-dir", str(folder)), size=size) as terminal:
        if vault.is_locked(folder):
            terminal.wait_for("Passphrase")
            terminal.send(WORDS + "\n")
        terminal.wait_for("4 Notes]")
        terminal.send(f"{SAVED}{ENTER}{HALF}")
        terminal.wait_for(HALF)
        yield terminal


def words_on(terminal: Terminal) -> str:
    """Return all words on the screen, in one line."""
    return " ".join(terminal.text().split())


def hide(terminal: Terminal, line: str, keys: str = HIDE) -> None:
    """Hide the screen and wait until nothing but that line is left on it."""
    terminal.send(keys)
    terminal.wait_for(lambda _: words_on(terminal) == line)


def drafts_in(folder: Path) -> set[str]:
    """Return the unfinished texts that a fresh start would find."""
    seal = vault.unlock(folder, WORDS) if vault.is_locked(folder) else PLAIN
    with Store.read(folder, seal) as store:
        return {draft.text for draft in store.drafts.all().values()}


def in_use(folder: Path) -> bool:
    """Return whether a session has the locked store open."""
    with Store.open(folder, vault.unlock(folder, WORDS)) as store:
        return bool(store.log.others)


def closes(folder: Path) -> None:
    """Wait until no session has the locked store open."""
    deadline = time.monotonic() + PATIENCE
    while in_use(folder):
        assert time.monotonic() < deadline, "the store stays open"


def drawn(terminal: Terminal) -> bool:
    """Return whether the screen is drawn to its last line."""
    return HALF in terminal.text() and terminal.row(-1).endswith("Quit")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60), (40, 10)])
@pytest.mark.parametrize("keys", [HIDE, HIDE_BY_F12])
def test_only_one_line_is_left_and_all_comes_back(
    kept: Path, size: tuple[int, int], keys: str
) -> None:
    with Terminal(so_tui("visit", "--data-dir", str(kept)), size=(80, 24)) as terminal:
        terminal.wait_for("4 Notes]")
        terminal.send(f"{SAVED}{ENTER}{HALF}")
        terminal.wait_for(HALF)
        if size != (80, 24):
            terminal.resize(*size)
            terminal.wait_for(lambda screen: "too small" in screen or drawn(terminal))
        terminal.settle(1.0)  # what is drawn of the new size is not sent by the key
        before = terminal.text()
        sent = len(terminal.raw)
        hide(terminal, text("hidden.plain"), keys)
        terminal.settle()
        assert b"Quillwort" not in terminal.raw[sent:]
        assert 1049 in terminal.modes
        shown, hidden = terminal.emulator.screen, terminal.emulator._screens[0]
        assert shown is not hidden
        assert not any(line.strip() for line in hidden.display)
        assert terminal.emulator.titles == []
        terminal.send("nowhere\x1b[200~nor this\x1b[201~")
        terminal.send(ENTER)
        terminal.wait_for(lambda screen: screen == before)
        if size == (80, 24):
            terminal.send("f a line" + ENTER)
            terminal.wait_for("Saved")
        terminal.send(QUIT)
        assert terminal.wait() == 0
        assert "Quillwort" not in terminal.text()


def test_nothing_is_sent_while_it_is_hidden(kept: Path) -> None:
    with taking_notes(kept) as terminal:
        hide(terminal, text("hidden.plain"))
        terminal.settle()
        before = terminal.bytes_out
        terminal.settle(SECONDS_OF_SILENCE)
        assert terminal.bytes_out == before


def test_killed_while_it_is_hidden_it_loses_nothing(kept: Path) -> None:
    with taking_notes(kept) as terminal:
        hide(terminal, text("hidden.plain"))
        deadline = time.monotonic() + PATIENCE  # no picture waits for a disk, so it may come first
        while HALF not in drafts_in(kept):
            assert time.monotonic() < deadline, "the half line is not kept"
        terminal.signal(signal.SIGKILL)
        terminal.wait()
    assert drafts_in(kept) == {HALF}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_with_a_passphrase_the_store_is_closed_meanwhile(locked: Path, number: int) -> None:
    with taking_notes(locked) as terminal:
        assert in_use(locked)
        hide(terminal, text("hidden.locked"))
        closes(locked)
        terminal.send("wrong" + ENTER)
        terminal.wait_for(text("hidden.wrong"))
        terminal.send(WORDS + ENTER)
        terminal.wait_for(HALF)
        assert in_use(locked)
        terminal.send("f a line" + ENTER + HALF)
        terminal.wait_for(lambda screen: HALF in map(str.strip, screen.splitlines()))
        hide(terminal, text("hidden.locked"))
        closes(locked)
        assert WORDS.encode() not in terminal.raw
        terminal.signal(number)
        terminal.wait()
        if number != signal.SIGKILL:
            assert "Quillwort" not in terminal.text()
    assert drafts_in(locked) == {HALF}


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_tmux_keeps_no_word(kept: Path, tmp_path: Path) -> None:
    tmux = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "tmux")]

    def pane() -> str:
        """Return what the pane shows, and all that has scrolled away."""
        capture = [*tmux, "capture-pane", "-p", "-a", "-q", "-S", "-"]
        both = [subprocess.run(c, capture_output=True, timeout=PATIENCE, check=True).stdout.decode()
                for c in (capture, [w for w in capture if w not in ("-a", "-q")])]  # fmt: skip
        return "\n".join(both)

    try:
        start = [*tmux, "new-session", *so_tui("visit", "--data-dir", str(kept))]
        with Terminal(start, size=(80, 25)) as terminal:
            terminal.wait_for("4 Notes]")
            terminal.send(f"{SAVED}{ENTER}{HALF}")
            terminal.wait_for(HALF)
            assert "Quillwort" in pane()
            terminal.send(HIDE)
            terminal.wait_for(
                lambda screen: text("hidden.plain") in screen and "Quillwort" not in screen
            )
            assert pane().split() == text("hidden.plain").split()
            terminal.send(ENTER)
            terminal.wait_for(HALF)
            terminal.send(QUIT)
            assert terminal.wait() == 0
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, timeout=PATIENCE, check=False)


def without_words(folder: Path, file: str, name: str) -> Path:
    """Return where a copy of the program lies that lacks one of its strings."""
    copy = folder / "copy" / "so_tui"
    shutil.copytree(Path(package.__file__).parent, copy, ignore=shutil.ignore_patterns("*.pyc"))
    words = copy / "content" / "words" / file
    lines = words.read_text().splitlines()
    words.write_text("\n".join(line for line in lines if not line.startswith(f"{name} =")))
    return copy.parent


def holders(text: str, terminal: Terminal, folder: Path) -> list[str]:
    """Return the names of all files that hold a text."""
    found = [path for path in (*folder.rglob("*"), *terminal.home.rglob("*")) if path.is_file()]
    return [path.name for path in found if text.encode() in path.read_bytes()]


@pytest.mark.parametrize("missing", ["opening", "wrong"])
def test_a_fault_while_the_passphrase_is_looked_at_tells_nothing(
    locked: Path, tmp_path: Path, missing: str
) -> None:
    """A copy of the program that lacks some words fails with the passphrase in its hands."""
    canary = "canary in the mine"
    copy = without_words(tmp_path, "hidden.toml", missing)
    command = so_tui("visit", "--data-dir", str(locked))
    with Terminal(command, env={"PYTHONPATH": str(copy)}) as terminal:
        terminal.wait_for("Passphrase")
        terminal.send(WORDS + "\n")
        terminal.wait_for("4 Notes]")
        terminal.send(HALF)
        terminal.wait_for(HALF)
        hide(terminal, text("hidden.locked"))
        closes(locked)
        terminal.send(canary + ENTER)
        assert terminal.wait() == 1
        assert canary.encode() not in terminal.raw
        assert "Quillwort" not in terminal.text()
        assert "Traceback" not in terminal.text()
        assert holders(canary, terminal, locked) == []
    (log,) = locked.glob("crash-*.txt")
    assert "KeyError" in log.read_text()
    assert drafts_in(locked) == {HALF}


def test_a_passphrase_typed_ahead_of_its_step_is_no_note(kept: Path) -> None:
    canary = "canary in the mine"
    with Terminal(so_tui("visit", "--data-dir", str(kept))) as terminal:
        terminal.wait_for("4 Notes]")
        terminal.send(f"\x10{text('commands.app.lock')}")
        terminal.wait_for(text("commands.app.lock_help")[:30])
        terminal.send(DOWN + ENTER + ENTER + canary)
        terminal.wait_for("\u2022" * len(canary))
        assert text("locking.choose_title") in terminal.text()
        assert canary.encode() not in terminal.raw
        assert holders(canary, terminal, kept) == []


def test_a_fault_while_a_passphrase_is_chosen_tells_nothing(kept: Path, tmp_path: Path) -> None:
    canary = "canary in the mine"
    copy = without_words(tmp_path, "locking.toml", "differ")
    command = so_tui("visit", "--data-dir", str(kept))
    with Terminal(command, env={"PYTHONPATH": str(copy)}) as terminal:
        terminal.wait_for("4 Notes]")
        terminal.send(f"\x10{text('commands.app.lock')}")
        terminal.wait_for(text("commands.app.lock_help")[:30])
        terminal.send(DOWN + ENTER)
        terminal.wait_for(text("locking.why_title"))
        terminal.send(ENTER)
        terminal.wait_for(text("locking.choose_title"))
        terminal.send(canary)
        terminal.wait_for("\u2022" * len(canary))
        assert holders(canary, terminal, kept) == []
        terminal.send(f"{ENTER}{canary} not{ENTER}")
        assert terminal.wait() == 1
        assert canary.encode() not in terminal.raw
        assert "Traceback" not in terminal.text()
        assert holders(canary, terminal, kept) == []
    assert len(list(kept.glob("crash-*.txt"))) == 1
    assert not vault.is_locked(kept)
