"""Hostile text in every field: each screen and dialog opens, and shows it as typed."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from textual.screen import ModalScreen

from so_tui.domain.encounters import next_visit
from so_tui.domain.state import AppState
from so_tui.domain.text import clean, clean_line
from so_tui.storage.store import Store
from so_tui.ui.commands.specs import MODES
from tests.ui.hostile import ALL, HOSTILE, LISTED, LONG, hostile_case, long_case, mixed_case
from tests.ui.support import TODAY, Session, demo, fill_store, open_app
from tests.ui.support_looks import in_dialog, looks_sane

SIZES = [(80, 24), (60, 20), (120, 40)]
LISTED_MODES = ("checklist", "questions", "notes", "opinions")
"""The screens that list the tables of `LISTED`."""
DIALOGS = {
    "home": ("e", "w", "?"),
    "checklist": ("enter", "n", "v", "f1"),
    "questions": ("enter", "n", "s", "v"),
    "notes": ("ctrl+o", "f1"),
    "opinions": ("enter", "o", "v", "n"),
    "decision": ("enter", "ctrl+p"),
}


def all_in_one() -> AppState:
    """Return a case with all of the texts in each field."""
    return hostile_case(ALL)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("case", [all_in_one, long_case])
async def test_every_screen_and_dialog_opens(
    data_dir: Path, case: Callable[[], AppState], size: tuple[int, int]
) -> None:
    prepare(data_dir, case(), ALL if case is all_in_one else LONG)
    async with open_app(data_dir, size) as user:
        for number, mode in enumerate(MODES, 2):
            await user.press(f"f{number}")
            assert user.app.current_mode == mode
            looks_sane(user)
            for key in DIALOGS[mode]:
                await user.press(key)
                await user.wait(lambda: in_dialog(user), "the dialog")
                looks_sane(user)
                await user.press("escape")
                await user.wait(lambda: not in_dialog(user), "the dialog to close")
        await visit_the_rest(user)


async def visit_the_rest(user: Session) -> None:
    """Open the people, the library, and the form for a line."""
    await user.press("f2", "p")
    for _ in range(8):
        await user.press("enter")
        looks_sane(user)
        await user.press("escape", "down")
    await user.press("f4", "l")
    looks_sane(user)
    await user.press("f5", "enter", "tab", "enter")
    await user.wait(lambda: isinstance(user.app.screen, ModalScreen), "the form for a line")
    looks_sane(user)


@pytest.mark.parametrize(("mode", "table"), zip(LISTED_MODES, LISTED, strict=True))
async def test_what_can_be_printed_is_shown_as_typed(data_dir: Path, mode: str, table: str) -> None:
    state = mixed_case()
    fill_store(data_dir, state)
    async with open_app(data_dir, (120, 40), mode=mode) as user:
        if mode == "notes":
            await user.press("ctrl+o", "up", "enter", "tab")
        await user.press("home")
        seen, last = "", ""
        while last != user.rows().key:
            last = user.rows().key
            seen += user.text
            await user.press("pagedown")
        used = islice(HOSTILE.values(), len(getattr(state, table)))
        starts = {start(text) for text in used}
        assert [text for text in starts if text not in seen] == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_pasted_into_a_line_is_kept_as_typed(data_dir: Path, name: str) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        await user.paste(HOSTILE[name])
        await user.press("enter")
        visit = next_visit(demo().visits.values(), TODAY)
        assert visit is not None
        said = [str(n.text) for n in user.state.notes.values() if n.visit_id == visit.id]
        expected = [clean_line(line) for line in clean(HOSTILE[name]).split("\n")]
        assert " ".join(said) == " ".join(line for line in expected if line)
        looks_sane(user)
        await user.saved()


def prepare(folder: Path, state: AppState, raw: str) -> None:
    """Make a store with this state, and with the text in drafts and settings."""
    fill_store(folder, state)
    visit = next_visit(demo().visits.values(), TODAY)
    assert visit is not None
    with Store.open(folder) as store:
        store.set_setting("author", raw)
        store.drafts.put(f"note:{visit.id}", raw)
        store.drafts.put("form:task:new", raw)


def start(raw: str) -> str:
    """Return the start of the text's first line, as far as it is sure to stand in one piece."""
    return clean(raw).split("\n")[0].strip().split(" ")[0][:12]
