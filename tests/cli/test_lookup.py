"""`so-tui paper` and `so-tui find`: papers and lines on stdout."""

from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.papers.writing import PaperKind
from tests.support.shell import run_bytes as run

ABOUT = {PaperKind.INSURER: ("--about", "slides")}
"""What a paper is about that is printed for one of several things only."""


@pytest.mark.parametrize("kind", PaperKind)
def test_each_paper_is_printed(sample: Path, kind: PaperKind) -> None:
    done = run(sample, "paper", kind, *ABOUT.get(kind, ()))
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Not a" in done.stdout
    assert b"Friendly, but short of time" not in done.stdout


@pytest.mark.parametrize(
    ("options", "start"),
    [(("--format", "md"), b"# "), (("--format", "html"), b"<!DOCTYPE"), (("--large",), b"<!DOC")],
)
def test_it_is_printed_in_each_format(sample: Path, options: tuple[str, ...], start: bytes) -> None:
    done = run(sample, "paper", "letter", *options)
    assert done.returncode == 0
    assert done.stdout.startswith(start)


def test_a_line_is_found_in_any_order_with_a_slip(sample: Path) -> None:
    done = run(sample, "find", "raeding", "her2", "sample")
    assert (done.returncode, done.stderr) == (0, b"")
    first, *_ = done.stdout.decode().splitlines()
    assert "Dr Ben Sample, Sam" in first
    assert first.endswith("HER2 is 2+ in their reading, not 1+. ISH test is running")


def test_what_is_not_there_is_said(sample: Path, data_dir: Path) -> None:
    done = run(sample, "find", "qqqqqqqqq")
    assert (done.returncode, done.stdout) == (3, b"")
    assert text("lookback.cli.none", words="qqqqqqqqq") in done.stderr.decode()


@pytest.mark.parametrize("kind", PaperKind)
def test_without_a_case_there_is_no_paper(data_dir: Path, kind: PaperKind) -> None:
    done = run(data_dir, "paper", kind)
    assert (done.returncode, done.stdout) == (3, b"")
