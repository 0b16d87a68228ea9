"""The decision: each line written, dates read in plain words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import say
from so_tui.domain.decision import Outcome
from so_tui.domain.people import by_date
from so_tui.domain.text import Clean
from so_tui.widgets.choice import Choice
from tests.screens.support import SIZES, TODAY, demo, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


async def test_the_decision_is_written(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(
        data_dir, size, state=replace(demo(), decisions={}), mode="decision"
    ) as user:
        await user.sees("not written yet. Enter writes it.")
        await user.press("enter")
        await user.type("Operation now, or wait?")
        await user.to_field("decide_by")
        await user.type("3 Dec\nDr First")
        await user.to_field("outcome")
        await user.press("right", "right", "right")
        await user.to_field("outcome_reason")
        await user.type("I feel sure enough")
        await user.press("ctrl+s")
        decision = user.state.decision
        assert decision is not None
        assert decision.sentence == "Operation now, or wait?"
        assert (decision.decide_by, decision.given_by) == (date(2026, 12, 3), "Dr First")
        assert (decision.outcome, decision.outcome_on) == (Outcome.NOT_NOW, TODAY)
        assert decision.outcome_reason == "I feel sure enough"
        assert (decision.decided, decision.decided_on) == ("", None)
        await user.saved()
        await user.sees("Operation now, or wait?", "Thu 3 Dec 2026", "not now")
        await user.press("u")
        assert user.state.decision is None
        await user.saved()


async def test_what_was_decided_gets_its_day(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    before = state.decision
    assert before is not None
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose("decided")
        await user.press("enter")
        await user.type("The operation first")
        await user.press("ctrl+s")
        assert user.state.decision == replace(
            before, decided=Clean("The operation first"), decided_on=TODAY
        )
        await user.saved()


@pytest.mark.parametrize("field", ["decide_by", "outcome_on", "decided_on"])
async def test_a_date_that_is_none_is_refused_in_plain_words(
    data_dir: Path, size: tuple[int, int], field: str
) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose(field)
        await user.press("enter")
        await user.replace("12/3/2026")
        await user.press("ctrl+s")
        await user.sees("This is not read as a date")
        focused = user.app.focused
        assert focused is not None
        assert focused.id == f"field-{field}"
        assert user.state.decision == state.decision
        await user.replace("2026-12-03")
        await user.press("ctrl+s")
        assert getattr(user.state.decision, field) == date(2026, 12, 3)
        await user.saved()


async def test_the_follow_up_is_one_of_the_visits(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    visits = by_date(state.visits.values())
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose("follow_up")
        await user.press("enter")
        choice = user.app.screen.query_one("#field-follow_up", Choice)
        assert [key for key, _ in choice.options] == ["", *(v.id for v in visits)]
        await user.press("right", "ctrl+s")
        decision = user.state.decision
        assert decision is not None
        assert decision.follow_up == ""
        await user.saved()
        assert say("decision.not_written") in " ".join(user.rows().rows[-1].cells)


async def test_half_a_decision_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="decision") as user:
        await user.choose("decided")
        await user.press("enter")
        await user.type("Half of")
        await user.drafted("form:decision:case", "Half of")
        await user.press("escape")
        assert user.state.decision == demo().decision
    async with open_app(data_dir, size, mode="decision") as user:
        await user.choose("decided")
        await user.press("enter")
        await user.sees("Half of")
        await user.type(" it")
        await user.press("ctrl+s")
        decision = user.state.decision
        assert decision is not None
        assert decision.decided == "Half of it"
        await user.saved()
