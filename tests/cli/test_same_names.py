"""No command takes the first of several of one name: it asks, with what tells them apart."""

from pathlib import Path

import pytest

from so_tui.domain.people import Doctor, by_name
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.shell import run
from tests.support.values import CASE_ID, case

SPECIALTIES = ("surgery", "radiation")
"""Of the two doctors called Dr Lee; the third is Dr Ray."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with two doctors called Dr Lee, and Dr Ray."""
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    lees = [
        Doctor(id=f"{n + 1:012x}", case_id=CASE_ID, order=n, name=Clean("Dr Lee"),
               specialty=Clean(what))
        for n, what in enumerate(SPECIALTIES)
    ]  # fmt: skip
    ray = Doctor(id="000000000003", case_id=CASE_ID, order=2, name=Clean("Dr Ray"))
    with Store.open(folder) as store:
        store.commit([Put(each) for each in (case(), *lees, ray)])
    return folder


def test_sheet_takes_no_first_of_several(folder: Path) -> None:
    """Hard case: `sheet --doctor Dr` took the first of three without a word."""
    done = run(folder, "sheet", "--doctor", "Dr")
    assert (done.returncode, done.stdout) == (1, "")
    for name in ("Dr Lee (surgery) (000000000001)", "Dr Lee (radiation)", "Dr Ray"):
        assert name in done.stderr
    done = run(folder, "sheet", "--doctor", "dr lee")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Dr Ray" not in done.stderr
    done = run(folder, "sheet", "--doctor", "lee rad")
    assert done.stdout.startswith("For Dr Lee (radiation)")
    done = run(folder, "sheet", "--doctor", "000000000001")
    assert done.stdout.startswith("For Dr Lee (surgery)")


def test_a_visit_is_with_the_one_who_is_meant(folder: Path) -> None:
    done = run(folder, "visit", "add", "Dr", "Lee", "--day", "+5")
    assert (done.returncode, done.stdout) == (1, "")
    assert "'Dr Lee (surgery)', 'Dr Lee (radiation)'" in done.stderr
    done = run(folder, "visit", "add", "000000000002", "--day", "+5")
    assert done.returncode == 0
    assert "Dr Lee (radiation)" in done.stdout
    assert "Dr Lee (radiation)" in run(folder, "status").stdout


def test_two_companions_of_one_name_can_be_named(folder: Path) -> None:
    for _ in range(2):
        assert run(folder, "person", "add", "Maria", "--kind", "companion").returncode == 0
    assert "Maria (1) (goes along)" in run(folder, "person", "list").stdout
    ids = [c.id for c in by_name(Store.read(folder).state().companions.values())]
    done = run(folder, "visit", "add", "Ray", "--day", "+5", "--companion", "Maria")
    assert done.returncode == 1
    assert "'Maria (1)', 'Maria (2)'" in done.stderr
    done = run(folder, "visit", "add", "Ray", "--day", "+5", "--companion", ids[1])
    assert done.returncode == 0
    (visit,) = Store.read(folder).state().visits.values()
    assert visit.companion_ids == (ids[1],)
