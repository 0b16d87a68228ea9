"""The screen is hidden: nothing of the notes shows, and all is as it was on coming back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.commands import MODES
from so_tui.content import say
from so_tui.domain.text import Clean
from so_tui.screens.dialogs.form import Form
from so_tui.screens.dialogs.menu import Menu
from so_tui.screens.hidden import Hidden
from so_tui.state import Put
from so_tui.storage import vault
from so_tui.storage.store import Store
from so_tui.widgets.composer import Composer
from so_tui.widgets.secret_line import SecretLine
from tests.screens.support import SIZES, Session, demo, fill_store, open_app

PASSPHRASE = "four plain wörds here"
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
        before = user.text
        await user.press(HIDE)
        assert lines_with_words(user) == [say("hidden.plain")]
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
        await user.press(HIDE)
        (key,) = user.store.drafts.all()
        await user.drafted(key, "half a line")
        await user.type("nowhere 123 q")
        await user.paste("nor this")
        await user.press("f3", "ctrl+p", "ctrl+z", "u", "f1", "escape", HIDE, "tab", "ctrl+n")
        assert lines_with_words(user) == [say("hidden.plain")]
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
        assert lines_with_words(user) == [say("hidden.plain")]
        await user.press("enter")
        assert user.app.screen is form
        assert user.field("text") == "half a task"
        await user.press("escape", "ctrl+p")
        await user.type("opin")
        await user.press(HIDE)
        assert lines_with_words(user) == [say("hidden.plain")]
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
        assert lines_with_words(user) == [say("hidden.plain")]
        await user.press("enter")
        await user.sees("Dr Ada Other")


# With a passphrase


@pytest.fixture
def locked_dir(data_dir: Path) -> Iterator[Path]:
    """A data directory with the made-up case, locked."""
    fill_store(data_dir, demo())
    vault.switch_on(data_dir, PASSPHRASE, vault.new_recovery_key())
    yield data_dir
