"""`so-tui dates`, `so-tui calendar` and `so-tui packing`: what is printed and what is written."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from so_tui.cli.group import parse
from so_tui.cli.options import Misunderstood
from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.domain.state import Drop, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.schedule import planned, planned_words
from so_tui.logic.tick_lists import visit_to_pack
from so_tui.papers.files import Layout, write_out
from so_tui.papers.listing import make_packing
from tests.support.shell import run_bytes as run
from tests.ui.support import fill_store


def test_every_date_is_printed_in_order(sample: Path) -> None:
    done = run(sample, "dates")
    assert (done.returncode, done.stderr) == (0, b"")
    today = date.today()
    state = demo_state(today)
    printed = [line.strip() for line in done.stdout.decode().splitlines() if line.startswith("  ")]
    assert printed == [planned_words(state, one) for one in planned(state, today)]
    assert done.stdout.decode().startswith("Today: ")


def test_the_calendar_is_printed_or_put_in_a_new_file(sample: Path, tmp_path: Path) -> None:
    printed = run(sample, "calendar")
    assert printed.returncode == 0
    assert len(Calendar.from_ical(printed.stdout).walk("VEVENT")) > 10
    path = tmp_path / "my.ics"
    done = run(sample, "calendar", str(path))
    assert done.stdout.decode().strip() == text("calendar.done", path=path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"mine")
    again = run(sample, "calendar", str(path))
    assert again.returncode == 1
    assert text("calendar.exists", path=path) in again.stderr.decode()
    assert path.read_bytes() == b"mine"
    assert run(sample, "calendar", str(path), "--force").returncode == 1
    assert path.read_bytes() == b"mine"
    path.write_bytes(printed.stdout)
    assert run(sample, "calendar", str(path), "--force").returncode == 0
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) > 10


def test_the_packing_list_is_printed_in_each_layout(sample: Path) -> None:
    today = date.today()
    state = demo_state(today)
    visit = visit_to_pack(state, today)
    assert visit is not None
    for layout in Layout:
        done = run(sample, "packing", "--format", layout.value)
        expected = write_out(make_packing(state, visit, today), layout)
        assert done.stdout.decode() == expected
    assert b"18pt" in run(sample, "packing", "--large").stdout


def test_no_packing_list_is_printed_for_a_private_visit(tmp_path: Path) -> None:
    """It was the one paper that told of a visit nobody else was to see."""
    state = demo_state(date.today())
    visit = visit_to_pack(state, date.today())
    assert visit is not None
    others = [each for each in state.visits.values() if each.id != visit.id]
    hidden = replace(visit, private=True, place=Clean("behind the garden"))
    fill_store(tmp_path / "store", apply(state, [Put(hidden)]))
    done = run(tmp_path / "store", "packing")
    assert b"behind the garden" not in done.stdout
    fill_store(tmp_path / "one", apply(state, [Put(hidden), *map(Drop, others)]))
    done = run(tmp_path / "one", "packing")
    assert (done.returncode, done.stdout) == (3, b"")
    assert text("packing.no_visit") in done.stderr.decode()


@pytest.mark.parametrize("command", ["dates", "calendar", "packing"])
def test_without_a_case_it_says_what_to_do(data_dir: Path, command: str) -> None:
    done = run(data_dir, command)
    assert (done.returncode, done.stdout) == (3, b"")
    assert text("sheet.cli.no_case") in done.stderr.decode()
    assert not data_dir.exists()


def test_large_print_is_for_html_alone() -> None:
    with pytest.raises(Misunderstood, match="Large print is for"):
        parse(["packing", "--large", "--format", "md"])
