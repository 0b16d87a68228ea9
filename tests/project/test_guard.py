"""The guard that keeps tests out of the user's own directories."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

TOP = Path(__file__).parents[2]

IN_PROCESS = """
import pathlib
def test_trespasses():
    place = pathlib.Path({place!r})
    place.mkdir(parents=True, exist_ok=True)
    (place / "store.json").write_text("{{}}")
"""
READING = """
import contextlib
def test_trespasses():
    with contextlib.suppress(AssertionError, OSError):
        open({place!r} + "/store.json").read()
"""
CHILD = """
import os, subprocess, sys
def test_trespasses():
    env = {{**os.environ, "HOME": {home!r}}}
    for name in list(env):
        if name.startswith(("XDG", "SO_TUI")):
            del env[name]
    subprocess.run([sys.executable, "-m", "so_tui", "demo"], env=env)
"""
HOMELESS = """
import subprocess, sys
def test_trespasses():
    subprocess.run([sys.executable, "-m", "so_tui", "status"], env={{"PATH": "/usr/bin:/bin"}})
"""
NAMED = """
import os, subprocess, sys
def test_trespasses():
    words = [sys.executable, "-m", "so_tui", "status"]
    subprocess.run(words, env={{**os.environ, "SO_TUI_HOME": {place!r}}})
"""
INNOCENT = """
import os, subprocess, sys, time
def test_keeps_out():
    for _ in range(3):
        words = [sys.executable, "-m", "so_tui", "demo", "--data-dir", os.environ["SO_TUI_HOME"]]
        assert subprocess.run(words).returncode in (0, 1)
"""


def test_a_test_lives_in_a_home_of_its_own() -> None:
    home = Path(os.environ["HOME"])
    assert not list(home.iterdir())
    assert Path(platformdirs.user_data_dir("so-tui")).is_relative_to(home)
    assert Path(os.environ["SO_TUI_HOME"]).is_relative_to(home)


Inner = Callable[[str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def inner(tmp_path: Path) -> Inner:
    """What runs the guard on a test of its own; the 'real' home is made up for it."""
    real = tmp_path / "real"
    real.mkdir()
    place = real / ".local/share/so-tui"
    folder = tmp_path / "inner"
    folder.mkdir()
    (folder / "conftest.py").write_text((TOP / "tests/conftest.py").read_text())

    def run(code: str) -> "subprocess.CompletedProcess[str]":
        (folder / "test_inner.py").write_text(code.format(place=str(place), home=str(real)))
        ours = ("XDG_", "SO_TUI", "PYTEST")
        env = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
            cwd=folder,
            env={**env, "HOME": str(real), "PYTHONPATH": str(TOP)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("code", [IN_PROCESS, READING, CHILD, HOMELESS, NAMED])
def test_a_test_that_goes_to_the_real_place_fails(inner: Inner, tmp_path: Path, code: str) -> None:
    done = inner(code)
    assert done.returncode == 1, done.stdout
    assert "touched the user's own directories" in done.stdout
    assert not (tmp_path / "real" / ".local/share/so-tui").exists()


def test_somebody_who_uses_the_program_meanwhile_fails_no_test(
    inner: Inner, tmp_path: Path
) -> None:
    place = tmp_path / "real/.local/share/so-tui"
    place.mkdir(parents=True)
    over = threading.Event()
    written = 0

    def use_it() -> None:
        nonlocal written
        while not over.wait(0.01):
            written += 1
            (place / "store.json").write_text(f"{written}")

    somebody = threading.Thread(target=use_it)
    somebody.start()
    try:
        done = inner(INNOCENT)
    finally:
        over.set()
        somebody.join()
    assert done.returncode == 0, done.stdout
    assert written > 1
