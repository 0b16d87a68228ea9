"""`so-tui undo`: the newest change of one's own is undone, wherever it was made."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.shell import CASE, keep_case, run, state_in


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return keep_case(tmp_path / "kept")


def tasks(folder: Path) -> set[str]:
    return {task.text for task in state_in(folder).tasks.values()}


def test_each_undo_takes_the_change_before(kept: Path) -> None:
    before = tasks(kept)
    for words in ("pack", "call"):
        assert run(kept, "task", "add", words).returncode == 0
    done = run(kept, "undo")
    assert (done.returncode, done.stderr) == (0, "")
    said = text("checklist.added", name="call", text="call")
    assert done.stdout == f"{text('status.undone', said=said)}\n"
    assert tasks(kept) == {*before, "pack"}
    assert run(kept, "undo").returncode == 0
    assert tasks(kept) == before
    done = run(kept, "undo")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"so-tui: {text('status.nothing_to_undo')}\n"


def test_all_of_one_command_is_undone_at_once(kept: Path) -> None:
    """A new round takes many things along; one undo brings back what was before."""
    before = state_in(kept)
    assert "so-tui undo" in run(kept, "case", "round", "It is back").stdout
    assert state_in(kept).case_id != CASE.id
    assert run(kept, "undo").returncode == 0
    after = state_in(kept)
    assert (after.case, after.visits, after.doctors) == (
        before.case, before.visits, before.doctors,
    )  # fmt: skip


def test_what_somebody_else_typed_is_left_unless_named(kept: Path) -> None:
    assert run(kept, "task", "add", "pack").returncode == 0
    assert run(kept, "diary", "add", "tired", "--as", "Nora").returncode == 0
    assert run(kept, "undo").returncode == 0
    assert "pack" not in tasks(kept)
    assert [note.text for note in state_in(kept).notes.values()] == ["tired"]
    assert run(kept, "undo", "--as", "Nora").returncode == 0
    assert not state_in(kept).notes


def test_what_was_changed_again_stays_and_is_told(kept: Path) -> None:
    assert run(kept, "task", "add", "pack").returncode == 0
    (task,) = (each for each in state_in(kept).tasks.values() if each.text == "pack")
    with Store.open(kept) as store:
        store.commit([Put(replace(task, text=Clean("pack a bag")), task)], author="Nora", label="x")
    done = run(kept, "undo")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("so-tui: Not undone: ")
    assert "Nora" in done.stderr
    assert "pack a bag" in tasks(kept)


def test_what_an_open_window_has_changed_is_left_to_it(kept: Path) -> None:
    assert run(kept, "task", "add", "pack").returncode == 0
    with Store.open(kept) as window:
        first = next(iter(window.state().doctors.values()))
        changed = replace(first, place=Clean("Hillview"))
        window.commit([Put(changed, first)], author="Ruth", label="Saved")
        assert run(kept, "undo").returncode == 0
        assert state_in(kept).doctors[first.id] == changed
    assert "pack" not in tasks(kept)
