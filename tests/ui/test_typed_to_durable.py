"""From the letter to the disk: on no way, however odd, are words nowhere without a question."""

from pathlib import Path

import pytest

from so_tui.ui.dialogs.form import Form
from so_tui.ui.dialogs.locking import Hidden
from tests.ui.support import Session, demo, on_disk, open_app
from tests.ui.support_locked import PASSPHRASE, fill_locked, locked_on_disk, open_locked
from tests.ui.support_saving import Failure, disk_full, failures, folder_gone

TITLE = "Some words are not saved yet"


async def write_a_task(user: Session, text: str) -> None:
    await user.press("n")
    await user.to_field("text")
    await user.type(text)


def tasks(folder: Path) -> set[str]:
    return {task.text for task in on_disk(folder).tasks.values()}


@failures
async def test_a_form_saved_into_nowhere_asks_before_leaving(
    data_dir: Path, failure: Failure
) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with failure(data_dir):
            await write_a_task(user, "mine alone")
            await user.press("ctrl+s")
            await user.sees("NOT SAVED")
            await user.press("ctrl+q")
            await user.sees(TITLE)
            await user.press("enter")
            await user.misses(TITLE)
            await user.sees("NOT SAVED")
        await user.press("ctrl+q")
        await user.wait(lambda: user.app.return_code == 0, "the end, when all could be saved")
    assert "mine alone" in tasks(data_dir)


@pytest.mark.parametrize("failure", [folder_gone, disk_full])
async def test_a_form_that_is_open_asks_too_and_is_there_again(
    data_dir: Path, failure: Failure
) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with failure(data_dir):
            await write_a_task(user, "mine alone")
            await user.press("ctrl+q")
            await user.sees(TITLE)
            await user.press("escape")
            await user.misses(TITLE)
            form = user.app.screen
            assert isinstance(form, Form)
            assert form.values()["text"] == "mine alone"
            await user.press("escape")
            await user.press("ctrl+q")
            await user.sees(TITLE)
            await user.press("escape", "n")
            await user.to_field("text")
            assert isinstance(user.app.screen, Form)
            assert user.app.screen.values()["text"] == "mine alone"
        await user.press("ctrl+s")
        await user.misses("NOT SAVED")
    assert "mine alone" in tasks(data_dir)


async def test_a_change_is_taken_in_before_its_draft_is_let_go(data_dir: Path) -> None:
    from so_tui.ui.messages import Commit, Drafted

    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        await write_a_task(user, "mine")
        await user.press("ctrl+s")
        await user.wait(lambda: user.intents(Commit), "the change")
        await user.wait(lambda: user.intents(Drafted)[-1].text == "", "the end of the draft")
        (change,) = user.intents(Commit)
        assert change.draft_key == "form:task:new"
        assert user.asked.index(change) < user.asked.index(user.intents(Drafted)[-1])


@pytest.mark.parametrize(
    ("mode", "keys"),
    [
        ("home", ("e",)),
        ("home", ("ctrl+e", "e")),
        ("notes", ("x", "enter", "tab", "enter")),
        ("opinions", ("right", "e")),
        ("opinions", ("right", "d", "e")),
        ("decision", ("e",)),
        ("questions", ("e",)),
    ],
)
async def test_what_a_form_changes_names_the_draft_of_the_form(
    data_dir: Path, mode: str, keys: tuple[str, ...]
) -> None:
    from so_tui.ui.messages import Commit, Drafted

    async with open_app(data_dir, state=demo(), mode=mode) as user:
        await user.press(*keys)
        await user.wait(lambda: isinstance(user.app.screen, Form), "the form")
        await user.type("more")
        form = user.intents(Drafted)[-1].key
        assert form.startswith("form:")
        before = len(user.intents(Commit))
        await user.press("ctrl+s")
        await user.wait(lambda: user.intents(Commit)[before:], "the change")
        assert [change.draft_key for change in user.intents(Commit)[before:]] == [form]


async def test_a_case_that_is_started_names_the_draft_of_its_form(data_dir: Path) -> None:
    from so_tui.ui.messages import OpenCase

    async with open_app(data_dir) as user:
        await user.press("n")
        await user.wait(lambda: isinstance(user.app.screen, Form), "the form")
        await user.type("Lump")
        await user.press("ctrl+s")
        await user.wait(lambda: user.intents(OpenCase), "the case")
        assert user.intents(OpenCase)[0].draft_key == "form:case:new"


@pytest.mark.parametrize("mode", ["checklist", "notes"])
async def test_a_locked_screen_gives_all_words_back(data_dir: Path, mode: str) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode=mode) as user:
        if mode == "checklist":
            await write_a_task(user, "half of it")
        else:
            await user.type("half of it")
        await user.press("f12")
        await user.wait(lambda: user.app.session.is_suspended, "the notes' closing")
        assert isinstance(user.app.screen, Hidden)
        await user.type(PASSPHRASE)
        await user.press("enter")
        await user.wait(lambda: not isinstance(user.app.screen, Hidden), "the screen again")
        await user.sees("half of it")
        await user.type(" and more")
        await user.press("ctrl+s")
        await user.wait(lambda: "half of it and more" in texts(user), "all of it")
        await user.app.saves_done()
    state = locked_on_disk(data_dir)
    assert "half of it and more" in {
        *(task.text for task in state.tasks.values()),
        *(note.text for note in state.notes.values()),
    }


def texts(user: Session) -> set[str]:
    notes, tasks = user.state.notes.values(), user.state.tasks.values()
    return {*(note.text for note in notes), *(task.text for task in tasks)}


async def test_a_locked_screen_stays_open_while_words_are_nowhere(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode="checklist") as user:
        with disk_full(data_dir):
            await write_a_task(user, "mine alone")
            await user.press("ctrl+s")
            await user.sees("NOT SAVED")
            await user.press("f12", "ctrl+q")
            await user.sees("leave this window open")
            assert not user.app.session.is_suspended
        await user.type(PASSPHRASE)
        await user.press("enter")
        await user.wait(lambda: not isinstance(user.app.screen, Hidden), "the screen again")
        assert "mine alone" in texts(user)
        await user.app.saves_done()
    assert "mine alone" in {task.text for task in locked_on_disk(data_dir).tasks.values()}


async def test_f9_fails_twice_and_nothing_is_lost(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with folder_gone(data_dir):
            await write_a_task(user, "mine alone")
            await user.press("ctrl+s")
            await user.sees("NOT SAVED")
            await write_a_task(user, "half of it")
            await user.press("escape", "f9")
            await user.type(f"{tmp_path}/file")
            await user.press("ctrl+s")
            await user.sees("no folder")
            await user.press("ctrl+s")
            await user.sees("no folder")
            await user.press("escape")
            await user.sees("NOT SAVED", "mine alone")
            await user.press("n")
            assert isinstance(user.app.screen, Form)
            assert user.app.screen.values()["text"] == "half of it"
            await user.press("escape")
        await user.press("space")
        await user.misses("NOT SAVED")
        await user.saved()
    assert "mine alone" in tasks(data_dir)
