"""What Textual may read from the surroundings."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from so_tui.terminal.environment import (
    KEPT,
    is_plain_terminal,
    is_remote,
    may_set_clipboard,
    prepare,
)


def test_prepare_takes_away_what_writes_keys_and_notes_to_files() -> None:
    environ = {"TEXTUAL_LOG": "x", "TEXTUAL": "devtools", "TEXTUAL_DEBUG": "1", "PATH": "/bin"}
    prepare(environ)
    assert environ == {"PATH": "/bin", "TEXTUAL_ANIMATIONS": "none"}


def test_gnu_screen_gets_colours_that_it_knows_unless_others_are_asked_for() -> None:
    for told in ({"STY": "1.x"}, {"TERM": "screen"}, {"TERM": "screen-256color"}):
        environ = dict(told)
        prepare(environ)
        assert environ["TEXTUAL_COLOR_SYSTEM"] == "256"
    for told in ({"TERM": "screen-256color", "TMUX": "/tmp/x"}, {"TERM": "xterm-256color"}):
        environ = dict(told)
        prepare(environ)
        assert "TEXTUAL_COLOR_SYSTEM" not in environ
    environ = {"STY": "1.x", "TEXTUAL_COLOR_SYSTEM": "truecolor"}
    prepare(environ)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == "truecolor"


def test_of_all_that_textual_reads_only_harmless_switches_are_kept() -> None:
    spec = find_spec("textual")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    text = "\n".join(path.read_text("utf-8") for path in home.rglob("*.py"))
    read = set(re.findall(r"[\"'](TEXTUAL(?:_[A-Z_]+)?)[\"']", text))
    assert {"TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_PRESS"} < read
    environ = dict.fromkeys(read | {"TEXTUAL_OF_TOMORROW"}, "1")
    prepare(environ)
    assert set(environ) == (read & KEPT) | {"TEXTUAL_ANIMATIONS"}


@pytest.mark.parametrize("name", sorted(KEPT))
@pytest.mark.parametrize("value", ["", "-1", "0", "abc", "1e9", "9" * 5000, "\n", "None", "\u0663"])
def test_a_value_that_textual_cannot_take_is_replaced_by_its_usual_one(
    name: str, value: str
) -> None:
    environ = {name: value}
    prepare(environ)
    kept = environ[name]
    assert kept in (value, "auto", "66", "0", "", "60", "1")
    assert len(kept) < 10
    if kept == value and name != "TEXTUAL_FILTERS":
        assert value == "0"


def test_values_that_it_can_take_are_kept() -> None:
    told = {
        "TEXTUAL_COLOR_SYSTEM": "standard",
        "TEXTUAL_DIM_FACTOR": "50",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "TEXTUAL_FILTERS": "dim",
        "TEXTUAL_FPS": "15",
        "TEXTUAL_SMOOTH_SCROLL": "0",
        "TEXTUAL_SPEEDUPS": "0",
    }
    environ = dict(told)
    prepare(environ)
    assert environ == {**told, "TEXTUAL_ANIMATIONS": "none"}


def test_the_terminal_alone_tells_its_size() -> None:
    environ = {"COLUMNS": "200", "LINES": "-1"}
    prepare(environ)
    assert set(environ) == {"TEXTUAL_ANIMATIONS"}


def test_prepare_needs_no_textual() -> None:
    code = (
        "import sys; from so_tui.terminal.environment import prepare; prepare();"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('textual', 'rich')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "TEXTUAL_LOG": "x"})


def test_without_a_terminal_only_plain_lines_can_be_shown() -> None:
    code = "from so_tui.terminal.environment import is_plain_terminal as p; print(p())"
    run = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert run.stdout == "True\n"
    assert is_plain_terminal({"TERM": "dumb"})


def test_ssh_is_told_from_its_variables() -> None:
    assert is_remote({"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"})
    assert not is_remote({})


def test_over_ssh_the_clipboard_has_to_be_asked_for() -> None:
    ssh = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    assert may_set_clipboard({})
    assert not may_set_clipboard(ssh)
    assert not may_set_clipboard({**ssh, "SO_TUI_CLIPBOARD": "0"})
    assert may_set_clipboard({**ssh, "SO_TUI_CLIPBOARD": "1"})
