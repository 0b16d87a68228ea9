"""A letter in one field of a form costs nothing for the text in another, however long that is."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain import text as text_module
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from so_tui.ui.dialogs import form as form_module
from tests.ui.support import demo, fill_store, open_app

LONG = "every word counts " * 30_000


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A store with a task whose note is very long."""
    fill_store(data_dir, demo())
    task = next(iter(demo().tasks.values()))
    with Store.open(data_dir) as store:
        store.commit([Put(replace(task, note=Clean(LONG)))])
    return data_dir


async def test_a_letter_passes_over_the_other_fields(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[int] = []
    real = text_module.clean

    def counting(raw: str) -> Clean:
        passed.append(len(raw))
        return real(raw)

    async with open_app(folder, mode="checklist") as user:
        await user.press("home", "e")
        await user.sees("^S Save")
        await user.type("a")
        monkeypatch.setattr(form_module, "clean", counting)
        await user.type("bc")
        await user.app.saves_done()
        monkeypatch.undo()
        assert passed
        assert sum(passed) < 2_000
    (draft,) = Store.read(folder).drafts.all().values()
    assert len(draft.text) < 2_000
    assert list(json.loads(draft.text)) == ["text"]


async def test_what_was_unfinished_is_there_again_beside_what_was_not_touched(
    folder: Path,
) -> None:
    async with open_app(folder, mode="checklist") as user:
        await user.press("home", "e")
        await user.sees("^S Save")
        await user.type(" more")
        await user.press("escape")
        await user.app.saves_done()
    async with open_app(folder, mode="checklist") as user:
        task = next(iter(demo().tasks.values()))
        await user.press("home", "e")
        await user.sees("^S Save", "restored")
        await user.press("ctrl+s")
        await user.app.saves_done()
        kept = user.state.tasks[task.id]
        assert kept.text == f"{task.text} more"
        assert kept.note == LONG.strip()
