"""What to take: from the case and the shipped list, ticked, for one visit, on paper."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.edited_lines import Listed, tick_id
from so_tui.domain.encounters import by_date, next_visit
from so_tui.domain.state import AppState
from so_tui.logic.tick_lists import in_hand, packing_lines
from so_tui.ui.screens.packing.screen import FACT
from tests.ui.support import NOW, SIZES, TODAY, demo, open_app

pytestmark = pytest.mark.parametrize("size", [*SIZES, (120, 40)])
DAY_BEFORE = NOW + timedelta(days=3)


async def test_home_offers_it_the_day_before_and_on_the_day(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    visit = next_visit(state.visits.values(), TODAY)
    assert visit is not None
    for days, offered in ((2, False), (3, True), (4, True)):
        now = NOW + timedelta(days=days)

        def clock(now: datetime = now) -> datetime:
            return now

        folder = data_dir / f"{days}"
        folder.mkdir(parents=True)
        async with open_app(folder, size, state=state, clock=clock) as user:
            keys = [row.key for row in user.rows("#overview").rows]
            assert (f"packing:{visit.id}" in keys) is offered
            if offered:
                await user.choose(f"packing:{visit.id}")
                await user.press("enter")
                await user.sees("What to take to Dr Cleo Madeup")


async def test_it_holds_what_the_case_knows(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("packing")
        visit = next_visit(user.state.visits.values(), TODAY)
        assert visit is not None
        shown = "\n".join(" ".join(row.cells) for row in user.rows("#packing").rows)
        assert in_hand(user.state)
        for record in in_hand(user.state):
            assert record.name in shown
        for fact in ("555-0133", "Sam Demo 555-0100", visit.phone_in, visit.place):
            assert fact in shown
        keys = [row.key for row in user.rows("#packing").rows if not row.heading]
        ticked = [key for key in keys if not key.startswith(FACT)]
        assert ticked == [line.tick.id for line in packing_lines(user.state, visit)]
        assert len(keys) > len(ticked)


async def test_a_tick_and_an_own_line_are_kept_for_this_visit(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("packing")
        visit = next_visit(user.state.visits.values(), TODAY)
        assert visit is not None
        key = tick_id(user.state.case_id, Listed.PACKING, "charger", visit.id)
        await user.choose(key)
        await user.press("space")
        assert user.state.ticks[key].on
        await user.press("n")
        await user.type("The blue folder\n")
        (own,) = (t for t in user.state.ticks.values() if t.text == "The blue folder")
        assert own.visit_id == visit.id
        await user.saved()
        others = packing_lines(user.state, by_date(user.state.visits.values())[-1])
        assert not any(line.tick.on for line in others)
        assert own not in [line.tick for line in others]
        await user.press("u", "u")
        assert not user.state.ticks.keys() & {own.id, key}


async def test_it_is_written_as_a_paper(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("packing")
        await user.press("h")
        await user.to_field("folder")
        await user.replace(str(tmp_path))
        await user.press("ctrl+s")
        await user.wait(lambda: user.status.startswith("Saved: "), "the file")
        path = Path(user.status.removeprefix("Saved: "))
        assert path.name == "what-to-take.html"
        assert path.parent == tmp_path


async def test_without_a_visit_it_says_so(data_dir: Path, size: tuple[int, int]) -> None:
    state: AppState = replace(demo(), visits={}, tasks={}, notes={}, answers={}, decisions={})
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("packing")
        await user.sees(text("packing.no_visit")[:30])
        await user.press("n")
        assert user.status == text("packing.no_visit")
        await user.press("h")
        assert user.status == text("ticks.nothing")
