"""The decision: each line written, dates read in plain words."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from so_tui.content import text
from so_tui.domain.case import CHECKS, Option, Outcome, Side, Weight
from so_tui.domain.encounters import by_date
from so_tui.domain.entity import YesNo
from so_tui.domain.state import Put, apply
from so_tui.domain.text import Clean
from so_tui.ui import messages
from so_tui.ui.widgets.choice import Choice
from tests.ui.support import SIZES, TODAY, demo, open_app

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
        await user.sees("Operation now, or wait?", "Thu 3 Dec", "not now")
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
async def test_a_date_that_could_be_two_is_asked_back_in_plain_words(
    data_dir: Path, size: tuple[int, int], field: str
) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose(field)
        await user.press("enter")
        await user.replace("12/3/2026")
        await user.press("ctrl+s")
        await user.sees("This can mean", "12 Mar 2026")
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
    visits = by_date(v for v in state.visits.values() if v.is_visit and not v.cancelled)
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
        assert text("decision.not_written") in " ".join(user.rows().rows[-1].cells)


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


async def test_what_matters_is_kept_apart_for_patient_and_companion(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = replace(demo(), matters={})
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.sees("To decide")
        await user.press("m")
        await user.type("To be home at night\n")
        await user.press("v", "ctrl+s")
        user.app.post_message(messages.WriteAs("Sam Demo"))
        await user.wait(lambda: user.app.view.author == "Sam Demo", "another author")
        await user.press("m")
        await user.type("That Pat rests")
        await user.press("ctrl+s")
        mine, sams = sorted(user.state.matters.values(), key=lambda each: each.order)
        assert (mine.text, mine.weight, mine.by) == ("To be home at night", Weight.MUCH, "")
        assert (sams.text, sams.weight, sams.by) == ("That Pat rests", Weight.OPEN, "Sam Demo")
        keys = [row.key for row in user.rows().rows]
        apart = keys.index("#matters/Sam Demo")
        assert keys.index(mine.id) < apart < keys.index(sams.id)
        assert user.rows().key == sams.id
        await user.press("x")
        assert list(user.state.matters) == [mine.id]
        await user.press("u")
        assert len(user.state.matters) == 2
        await user.saved()


async def test_an_option_with_what_speaks_for_and_against(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = replace(demo(), options={}, thoughts={})
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.press("plus")
        assert not user.state.thoughts
        await user.press("o")
        await user.type("Wait for the test")
        await user.press("ctrl+s", "minus")
        await user.type("More days of worry")
        await user.press("ctrl+s", "plus")
        await user.type("I would know")
        await user.press("ctrl+s")
        (option,) = user.state.options.values()
        thoughts = {t.side: t for t in user.state.thoughts.values()}
        assert thoughts[Side.FOR].text == "I would know"
        assert thoughts[Side.AGAINST].text == "More days of worry"
        assert {t.option_id for t in thoughts.values()} == {option.id}
        keys = [row.key for row in user.rows().rows]
        first = keys.index(option.id)
        assert keys[first + 1 : first + 3] == [thoughts[Side.FOR].id, thoughts[Side.AGAINST].id]
        await user.choose(option.id)
        await user.press("x")
        assert not user.state.options
        assert not user.state.thoughts
        await user.press("u")
        assert len(user.state.thoughts) == 2
        await user.saved()


async def test_half_a_thought_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    option = Option(id="0000000000ee", case_id=demo().case_id, text=Clean("Wait"))
    state = apply(demo(), [Put(option)])
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose(option.id)
        await user.press("minus")
        await user.type("half a wor")
        await user.drafted(f"form:thought:{option.id}/against", "half a wor")
    async with open_app(data_dir, size) as user:
        await user.choose(f"decision:thought|{option.id}/against")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-text"), "the form")
        assert (user.field("text"), user.field("side")) == ("half a wor", "against")


@pytest.mark.parametrize("name", CHECKS)
async def test_a_check_says_what_to_do_only_for_a_no(
    data_dir: Path, size: tuple[int, int], name: str
) -> None:
    todo = text(f"decision.todo.{name}")
    told = demo().decision
    assert told is not None
    unsaid: dict[str, Any] = {f"ready_{check}": YesNo.OPEN for check in CHECKS}
    before = replace(told, **unsaid)
    state = apply(demo(), [Put(before)])
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose(f"ready_{name}")

        def shown() -> str:
            return " ".join(user.rows().rows[user.rows().index].cells)

        for answer in (YesNo.YES, YesNo.NO, YesNo.OPEN):
            await user.press("space")
            decision = user.state.decision
            assert decision is not None
            assert getattr(decision, f"ready_{name}") is answer
            assert (todo in shown()) == (answer is YesNo.NO)
        assert user.state.decision == before
        await user.saved()


async def test_how_sure_stands_side_by_side(data_dir: Path, size: tuple[int, int]) -> None:
    before = demo().decision
    assert before is not None
    state = apply(demo(), [Put(replace(before, sure=4))])
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.choose("sure_after")
        await user.press("enter")
        await user.replace("11")
        await user.press("ctrl+s")
        await user.sees("a whole number from 0 to 10")
        await user.replace("7")
        await user.press("ctrl+s")
        decision = user.state.decision
        assert decision is not None
        assert (decision.sure, decision.sure_after) == (4, 7)
        assert "before: 4 of 10; after: 7 of 10" in " ".join(
            user.rows().rows[user.rows().index].cells
        )
        await user.saved()
