"""`so-tui about`: the page about the patient from a shell."""

import json
from datetime import date
from pathlib import Path

import pytest

from so_tui.logic.about_me import about_of
from tests.support.shell import keep_case, run, run_bytes, state_in


def test_it_is_filled_in_printed_and_found(data_dir: Path) -> None:
    """Hard case: medicines, allergies, history are asked for and can be written nowhere."""
    folder = keep_case(data_dir)
    assert run(folder, "about", "list").returncode == 3
    sent = b"Aspirin 100 mg, mornings\nInsulin\n"
    assert run_bytes(folder, "about", "set", "--medicines", "-", sent=sent).returncode == 0
    done = run(folder, "about", "set", "--allergies", "penicillin", "--born", "3 May 1961")
    assert (done.returncode, done.stdout) == (0, "Saved: About me\n")
    about = about_of(state_in(folder))
    assert about.born == date(1961, 5, 3)
    assert about.lines("medicines") == ["Aspirin 100 mg, mornings", "Insulin"]
    printed = run(folder, "about", "list").stdout
    assert "Born: 3 May 1961\n" in printed
    assert "Medicines: Insulin\n" in printed
    assert json.loads(run(folder, "about", "list", "--json").stdout)["allergies"] == "penicillin"
    assert "Allergies. penicillin" in run(folder, "find", "penicillin").stdout
    assert "- Insulin" in run(folder, "paper", "about").stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [("3/5/61", "with the year"), ("3 May", "with the year"), ("3 May 2090", "with the year"),
     ("3/5/1961", "Wed 3 May 1961 or Sun 5 Mar 1961"), ("31 Feb 1961", "no such day")],
)  # fmt: skip
def test_a_birth_date_that_is_not_clear_is_asked_back(
    data_dir: Path, typed: str, said: str
) -> None:
    folder = keep_case(data_dir)
    done = run(folder, "about", "set", "--born", typed)
    assert done.returncode == 1
    assert said in done.stderr
    assert not state_in(folder).about_me


def test_a_full_member_number_is_refused(data_dir: Path) -> None:
    folder = keep_case(data_dir)
    done = run(folder, "about", "set", "--contacts", "insurer, member number 12345678901")
    assert done.returncode == 1
    assert not state_in(folder).about_me


def test_without_a_field_it_is_not_understood(data_dir: Path) -> None:
    assert run(keep_case(data_dir), "about", "set").returncode == 2
