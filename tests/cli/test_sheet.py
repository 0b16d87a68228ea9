"""`so-tui sheet`: the paper on stdout."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from so_tui.cli.group import parse
from so_tui.cli.options import Misunderstood
from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.domain.people import in_order
from tests.support.shell import run_bytes


def sheet(folder: Path, *options: str) -> "subprocess.CompletedProcess[bytes]":
    return run_bytes(folder, "sheet", *options)


@pytest.mark.parametrize(
    ("options", "start"),
    [
        ((), b"For Dr "),
        (("--format", "text"), b"For Dr "),
        (("--format", "md"), b"# For Dr "),
        (("--format", "html"), b"<!DOCTYPE html>"),
        (("--large",), b"<!DOCTYPE html>"),
    ],
)
def test_it_is_printed_in_each_format(sample: Path, options: tuple[str, ...], start: bytes) -> None:
    done = sheet(sample, *options)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(start)
    assert (b"18pt" in done.stdout) == ("--large" in options)
    assert b"Hormone treatment" in done.stdout


def test_it_is_for_the_doctor_who_is_named(sample: Path) -> None:
    for doctor in in_order(demo_state(date.today()).doctors.values()):
        done = sheet(sample, "--doctor", doctor.name.split()[-1].lower())
        assert done.stdout.decode().startswith(f"For {doctor.name}")
    done = sheet(sample, "--doctor", "Nobody")
    assert done.returncode == 3
    assert text("sheet.cli.none", words="Nobody") in done.stderr.decode()


def test_without_a_case_it_says_what_to_do(data_dir: Path) -> None:
    done = sheet(data_dir)
    assert (done.returncode, done.stdout) == (3, b"")
    assert text("sheet.cli.no_case") in done.stderr.decode()
    assert not data_dir.exists()


def test_large_print_is_for_html_alone() -> None:
    with pytest.raises(Misunderstood, match="Large print is for"):
        parse(["sheet", "--large", "--format", "md"])
