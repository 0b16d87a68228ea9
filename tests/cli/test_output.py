"""What is printed to a full or closed output: one line, exit 1, no crash file, nothing lost."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.every_command import FIRST, OTHERS, READING, WRITING, all_commands
from tests.support.pty import home_env
from tests.support.shell import keep_case, run, state_in
from tests.support.terminal import so_tui

PRINTING = [
    *((*path, *words) for path, words in (READING | WRITING).items()),
    ("check",),
    ("check", "--json"),
    ("--version",),
    ("--no-mouse", "--version"),
    ("--help",),
    ("task", "add", "--help"),
    ("status", "-h"),
    ("task", "list", "--json"),
]
SOME = [(), ("status",), ("export",), ("task", "add", "pack"), ("--version",), ("--help",)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with something of each kind."""
    folder = keep_case(tmp_path_factory.mktemp("output") / "store")
    for words in FIRST:
        assert run(folder, *words).returncode == 0
    return folder


@pytest.fixture
def filled(base: Path, tmp_path: Path) -> Path:
    """Such a directory for one test alone."""
    return shutil.copytree(base, tmp_path / "store")


def shell(folder: Path, words: Sequence[str], ends: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a shell with something at its ends."""
    env = {**home_env(folder.parent), "PATH": "/usr/bin:/bin", "SO_TUI_HOME": str(folder)}
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {ends}', "sh", *so_tui(*words)],
        capture_output=True,
        text=True,
        timeout=60,
        env=env,
        check=False,
    )


def crash_files(folder: Path) -> list[Path]:
    return list(folder.glob("crash-*"))


def test_every_command_is_tried() -> None:
    assert {*READING, *WRITING, *OTHERS} == all_commands()


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
@pytest.mark.parametrize("ends", ["</dev/null >/dev/full", "</dev/null >&-"])
def test_an_output_that_takes_nothing_is_one_line(
    filled: Path, words: tuple[str, ...], ends: str
) -> None:
    done = shell(filled, words, ends)
    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "output could not be written" in line]
    assert line.startswith("so-tui: ")
    reason = "No space left on device" if "full" in ends else "it is closed"
    assert reason in line
    assert ("is saved" in line) == (
        {words[:2], words[:3]} & {*WRITING} != set() and "--help" not in words
    )
    assert "Traceback" not in done.stderr
    assert not crash_files(filled)


@pytest.mark.parametrize("words", SOME, ids=" ".join)
@pytest.mark.parametrize("ends", ["2>/dev/full", "2>&-", "<&-", "<&- 2>&-"])
def test_a_command_with_nobody_to_complain_to_still_does_its_work(
    filled: Path, words: tuple[str, ...], ends: str
) -> None:
    done = shell(filled, words, ends)
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr == ""
    assert not crash_files(filled)


def test_nothing_that_is_printed_gets_into_a_file_of_the_notes(filled: Path) -> None:
    before = {p: p.read_bytes() for p in filled.rglob("*.json*") if p.is_file()}
    assert shell(filled, ("note", "add", "hello"), "<&- >&- 2>&-").returncode == 1
    for path, content in before.items():
        assert not path.exists() or path.read_bytes().startswith(content) or (
            path.name == "store.json"
        )  # fmt: skip
    assert "hello" in {note.text for note in state_in(filled).notes.values()}
    assert run(filled, "check").returncode == 0


def test_output_that_nobody_reads_ends_quietly(filled: Path) -> None:
    for words in (("export",), ("--help",), ("status",), ("backup", "-")):
        read, write = os.pipe()
        os.close(read)
        env = {**home_env(filled.parent), "PATH": "/usr/bin:/bin", "SO_TUI_HOME": str(filled)}
        done = subprocess.run(
            so_tui(*words), stdout=write, stderr=subprocess.PIPE, env=env, check=False
        )
        os.close(write)
        assert done.returncode == 1
        assert done.stderr == b""
        assert not crash_files(filled)


def test_doctor_names_crash_files(data_dir: Path) -> None:
    keep_case(data_dir)
    code = """
import sys
from so_tui.cli import main, plain
plain.status_text = lambda state, today: 1 / 0
sys.exit(main(["status"]))
"""
    env = {**os.environ, "SO_TUI_HOME": str(data_dir)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert done.returncode == 1
    (file,) = crash_files(data_dir)
    found = run(data_dir, "check")
    assert found.returncode == 7
    assert file.name in found.stdout
    (check,) = [
        c for c in json.loads(run(data_dir, "check", "--json").stdout)["checks"]
        if c["name"] == "crashes"
    ]  # fmt: skip
    assert check["state"] == "look"
    file.unlink()
    assert "crash-" not in run(data_dir, "check").stdout
