"""Notes opened where they cannot be written: no word leaves its place for nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import so_tui.ui.controller
from so_tui.content import text
from so_tui.storage.engine import opening
from tests.support.read_only import Drive, drive
from tests.ui.support import SIZES, Session, demo, fill_store, on_disk, open_app

TITLE = "Some words are not saved yet"


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Drive]:
    """A drive with the demo's notes that was closed before the program starts."""
    with drive(tmp_path / "drive") as found:
        fill_store(found.folder, demo())
        found.close()
        yield found


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(so_tui.ui.controller, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(opening, "TRY_EVERY", 0.0)


def notes_in(folder: Path) -> set[str]:
    return {note.text for note in on_disk(folder).notes.values()}


async def write_everywhere(user: Session) -> None:
    """Write a line, a form's words, a tick, a question, a deletion and half a line."""
    await user.type("one\n")
    await user.sees("NOT SAVED", "one", "not saved")
    await user.press("f3", "n")
    await user.to_field("text")
    await user.type("a task of mine")
    await user.press("ctrl+s")
    await user.wait(lambda: has_task(user.state.tasks, "a task of mine"), "the task")
    await user.press("space")
    await user.press("f4", "n")
    await user.to_field("text")
    await user.type("a question of mine")
    await user.press("ctrl+s")
    await user.wait(lambda: has_task(user.state.questions, "a question of mine"), "the question")
    await user.press("f5")
    await user.type("half")
    await user.sees("NOT SAVED", "half")


def has_task(table: object, text: str) -> bool:
    return isinstance(table, dict) and any(each.text == text for each in table.values())


def all_there(folder: Path) -> None:
    state = on_disk(folder)
    assert "one" in {note.text for note in state.notes.values()}
    (task,) = [each for each in state.tasks.values() if each.text == "a task of mine"]
    assert task.done_on is not None
    assert "a question of mine" in {each.text for each in state.questions.values()}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.usefixtures("_soon")
async def test_all_is_saved_once_the_folder_can_be_written_to(
    closed: Drive, size: tuple[int, int]
) -> None:
    async with open_app(closed.folder, size, mode="notes") as user:
        (standing,) = user.app.view.found
        await write_everywhere(user)
        assert "one" not in notes_in(closed.folder)
        closed.open()
        await user.misses("NOT SAVED")
        assert user.status == text("status.saved_again")
        assert standing not in user.app.view.found
        all_there(closed.folder)
        assert not user.app.view.unsaved
        key = next(key for key in user.app.view.drafts if key.startswith("note:"))
        await user.drafted(key, "half")
        await user.type(" and more\n")
        await user.wait(lambda: "half and more" in notes_in(closed.folder), "the next line")
        await user.saved()


async def test_f9_takes_all_of_it_along(closed: Drive, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    async with open_app(closed.folder, mode="notes") as user:
        await write_everywhere(user)
        await user.press("f9")
        await user.type(f"{place}")
        await user.press("ctrl+s")
        await user.misses("NOT SAVED")
        await user.sees("half")
        all_there(place)
        (moved,) = user.app.view.found
        assert moved.endswith(f"so-tui --data-dir {place}")
        key = next(key for key in user.app.view.drafts if key.startswith("note:"))
        user.store.close()
        await user.wait(lambda: "half" in drafts_in(place).get(key, ""), "half a line there")
        await user.type(" more\n")
        await user.wait(lambda: "half more" in notes_in(place), "the line there")
    assert "one" not in notes_in(closed.folder)


def drafts_in(folder: Path) -> dict[str, str]:
    from so_tui.storage.store import Store
    from so_tui.ui.case_drafts import of_case

    with Store.read(folder) as store:
        drafts = of_case(store.drafts.all(), store.state().case_id)
        return {key: draft.text for key, draft in drafts.items()}


@pytest.mark.parametrize("typed", ["one\n", "half"], ids=["a line", "half a line"])
async def test_leaving_with_words_that_are_nowhere_asks(closed: Drive, typed: str) -> None:
    async with open_app(closed.folder, mode="notes") as user:
        await user.type(typed)
        await user.sees("NOT SAVED", typed.strip())
        await user.press("ctrl+q")
        await user.sees(TITLE)
        await user.press("escape")
        await user.misses(TITLE)
        await user.sees(typed.strip())
        assert user.app.is_running


async def test_leaving_without_a_word_asks_nothing(closed: Drive) -> None:
    async with open_app(closed.folder, mode="notes") as user:
        await user.press("f3", "down", "f5", "ctrl+q")
        await user.wait(lambda: user.app.return_code == 0, "the end")


async def test_what_is_held_is_shown_and_can_be_undone(closed: Drive) -> None:
    async with open_app(closed.folder, mode="checklist") as user:
        before = dict(user.state.tasks)
        await user.press("delete")
        await user.wait(lambda: len(user.state.tasks) < len(before), "the deletion")
        await user.sees("NOT SAVED")
        await user.press("u")
        await user.wait(lambda: dict(user.state.tasks) == before, "the task again")


@pytest.mark.usefixtures("_soon")
async def test_what_was_undone_stays_undone_when_all_is_saved(closed: Drive) -> None:
    async with open_app(closed.folder, mode="notes") as user:
        await user.type("one\n")
        await user.type("two\n")
        await user.press("ctrl+z")
        await user.wait(lambda: "two" not in texts(user), "the undo")
        closed.open()
        await user.misses("NOT SAVED")
        await user.saved()
        assert "one" in notes_in(closed.folder)
        assert "two" not in notes_in(closed.folder)
        await user.press("ctrl+z")
        await user.wait(lambda: "one" not in texts(user), "the next undo")
        await user.saved()


def texts(user: Session) -> set[str]:
    return {note.text for note in user.state.notes.values()}


@pytest.mark.usefixtures("_soon")
async def test_a_folder_that_is_not_the_one_that_was_read_gets_nothing(closed: Drive) -> None:
    async with open_app(closed.folder, mode="notes") as user:
        await user.type("one\n")
        await user.sees("NOT SAVED")
        closed.open()
        away = closed.folder.with_name("away")
        closed.folder.rename(away)
        closed.folder.mkdir(mode=0o700)
        (closed.folder / "lock").touch()
        await user.wait(lambda: "no longer there" in user.app.view.trouble, "what is in the way")
        assert [path.name for path in closed.folder.iterdir()] == ["lock"]
        (closed.folder / "lock").unlink()
        closed.folder.rmdir()
        away.rename(closed.folder)
        await user.misses("NOT SAVED")
        await user.saved()
        assert "one" in notes_in(closed.folder)
