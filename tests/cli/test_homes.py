"""Homes that are no good place for notes: each command says so in plain lines, none crashes."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support import guard
from tests.support.another_user import NOBODY, as_user_each
from tests.support.every_command import READING, WRITING
from tests.support.terminal import Terminal, so_tui

ROOT = os.geteuid() == 0
WITHOUT_NAME = 54321
"""A user that the system has no entry for, as in many containers."""
CODES = {0, 1, 2, 3, 5, 6, 7}

EVERY = [
    *((*path, *words) for path, words in (READING | WRITING).items()),
    ("demo",), ("restore", "/etc/passwd"), ("lock",), ("unlock",), ("passphrase",), ("check",),
    ("check", "--json"), ("backup",),
]  # fmt: skip

only_root = pytest.mark.skipif(not ROOT, reason="only root can become another user")


def is_plain(words: tuple[str, ...], code: int, stderr: str) -> bool:
    """Return whether a command has ended in plain words."""
    lines = stderr.splitlines()
    told = all("had to stop" not in line and "Errno" not in line for line in lines)
    return code in CODES and told and len(lines) <= 4 and (
        not lines or lines[0].startswith("so-tui: ")
    )  # fmt: skip


@only_root
@pytest.mark.parametrize("case", ["closed", "closed above", "gone", "none", "a file", "nameless"])
def test_a_home_that_cannot_be_used(public: Path, case: str) -> None:
    user = WITHOUT_NAME if case == "nameless" else NOBODY
    (public / "file").write_bytes(b"")
    (public / "closed" / "home").mkdir(parents=True, mode=0o755)
    (public / "closed").chmod(0o700)
    homes: dict[str, dict[str, str]] = {
        "closed": {"HOME": str(public / "closed")},
        "closed above": {"HOME": str(public / "closed" / "home")},
        "gone": {"HOME": str(public / "gone")},
        "none": {},
        "a file": {"HOME": str(public / "file")},
        "nameless": {},
    }
    env = {"PATH": "/usr/bin:/bin", **homes[case]}
    for done in as_user_each(user, EVERY, env):
        words, stderr = tuple(done.args), done.stderr.decode()
        assert is_plain(words, done.returncode, stderr), (words, done)
        if words[0:1] == ("check",):
            assert done.returncode == (1 if case == "nameless" else 7)
        elif words != ("demo",) and words[:1] != ("restore",):
            assert done.returncode in (1, 3) or words in ((), ("visit",))
            assert stderr or words in ((), ("visit",))
    assert list((public / "closed" / "home").iterdir()) == []


def run(home: Mapping[str, str], cwd: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": "/usr/bin:/bin", **home}
    with guard.homes_count(False):
        return subprocess.run(
        so_tui(*words), capture_output=True, text=True, timeout=60, check=False, env=env, cwd=cwd,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("home", ["", "here", "./here", "~", "~nobody"])
def test_a_home_that_is_no_whole_path(tmp_path: Path, home: str) -> None:
    for words in (*EVERY[:3], ("note", "add", "x"), ("check",), ("backup",), ("lock",), ("demo",)):
        done = run({"HOME": home}, tmp_path, *words)
        assert "HOME is set to" in done.stderr
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 3)
    assert run({"HOME": home}, tmp_path, "--version").returncode == 0
    assert run({"HOME": home}, tmp_path, "task", "add", "--help").returncode == 0
    kept = run({"HOME": home}, tmp_path, "demo", "--data-dir", str(tmp_path / "notes"))
    assert kept.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


def test_a_full_start_without_a_home_says_so(tmp_path: Path) -> None:
    unset = {"HOME": "here", "XDG_DATA_HOME": "", "SO_TUI_HOME": ""}
    for words in ((), ("visit",)):
        with guard.homes_count(False), Terminal(so_tui(*words), env=unset, cwd=tmp_path) as term:
            assert term.wait() == 1
            assert "HOME is set to 'here'" in term.text()
    assert list(tmp_path.iterdir()) == []


@only_root
def test_root_with_the_home_of_a_user_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    for words in EVERY:
        done = run({"HOME": str(home)}, home, *words)
        assert is_plain(words, done.returncode, done.stderr), (words, done)
        if words == ("backup",):
            continue
        assert list(home.iterdir()) == [], words
    found = run({"HOME": str(home)}, tmp_path, "check")
    assert found.returncode == 7
    assert f"you are root here, and {home} belongs to another user" in found.stdout
    assert "Run so-tui as that user" in found.stdout
    made = run({"HOME": str(home)}, tmp_path, "task", "add", "pack")
    assert made.returncode == 1
    assert "You are root here" in made.stderr
    unset = {"HOME": str(home), "XDG_DATA_HOME": "", "SO_TUI_HOME": ""}
    with Terminal(so_tui(), env=unset, cwd=tmp_path) as term:
        assert term.wait() == 1
        assert "You are root here" in term.text()
    assert list(home.iterdir()) == []


@only_root
def test_root_reads_and_changes_no_notes_of_a_user(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home / ".local" / "share" / "so-tui"
    assert run({"HOME": str(home)}, tmp_path, "demo", "--data-dir", str(folder)).returncode == 0
    for path in (home, *home.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    before = {path: path.lstat().st_mtime_ns for path in home.rglob("*")}
    for words in (("status",), ("export",), ("note", "add", "x"), ("backup", "-"), ("lock",)):
        done = run({"HOME": str(home)}, tmp_path, *words)
        assert done.returncode == 1
        assert "belongs to another user" in done.stderr
    assert {path: path.lstat().st_mtime_ns for path in home.rglob("*")} == before
    assert not [path for path in home.rglob("*") if path.lstat().st_uid != NOBODY]
