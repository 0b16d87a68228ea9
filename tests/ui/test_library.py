"""The library: topics, kinds of doctors, search, closed parts, own wording, what is twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import core_questions, question_template, text, topic_of, topics
from so_tui.domain.people import in_order as doctors_in_order
from so_tui.domain.questions import Question
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.ui import messages
from so_tui.ui.screens.library.screen import ANYONE, CLOSED_ROW
from tests.ui.support import SIZES, Session, demo, open_app
from tests.ui.support_questions import open_library, question_called

pytestmark = pytest.mark.parametrize("size", SIZES)


def shown(user: Session) -> list[str]:
    """Return the keys of the rows that can be chosen."""
    return [row.key for row in user.rows("#library").rows if not row.heading]


def bare_case() -> AppState:
    """Return the made-up case without any question."""
    return replace(demo(), questions={}, answers={}, notes={})


async def test_every_topic_that_is_not_closed_is_shown(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        expected = []
        for topic in topics():
            inside = [question.key for question in topic.questions]
            expected += [f"{CLOSED_ROW}{topic.key}"] if topic.sensitive else inside
        assert shown(user) == expected


async def test_the_quick_four_are_picked_by_one_key(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=bare_case(), mode="questions") as user:
        await open_library(user)
        await user.press("asterisk")
        assert [q.template for q in user.state.questions.values()] == [
            question.key for question in topics()[0].questions
        ]
        assert len({q.order for q in user.state.questions.values()}) == 4
        await user.saved()
        await user.press("asterisk")
        assert user.status == text("library.whole_already")
        await user.press("u")
        assert not user.state.questions


async def test_search_narrows_as_you_type(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.press("slash")
        await user.type("guideline")
        found = [key for key in shown(user) if not key.startswith(CLOSED_ROW)]
        assert found == ["rare_no_guide", "opt_guide"]
        await user.type(" xyzzy")
        assert shown(user) == []
        await user.sees(text("questions.none_found")[:20])
        await user.press("escape")
        assert len(shown(user)) > 100


async def test_a_closed_part_says_it_may_hold_it_but_not_what(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.press("slash")
        await user.type("eggs")
        assert shown(user) == [f"{CLOSED_ROW}fertility"]
        assert "embryos" not in user.text
        await user.press("enter")
        await user.sees("This part is closed")
        await user.press("enter")
        assert shown(user) == ["fert_delay", "fert_cost"]


async def test_a_topic_is_jumped_to(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.press("t")
        await user.choose("costs", "#dialog RowList")
        await user.press("enter")
        assert user.rows("#library").key == "cost_visit"
        await user.press("t")
        await user.choose("outlook", "#dialog RowList")
        await user.press("enter")
        assert user.rows("#library").key == f"{CLOSED_ROW}outlook"


async def test_questions_for_one_kind_of_doctor(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.press("d")
        await user.choose("slides", "#dialog RowList")
        await user.press("enter")
        keys = [key for key in shown(user) if not key.startswith(CLOSED_ROW)]
        assert keys
        assert all("slides" in question_template(key).kinds for key in keys)
        assert "path_slides" in keys
        assert "cost_visit" not in keys
        assert text("library.kind.slides") in user.status
        await user.press("d")
        await user.choose(ANYONE, "#dialog RowList")
        await user.press("enter")
        assert "cost_visit" in shown(user)


async def test_what_is_missing_of_the_core_is_shown(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    taken = {q.template for q in state.questions.values()}
    missing = [t.key for t in core_questions() if t.key not in taken]
    assert missing
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await open_library(user)
        await user.press("f")
        assert shown(user) == missing
        await user.press("enter")
        assert shown(user) == missing[1:]
        await user.press("f")
        mine = {q.template for q in user.state.questions.values() if q.template}
        assert set(shown(user)) == mine
        await user.press("f")
        assert len(shown(user)) > 100


async def test_the_words_are_changed_before_it_is_picked(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=bare_case(), mode="questions") as user:
        await open_library(user)
        await user.choose("quick_harm")
        await user.press("e", "ctrl+end")
        await user.type(" To my hands, I mean.")
        await user.press("ctrl+s")
        question = question_called(user.state, "To my hands")
        assert (question.template, question.point) == ("quick_harm", "side_effects")
        await user.saved()
        await user.press("e", "ctrl+end")
        await user.type(" Or feet.")
        await user.press("ctrl+s")
        assert [q.id for q in user.state.questions.values()] == [question.id]
        assert user.state.questions[question.id].text.endswith("Or feet.")


async def test_unfinished_words_of_a_library_question_are_put_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=bare_case(), mode="questions") as user:
        await open_library(user)
        await user.press("e", "ctrl+end")
        await user.type(" For me?")
        await user.press("escape")
        await user.drafted("form:question:quick_good", "For me?")
    async with open_app(data_dir, size) as user:
        await user.choose("questions:question|quick_good")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-text"), "the form")
        assert user.field("text").endswith("For me?")
        await user.press("ctrl+s")
        assert [q.template for q in user.state.questions.values()] == ["quick_good"]
        await user.saved()


async def test_a_question_in_ones_own_words_is_not_picked_twice(
    data_dir: Path, size: tuple[int, int]
) -> None:
    case = demo()
    own = Question(case_id=case.case_id, text=Clean("what GOOD can the treatment do, for me"))
    state = replace(case, questions={own.id: own}, answers={}, notes={})
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await open_library(user)
        await user.choose("quick_good")
        assert "[x]" in next(line for line in user.lines if "What good can" in line)
        await user.press("enter")
        assert user.status == text("library.own_words")
        assert dict(user.state.questions) == {own.id: own}


async def test_one_that_asks_much_the_same_is_named(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.choose("quick_good")
        await user.press("enter")
        assert user.status.startswith("On your list. It is much like one you have: How much does")
        assert len(user.intents(messages.Commit)) == 1


async def test_the_words_hold_what_the_case_knows_and_a_gap_where_it_does_not(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first = doctors_in_order(state.doctors.values())[0]
    async with open_app(
        data_dir, size, state=replace(state, decisions={}), mode="questions"
    ) as user:
        await open_library(user)
        await user.choose("so_letter")
        assert f"Will you write to {first.name}" in user.detail
        await user.press("enter")
        question = next(q for q in user.state.questions.values() if q.template == "so_letter")
        assert "{first_doctor}" in question.text
        await user.choose("so_wait")
        assert "decide by (...)." in user.detail


async def test_where_a_question_comes_from_is_shown(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.choose("quick_good")
        await user.press("v")
        await user.sees("Choosing Wisely", "Mon 23 Nov 2026", "How much it may help")


async def test_a_gap_leads_to_the_questions_that_close_it(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await user.choose("gap:pathology")
        assert "What the slides show" in user.detail
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#library"), "the library")
        await user.wait(lambda: user.rows("#library").key == "path_slides", "its question")
        assert topic_of("path_slides").key == "pathology"
        await user.press("enter", "escape")
        assert "gap:pathology" not in {row.key for row in user.rows().rows}
        await user.saved()


async def test_a_topic_that_is_opened_is_the_one_the_cursor_is_in(
    data_dir: Path, size: tuple[int, int]
) -> None:
    closed = [topic for topic in topics() if topic.sensitive]
    assert closed
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        for topic in closed:
            await user.choose(f"{CLOSED_ROW}{topic.key}")
            await user.press("enter")
            assert user.rows().key == topic.questions[0].key
