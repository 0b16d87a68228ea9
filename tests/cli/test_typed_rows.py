"""Dates, times and names on the command line, as people type them: the rows of a list of faults."""

import json
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.shell import run_bytes as run
from tests.support.stored import CASE
from tests.support.values import doctor

ZOE = Clean(unicodedata.normalize("NFD", "Dr Zoé Almeida"))


@pytest.fixture
def with_zoe(kept: Path) -> Path:
    """A data directory with a doctor whose name is stored in NFD."""
    with Store.open(kept) as store:
        store.commit([Put(replace(doctor(1, name=ZOE), case_id=CASE.id))])
    return kept


def add(folder: Path, *options: str) -> tuple[int, str]:
    """Add a visit, and return the exit code and what was said of a failure."""
    done = run(folder, "visit", "add", "zoe", *options)
    return done.returncode, done.stderr.decode()


def visits(folder: Path) -> list[dict[str, object]]:
    """Return the visits that are kept."""
    found: list[dict[str, object]] = json.loads(run(folder, "visit", "list", "--json").stdout)
    return found


@pytest.mark.parametrize(
    ("options", "readings"),
    [
        (("--day", "+9", "--time", "2:30"), ("2:30 pm", "2:30 am")),
        (("--day", "+9", "--time", "half past two"), ("2:30 pm", "2:30 am")),
        (("--day", "Tue 14 Dec 2026"), ("Mon 14 Dec 2026", "Tue 15 Dec 2026")),
        (("--day", "Fri 3 Dec 2026"), ("Thu 3 Dec 2026", "Fri 4 Dec 2026")),
        (("--day", "next month"), ("one day",)),
        (("--day", "3.12"), ("3 Dec", "12 Mar")),
    ],
)
def test_what_can_mean_two_things_is_asked_back(
    with_zoe: Path, options: tuple[str, ...], readings: tuple[str, ...]
) -> None:
    """Cases "--time 2:30", "Tue Dec 14", "Fri 3 Dec", "next month": taken, no word."""
    code, said = add(with_zoe, *options)
    assert code == 1
    assert all(reading in said for reading in readings)
    assert visits(with_zoe) == []


def test_a_day_and_a_time_and_a_name_without_accents_are_read(with_zoe: Path) -> None:
    """Case "a doctor stored in NFD, a filter `zoe`": no task fits."""
    day = date.today() + timedelta(days=9)
    assert add(with_zoe, "--day", f"{day} half past nine") == (0, "")
    (visit,) = visits(with_zoe)
    assert (visit["day"], visit["at"]) == (day.isoformat(), "09:30:00")
    assert run(with_zoe, "visit", "set", "zoé", "--place", "Lakeside").returncode == 0
    assert run(with_zoe, "sheet", "--doctor", "ZOÉ").returncode == 0
    assert ZOE.encode() in run(with_zoe, "find", "zoe").stdout
