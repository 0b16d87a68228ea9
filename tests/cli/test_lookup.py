"""`so-tui paper` and `so-tui find`: papers and lines on stdout."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.papers.writing import PaperKind
from tests.support.pty import home_env
from tests.support.terminal import so_tui
from tests.ui.support import fill_store


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    command = so_tui(words[0], "--data-dir", str(folder), *words[1:])
    env = {**home_env(folder.parent), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env=env)


@pytest.fixture
def kept(data_dir: Path) -> Path:
    fill_store(data_dir, demo_state(date.today()))
    return data_dir


@pytest.mark.parametrize("kind", PaperKind)
def test_each_paper_is_printed(kept: Path, kind: PaperKind) -> None:
    done = run(kept, "paper", kind)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Not a" in done.stdout
    assert b"Friendly, but short of time" not in done.stdout


@pytest.mark.parametrize(
    ("options", "start"),
    [(("--format", "md"), b"# "), (("--format", "html"), b"<!DOCTYPE"), (("--large",), b"<!DOC")],
)
def test_it_is_printed_in_each_format(kept: Path, options: tuple[str, ...], start: bytes) -> None:
    done = run(kept, "paper", "letter", *options)
    assert done.returncode == 0
    assert done.stdout.startswith(start)


def test_a_line_is_found_in_any_order_with_a_slip(kept: Path) -> None:
    done = run(kept, "find", "raeding", "her2", "sample")
    assert (done.returncode, done.stderr) == (0, b"")
    first, *_ = done.stdout.decode().splitlines()
    assert "Dr Ben Sample, Sam" in first
    assert first.endswith("HER2 is 2+ in their reading, not 1+. ISH test is running")


def test_what_is_not_there_is_said(kept: Path, data_dir: Path) -> None:
    done = run(kept, "find", "qqqqqqqqq")
    assert (done.returncode, done.stdout) == (3, b"")
    assert text("lookback.cli.none", words="qqqqqqqqq") in done.stderr.decode()


@pytest.mark.parametrize("kind", PaperKind)
def test_without_a_case_there_is_no_paper(data_dir: Path, kind: PaperKind) -> None:
    done = run(data_dir, "paper", kind)
    assert (done.returncode, done.stdout) == (3, b"")
