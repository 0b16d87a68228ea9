"""The screen is hidden: nothing of the notes shows, and all is as it was on coming back."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.ui.commands.specs import MODES
from so_tui.ui.dialogs.form import Form
from so_tui.ui.dialogs.locking import Hidden
from so_tui.ui.dialogs.menu import Menu
from so_tui.ui.messages import ComeBack
from so_tui.ui.widgets.area import Composer
from so_tui.ui.widgets.line import SecretLine
from tests.ui.support import SIZES, Session, demo, open_app
from tests.ui.support_locked import (
    PASSPHRASE,
    fill_locked,
    has_session,
    locked_on_disk,
    open_locked,
)
from tests.ui.support_saving import disk_full, folder_gone

HIDE = "ctrl+backslash"
FIRST = min(demo().doctors.values(), key=lambda doctor: doctor.order)

both_sizes = pytest.mark.parametrize("size", SIZES)


def lines_with_words(user: Session) -> list[str]:
    """Return the lines of the screen that are not blank."""
    return [line.strip() for line in user.lines if line.strip()]


@both_sizes
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("theme", ["textual-dark", "ansi-light"])
async def test_nothing_but_one_line_shows(
    data_dir: Path, size: tuple[int, int], mode: str, theme: str
) -> None:
    async with open_app(data_dir, size, state=demo(), mode=mode, theme=theme) as user:
        await user.at_rest()
        before = user.text
        await user.press(HIDE)
        assert lines_with_words(user) == [text("hidden.plain")]
        await user.press("enter")
        await user.wait(lambda: user.text == before, "the same screen again")


@both_sizes
async def test_a_half_typed_line_comes_back_as_it_was(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("half a line")
        await user.press("left", "left")
        composer = user.app.screen.query_one(Composer)
        place = composer.cursor_location
        (key,) = user.app.view.drafts
        await user.press(HIDE)
        await user.drafted(key, "half a line")
        await user.type("nowhere 123 q")
        await user.paste("nor this")
        await user.press("f3", "ctrl+p", "ctrl+z", "u", "f1", "escape", HIDE, "tab", "ctrl+n")
        assert lines_with_words(user) == [text("hidden.plain")]
        assert user.app.current_mode == "notes"
        await user.press("enter")
        await user.sees("half a line")
        assert user.app.focused is composer
        assert (composer.text, composer.cursor_location) == ("half a line", place)
        await user.press("end")
        await user.type(" more\n")
        await user.saved()
        assert "half a line more" in {note.text for note in user.kept.notes.values()}


@both_sizes
async def test_it_works_from_a_form_and_from_the_menu(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        await user.press("n")
        await user.type("half a task")
        form = user.app.screen
        assert isinstance(form, Form)
        await user.press(HIDE)
        assert lines_with_words(user) == [text("hidden.plain")]
        await user.press("enter")
        assert user.app.screen is form
        assert user.field("text") == "half a task"
        await user.press("escape", "ctrl+p")
        await user.type("opin")
        await user.press(HIDE)
        assert lines_with_words(user) == [text("hidden.plain")]
        await user.press("enter")
        assert isinstance(user.app.screen, Menu)


async def test_one_can_leave_while_it_is_hidden(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.type("half")
        await user.press(HIDE, "ctrl+q")
        await user.wait(lambda: user.app._exit, "the end")
        assert not user.app.return_code


async def test_what_others_save_meanwhile_is_there(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="opinions") as user:
        await user.press(HIDE)
        with Store.open(data_dir) as other:
            other.commit([Put(replace(FIRST, name=Clean("Dr Ada Other")))])
        await user.wait(
            lambda: user.state.doctors[FIRST.id].name == "Dr Ada Other", "what they saved"
        )
        assert lines_with_words(user) == [text("hidden.plain")]
        await user.press("enter")
        await user.sees("Dr Ada Other")


# With a passphrase


@both_sizes
async def test_the_passphrase_is_asked_and_the_store_closed_meanwhile(
    data_dir: Path, size: tuple[int, int]
) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, size, mode="notes") as user:
        await user.type("half a line")
        composer = user.app.focused
        assert has_session(data_dir)
        await user.press(HIDE)
        await user.wait(lambda: not has_session(data_dir), "a closed store")
        assert lines_with_words(user) == [text("hidden.locked")]
        await user.press("enter", "f3", "ctrl+p")
        await user.type("not it\n")
        await user.sees(text("hidden.wrong"))
        assert "not it" not in user.text
        await user.type(PASSPHRASE)
        assert PASSPHRASE not in user.text
        assert "•" * len(PASSPHRASE) in user.text
        await user.press("enter")
        await user.sees("half a line")
        assert user.app.focused is composer
        assert has_session(data_dir)
        await user.type(" and more\n")
        texts = {note.text for note in locked_on_disk(data_dir).notes.values()}
        assert "half a line and more" in texts
    assert not has_session(data_dir)


async def test_what_others_save_while_it_is_locked_is_there_and_half_lines_stay_ours(
    data_dir: Path,
) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode="notes") as user:
        await user.type("half a line")
        await user.press(HIDE)
        await user.wait(lambda: not has_session(data_dir), "a closed store")
        with Store.open(data_dir, vault.unlock(data_dir, PASSPHRASE)) as other:
            other.commit([Put(replace(FIRST, name=Clean("Dr Ada Other")))])
            assert [draft.text for draft in other.drafts.all().values()] == ["half a line"]
            await user.type(PASSPHRASE + "\n")
            await user.sees("half a line")
        assert user.state.doctors[FIRST.id].name == "Dr Ada Other"
        assert "half a line" in [draft.text for draft in user.app.view.drafts.values()]


async def test_what_cannot_be_saved_keeps_the_store_open(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode="notes") as user:
        with disk_full(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
            await user.press(HIDE)
            await user.sees(text("hidden.locked"), text("hidden.not_saved"))
            assert "one" not in user.text
        await user.type("no" + PASSPHRASE + "\n")
        await user.sees(text("hidden.wrong"))
        await user.type(PASSPHRASE + "\n")
        await user.sees("one")
        await user.press("down")
        texts = {note.text for note in locked_on_disk(data_dir).notes.values()}
        assert "one" in texts


async def test_no_other_key_works_while_words_are_not_saved(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with disk_full(data_dir):
            await user.press("space")
            await user.sees("NOT SAVED")
            await user.press(HIDE, "f9")
            assert lines_with_words(user) == [text("hidden.plain")]


async def test_enter_pressed_twice_opens_the_notes_once(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir) as user:
        await user.press(HIDE)
        await user.wait(lambda: not has_session(data_dir), "a closed store")
        for _ in range(2):
            user.app.post_message(ComeBack(PASSPHRASE))
        await user.wait(lambda: not isinstance(user.app.screen, Hidden), "the notes")
        await user.app.workers.wait_for_complete()
        with Store.open(data_dir, vault.unlock(data_dir, PASSPHRASE)) as other:
            assert len(other.log.others) == 1
        assert user.app.screen.is_mounted
    assert not has_session(data_dir)


async def test_a_folder_that_is_gone_is_told_and_tried_again(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir) as user:
        before = user.text
        await user.press(HIDE)
        await user.wait(lambda: not has_session(data_dir), "a closed store")
        with folder_gone(data_dir):
            await user.type(PASSPHRASE + "\n")
            await user.wait(lambda: len(lines_with_words(user)) > 1, "a word on it")
            await user.misses(text("hidden.opening"))
            assert isinstance(user.app.screen, Hidden)
        await user.type(PASSPHRASE + "\n")
        await user.wait(lambda: user.text == before, "the same screen again")


async def test_leaving_while_it_is_locked_loses_nothing(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode="notes") as user:
        await user.type("half a line")
        await user.press(HIDE)
        await user.wait(lambda: not has_session(data_dir), "a closed store")
        await user.type("some")
        await user.press("ctrl+q")
        await user.wait(lambda: user.app._exit, "the end")
        assert not user.app.return_code
    with Store.open(data_dir, vault.unlock(data_dir, PASSPHRASE)) as store:
        assert [draft.text for draft in store.drafts.all().values()] == ["half a line"]


async def test_a_typed_passphrase_can_be_copied_nowhere(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir) as user:
        await user.press(HIDE)
        await user.type("some words")
        field = user.app.screen.query_one(SecretLine)
        await user.press("shift+home", "ctrl+c", "ctrl+x")
        assert user.app.clipboard == ""
        assert field.value == "some words"
