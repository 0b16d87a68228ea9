"""Undo while somebody else changes the same: the status line says truly what became of it."""

from dataclasses import replace
from pathlib import Path

from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.ui.support import demo, on_disk, open_app


async def test_what_the_other_one_changed_is_not_undone_and_the_next_one_is(
    data_dir: Path,
) -> None:
    async with open_app(data_dir, (120, 30), state=demo(), mode="checklist") as user:
        first, second = [task for task in user.state.tasks.values() if not task.done_on][:2]
        for task in (first, second):
            await user.choose(task.id)
            await user.press("space")
        ticked = user.state.tasks[second.id]
        with Store.open(data_dir) as other:
            other.commit([Put(replace(ticked, done_on=None))], label="Opened", author="Maria")
            await user.press("u")
            await user.wait(lambda: user.status.startswith("Not undone: "), "that it is not undone")
            assert second.text[:20] in user.status
            assert user.status.endswith("was changed after that by Maria.")
            await user.press("u")
            await user.wait(lambda: user.status.startswith("Undone: "), "the one before")
            assert first.text[:20] in user.status
            assert user.state.tasks[first.id] == first
            await user.saved()
            other.refresh()
            other.undo("Maria")
            await user.wait(lambda: user.state.tasks[second.id] == ticked, "the tick again")
            await user.press("u")
            await user.wait(lambda: user.state.tasks[second.id] == second, "the undo")
            await user.saved()
    assert on_disk(data_dir).tasks[second.id] == second


async def test_what_is_undone_in_part_says_so(data_dir: Path) -> None:
    async with open_app(data_dir, (120, 30), state=demo(), mode="checklist") as user:
        await user.press("e")
        await user.to_field("text")
        await user.type(" (mine)")
        await user.to_field("note")
        await user.type("my note")
        key = user.app.screen_stack[-2].query_one("RowList").key  # type: ignore[attr-defined]
        before = user.state.tasks[key]
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.tasks[key] != before, "the change")
        mine = user.state.tasks[key]
        with Store.open(data_dir) as other:
            other.commit([Put(replace(mine, note=Clean("her note")))], author="Maria")
            await user.press("u")
            await user.wait(lambda: user.status.startswith("Undone in part: "), "a part")
            assert user.status.endswith("The rest was changed after that by Maria.")
            assert user.state.tasks[key] == replace(before, note=Clean("her note"))
        await user.saved()
