"""Another place to keep the notes in, when they cannot be saved; and the trash."""

from pathlib import Path

import pytest

from so_tui.domain.state import Drop, Put
from so_tui.storage.store import Store
from so_tui.ui.messages import Commit
from tests.ui.support import SIZES, demo, on_disk, open_app
from tests.ui.support_saving import folder_gone


def drafts_in(folder: Path) -> set[str]:
    """Return the unfinished texts that are on disk."""
    with Store.read(folder) as store:
        return {draft.text for draft in store.drafts.all().values()}


@pytest.mark.parametrize("size", SIZES)
async def test_the_notes_go_on_in_another_place(
    data_dir: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    place = tmp_path / "stick" / "notes"
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.misses("Elsewhere")
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED", "Elsewhere")
            await user.press("f9")
            await user.type(f"{place}")
            await user.press("ctrl+s")
            await user.misses("NOT SAVED")
            await user.sees("Everything is saved in")
            await user.type("two\nhalf")
            await user.sees("two", "half")
            await user.wait(lambda: "half" in drafts_in(place), "the half line on disk")
        texts = {note.text for note in on_disk(place).notes.values()}
        assert {"one", "two"} <= texts
        assert texts >= {note.text for note in demo().notes.values()}


async def test_a_home_that_nobody_has_is_a_folder_like_any_other(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
            await user.press("f9")
            await user.type("~nobody-of-this-name/notes")
            await user.press("ctrl+s")
            await user.misses("NOT SAVED")
        assert str(tmp_path) in user.app.view.status
    place = tmp_path / "~nobody-of-this-name" / "notes"
    assert "one" in {note.text for note in on_disk(place).notes.values()}


async def test_a_place_that_cannot_be_used_is_told(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with folder_gone(data_dir):
            await user.press("space")
            await user.sees("NOT SAVED")
            await user.press("f9")
            await user.type(f"{tmp_path}/file")
            await user.press("ctrl+s")
            await user.sees("NOT SAVED")
        await user.press("u")
        await user.misses("NOT SAVED")


async def test_what_was_deleted_is_put_back_together(data_dir: Path) -> None:
    doctor = max(demo().doctors.values(), key=lambda each: each.order)
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        await user.press("D")
        await user.sees("Nothing was deleted")
        task = next(iter(demo().tasks.values()))
        user.app.post_message(Commit((Drop(task), Drop(doctor)), "Deleted"))
        await user.wait(lambda: doctor.id not in user.state.doctors, "the deletion")
        await user.press("D")
        await user.sees("Deleted items of the last 30 days", doctor.name, "(and 1 more)")
        await user.press("enter")
        await user.wait(lambda: doctor.id in user.state.doctors, "what was deleted")
        await user.sees("Restored")
        await user.saved()
        assert user.state.tasks[task.id] == task
        assert user.state.doctors[doctor.id] == doctor


async def test_who_else_is_here_is_shown(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo()) as user:
        with Store.open(data_dir) as other:
            other.write_as("Sam")
            await user.sees("Sam here too")
        await user.misses("here too")


@pytest.mark.parametrize("size", SIZES)
async def test_a_place_that_fails_is_named_and_asked_for_again(
    data_dir: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    occupied, free = tmp_path / "occupied", tmp_path / "free"
    occupied.mkdir(mode=0o700)
    with Store.open(occupied) as theirs:
        theirs.commit([Put(next(iter(demo().cases.values())))])
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.type("half")
            await user.sees("NOT SAVED")
            await user.press("f9")
            await user.type(f"{occupied}")
            await user.press("ctrl+s")
            await user.sees("notes in the folder", "already", "Where else")
            await user.replace(f"{free}")
            await user.press("ctrl+s")
            await user.misses("NOT SAVED")
            await user.sees("half")
            await user.wait(lambda: "half" in drafts_in(free), "the half line on disk")
        assert "one" in {note.text for note in on_disk(free).notes.values()}
    assert "one" not in {note.text for note in on_disk(occupied).notes.values()}
