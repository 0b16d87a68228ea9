"""Notes that a newer version wrote: never changed here, and no word leaves its field."""

from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.storage.disk.inventory import FILE
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.snapshot.snapshot import dump, read
from so_tui.storage.store import Store
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.dialogs.form import Form
from so_tui.ui.screens.notes.screen import NotesScreen
from so_tui.ui.widgets.area import Composer
from tests.ui.support import SIZES, Session, demo, fill_store, open_app

REFUSED = text("status.refused")
TITLE = "Some words are not saved yet"


@pytest.fixture
def newer(data_dir: Path) -> Path:
    """The demo's notes, as if a later version had written them."""
    fill_store(data_dir, demo())
    tables = read(data_dir / FILE)
    assert tables is not None
    tables["meta"]["1"]["schema"] = SCHEMA + 1
    (data_dir / FILE).write_bytes(dump(tables))
    return data_dir


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def to_a_line(user: Session) -> None:
    """Where lines are shown, open a visit that has some."""
    screen = user.app.screen
    if isinstance(screen, NotesScreen):
        screen.focus_key(next(iter(user.state.notes)))


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_stays_in_its_field(newer: Path, size: tuple[int, int]) -> None:
    before = contents(newer)
    async with open_app(newer, size, mode="notes") as user:
        field = user.app.screen.query_one(Composer)
        for keys in (("enter",), ("ctrl+s",), ("ctrl+g",), ("ctrl+l",)):
            if not field.text:
                await user.type("what was said")
            await user.press(*keys)
            assert field.text == "what was said"
            assert user.status == REFUSED
            await user.sees("what was said", "NOT SAVED")
        await user.misses("Elsewhere")
        await user.press("ctrl+q")
        await user.sees(TITLE)
        await user.misses("another folder")
        await user.press("escape")
        assert field.text == "what was said"
    assert contents(newer) == before


@pytest.mark.parametrize(
    ("mode", "opens", "name"),
    [
        ("checklist", ("n",), "text"),
        ("questions", ("n",), "text"),
        ("opinions", ("enter",), "text"),
        ("notes", ("tab", "enter"), "text"),
    ],
)
async def test_a_form_stays_open(newer: Path, mode: str, opens: tuple[str, ...], name: str) -> None:
    async with open_app(newer, mode=mode) as user:
        to_a_line(user)
        await user.press(*opens)
        await user.to_field(name)
        await user.type("words of mine")
        await user.press("ctrl+s")
        await user.sees("newer version")
        form = user.app.screen
        assert isinstance(form, Form)
        assert "words of mine" in form.values()[name]
        await user.press("escape")
        await user.wait(lambda: isinstance(user.app.screen, BaseScreen), "the screen below")
        to_a_line(user)
        await user.press(*opens)
        await user.wait(lambda: isinstance(user.app.screen, Form), "the form again")
        assert isinstance(user.app.screen, Form)
        assert "words of mine" in user.app.screen.values()[name]


@pytest.mark.parametrize(
    ("mode", "keys"),
    [
        ("checklist", ("space",)),
        ("checklist", ("delete",)),
        ("questions", ("t",)),
        ("opinions", ("right", "x")),
        ("notes", ("tab", "delete")),
        ("notes", ("ctrl+l",)),
    ],
)
async def test_nothing_seems_changed(newer: Path, mode: str, keys: tuple[str, ...]) -> None:
    before = contents(newer)
    async with open_app(newer, mode=mode) as user:
        to_a_line(user)
        state = user.state
        await user.press(*keys)
        await user.wait(lambda: user.status == REFUSED, "why not")
        assert user.state is state
        await user.press("ctrl+q")
        await user.wait(lambda: user.app.return_code == 0, "the end, unasked")
    assert contents(newer) == before


async def test_a_tick_in_a_dialog_is_not_shown_as_made(newer: Path) -> None:
    async with open_app(newer, mode="opinions") as user:
        await user.press("right", "d", "space")
        await user.sees("newer version")
        await user.misses("[x]")


async def test_papers_can_be_written_all_the_same(newer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    async with open_app(newer, mode="questions") as user:
        await user.press("h")
        await user.to_field("folder")
        await user.replace(f"{folder}")
        await user.press("ctrl+s")
        await user.wait(lambda: list(folder.iterdir()), "the sheet")
        await user.wait(lambda: folder.name in user.status, "its path")


def test_settings_are_held_for_the_session(newer: Path) -> None:
    with Store.open(newer) as store:
        store.apply_setting("theme", "dark")
        store.flush()
        assert (store.settings["theme"], store.log.unsaved) == ("dark", False)
        assert store.log.refuses
