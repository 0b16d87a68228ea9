"""Hostile text that nobody cleaned, in every kind of widget: the terminal gets none of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from so_tui.terminal.sanitize import shown
from tests.pty.apps import poisoned
from tests.pty.apps.running import appears
from tests.support.terminal import PATIENCE, RAW_KEPT, Terminal

pytestmark = pytest.mark.terminal

PAYLOADS = {
    "clipboard, bell": "\x1b]52;c;ZXZpbA==\x07",
    "clipboard, string end": "\x1b]52;c;ZXZpbA==\x1b\\",
    "clipboard, C1": "\x9d52;c;ZXZpbA==\x9c",
    "title": "\x1b]0;evil\x07",
    "title, string end": "\x1b]2;evil\x1b\\",
    "icon": "\x1b]1;evil\x07",
    "link": "\x1b]8;;http://evil\x1b\\x\x1b]8;;\x1b\\",
    "erase": "\x1b[3J\x1b[998;999H",
    "erase, C1": "\x9b3J\x9b998;999H",
    "reset": "\x1bc",
    "where is the cursor": "\x1b[6n",
    "who are you": "\x1b[c\x1b[>c\x1b[5n",
    "answer back": "\x05\x1b[21t",
    "terminal's strings": "\x1bP+q544e\x1b\\\x1bP$qm\x1b\\",
    "tmux's passage": "\x1bPtmux;\x1b\x1b]52;c;ZXZpbA==\x07\x1b\\",
    "application, privacy": "\x1b_evil\x1b\\\x1b^evil\x1b\\",
    "other letters": "\x1b(0\x0e",
    "override": "\u202eabc\u202c\u2067d\u2069\u200f\u061c",
    "lines": "a\u2028b\u2029c\u0085d\x0be\x0cf\rg\bh\x7f",
    "half a pair": "\ud83da\udcffb",
}
"""What each payload is for, and the payload."""

F2, F9, QUIT = "\x1bOQ", "\x1b[20~", "\x11"
SIZE = (100, 90)


@contextmanager
def open_poisoned(folder: Path, *words: str) -> Iterator[Terminal]:
    """Start the app on all payloads."""
    (folder / "payloads").write_text(json.dumps(list(PAYLOADS.values())))
    argv = [sys.executable, poisoned.__file__, str(folder / "payloads"), *words]
    env = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal(argv, size=SIZE, env=env) as terminal:
        terminal.wait_for("point here")
        yield terminal


def point_at_tooltip(terminal: Terminal) -> None:
    """Move the mouse over the line that has a tooltip, from below, until it shows."""
    for _ in range(10):
        terminal.send("\x1b[<35;3;9M\x1b[<35;3;2M")
        with suppress(AssertionError):
            return terminal.wait_for("W04", timeout=0.5)
    terminal.wait_for("W04")


def held(folder: Path, terminal: Terminal) -> list[str]:
    """Return what the line and the text hold, after all that was typed and answered."""
    terminal.send(F9)
    appears(folder / "held")
    fields: list[str] = json.loads((folder / "held").read_text())
    (folder / "held").unlink()
    return fields


def sent_for(payload: str) -> list[bytes]:
    """Return what the terminal would act on, but for the few characters that Textual sends too."""
    sequences = [f"\x1b{part}" for part in payload.split("\x1b")[1:] if len(part) > 1]
    single = [c for c in payload if shown(c) != c and c not in "\x1b\a\r\n" and c < "\ud800"]
    return [piece.encode() for piece in sequences + single]


def test_no_widget_sends_a_byte_of_it(tmp_path: Path) -> None:
    with open_poisoned(tmp_path) as terminal:
        for number, payload in enumerate(PAYLOADS.values(), 1):
            start = terminal.bytes_out
            terminal.send(F2)
            appears(tmp_path / f"shown{number}")
            point_at_tooltip(terminal)
            terminal.settle()
            new = terminal.bytes_out - start
            assert new <= RAW_KEPT
            raw = terminal.raw[-new:]
            for piece in sent_for(payload):
                assert piece not in raw, (payload, piece)
            assert held(tmp_path, terminal) == [f"W05{payload}", f"W07{payload}"] or "\r" in payload
            if payload.startswith("\x1b]52") or payload.startswith("\x1b[6n"):
                # What is on the screen already is not sent once more.
                text = raw.decode("utf-8", "replace") + terminal.text()
                unseen = [
                    place
                    for mark, place in enumerate(poisoned.WIDGETS)
                    if f"W{mark:02}\u241b{payload[1]}" not in text
                ]
                assert unseen == [], "these were not drawn, so they prove nothing"
        terminal.send(QUIT)
        assert terminal.wait() == 0
        assert terminal.emulator.titles == []


def test_without_the_guard_the_same_app_would_send_it(tmp_path: Path) -> None:
    """The control: the test above fails if the guard is taken away."""
    with open_poisoned(tmp_path, "unguarded") as terminal:
        terminal.send(F2)
        appears(tmp_path / "shown1")
        terminal.settle()
        # Its start may be cut off, in the middle of a character: the answers make it draw much.
        raw = terminal.raw.decode("utf-8", "replace")
        leaking = [
            place for mark, place in enumerate(poisoned.WIDGETS) if f"W{mark:02}\x1b]52" in raw
        ]
        assert len(leaking) >= 15, leaking


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_tmux_keeps_its_buffer_and_its_titles(tmp_path: Path) -> None:
    (tmp_path / "payloads").write_text(json.dumps(list(PAYLOADS.values())))
    tmux = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "tmux")]

    def ask(*words: str) -> str:
        done = subprocess.run([*tmux, *words], capture_output=True, timeout=PATIENCE, check=True)
        return done.stdout.decode()

    app = [sys.executable, poisoned.__file__, str(tmp_path / "payloads")]
    start = ["new-session", "-d", "-x", "100", "-y", "90"]
    options = ["-g", "set-clipboard", "on", ";", "set", "-g", "allow-passthrough", "on"]
    env = {"PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm-256color"}
    try:
        with Terminal(
            [*tmux, *start, "cat", ";", "set", *options, ";", "attach"], size=SIZE, env=env
        ) as terminal:
            terminal.settle()
            ask("set-buffer", "before")
            title = ask("display", "-p", "#{pane_title}#{window_name}")
            ask("respawn-pane", "-k", *app)
            terminal.wait_for("point here")
            for number in range(1, len(PAYLOADS) + 1):
                ask("send-keys", "F2")
                appears(tmp_path / f"shown{number}")
                terminal.settle()
                assert ask("show-buffer") == "before"
            ask("rename-window", "same")
            assert title.startswith(ask("display", "-p", "#{pane_title}").strip())
            assert len(ask("list-buffers").splitlines()) == 1
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, timeout=PATIENCE, check=False)
