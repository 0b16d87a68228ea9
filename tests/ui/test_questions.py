"""Questions: own ones and the library's, order, top three, whom to ask, how each stands."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import question_template, text, topics
from so_tui.domain.people import in_order as doctors_in_order
from so_tui.domain.questions import Asked, answer_to, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.ui import messages
from tests.ui.support import NOW, SIZES, demo, open_app
from tests.ui.support_questions import open_library, question_called

pytestmark = pytest.mark.parametrize("size", SIZES)


def order(state: AppState) -> list[str]:
    """Return the ids in the order to ask the questions."""
    return [q.id for q in in_order(state.questions.values())]


async def test_a_question_of_ones_own_for_some_doctors(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first, second, third = doctors_in_order(state.doctors.values())
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.press("n")
        await user.type("May I swim?")
        await user.press("tab", "right")
        await user.press("ctrl+s")
        question = question_called(user.state, "May I swim?")
        assert set(question.doctor_ids) == {second.id, third.id}
        assert first.id not in question.doctor_ids
        assert user.rows().key == question.id
        await user.sees("May I swim?")
        await user.saved()


async def test_a_question_needs_words(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        before = dict(user.state.questions)
        await user.press("n", "ctrl+s")
        await user.sees(f"'{text('questions.text')}' is empty")
        assert dict(user.state.questions) == before


async def test_the_wording_of_any_question_can_be_changed(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    aim = question_called(state, "What is the aim")
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(aim.id)
        await user.press("enter", "ctrl+end")
        await user.type(" Please say why.")
        await user.press("ctrl+s")
        assert user.state.questions[aim.id] == replace(
            aim, text=Clean(f"{aim.text} Please say why.")
        )
        await user.saved()
        await user.press("u")
        assert user.state.questions[aim.id] == aim
        await user.saved()


async def test_only_three_are_the_top_ones(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    top = [q.id for q in state.questions.values() if q.top]
    assert len(top) == 3
    aim = question_called(state, "What is the aim")
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(aim.id)
        await user.press("t")
        assert user.status == text("questions.top_full")
        assert not user.state.questions[aim.id].top
        await user.choose(top[0])
        await user.press("t")
        await user.choose(aim.id)
        await user.press("t")
        assert user.state.questions[aim.id].top
        assert not user.state.questions[top[0]].top
        assert sum(q.top for q in user.state.questions.values()) == 3
        await user.saved()


async def test_the_order_is_changed_by_keys(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    others = [q for q in order(state) if not state.questions[q].top]
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(others[1])
        await user.press("K")
        assert order(user.state)[3:5] == [others[1], others[0]]
        assert user.rows().key == others[1]
        await user.press("K")
        assert order(user.state)[3:5] == [others[1], others[0]]
        await user.press("right_square_bracket", "J")
        assert order(user.state)[3:6] == [others[0], others[2], others[1]]
        await user.saved()
        assert order(user.kept) == order(user.state)


async def test_the_state_is_set_for_each_doctor(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    aim = question_called(state, "What is the aim")
    third = doctors_in_order(state.doctors.values())[2]
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(aim.id)
        await user.press("s")
        await user.choose(f"{third.id}:{Asked.LATER}", "#dialog RowList")
        await user.press("enter")
        answer = answer_to(user.state.answers.values(), aim.id, third.id)
        assert answer is not None
        assert (answer.asked, answer.at) == (Asked.LATER, NOW)
        await user.saved()
        line = next(line for line in user.lines if "What is the aim" in line)
        assert line.rstrip("█▇▆▅▄▃▂▁ ").endswith("later")
        before = answer_to(
            state.answers.values(), aim.id, doctors_in_order(state.doctors.values())[0].id
        )
        assert before in user.state.answers.values()


async def test_a_deleted_question_leaves_its_lines(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    aim = question_called(state, "What is the aim")
    lines = {n.id for n in state.notes.values() if n.question_id == aim.id}
    assert lines
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(aim.id)
        await user.press("delete")
        assert aim.id not in user.state.questions
        assert not [a for a in user.state.answers.values() if a.question_id == aim.id]
        assert all(user.state.notes[n].question_id == "" for n in lines)
        await user.saved()
        await user.press("u")
        assert user.state.questions == state.questions
        assert user.state.answers == state.answers
        assert user.state.notes == state.notes
        await user.saved()


async def test_the_answer_of_each_doctor_stands_below(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    garden = question_called(state, "garden")
    async with open_app(data_dir, (size[0], 40), state=state, mode="questions") as user:
        await user.choose(garden.id)
        await user.sees("Dr Ben Sample: answered. Garden is fine.", "Dr Ada Example: not asked")


async def test_without_questions_or_doctors_the_next_key_is_named(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    alone = replace(state, questions={}, answers={}, notes={}, visits={}, doctors={}, cells={})
    async with open_app(data_dir, size, state=alone, mode="questions") as user:
        await user.sees("Press l to pick some from the library")
        await user.press("n")
        await user.type("May I swim?")
        await user.press("ctrl+s", "s")
        assert user.status == text("questions.no_doctor")
        assert [str(q.text) for q in user.kept.questions.values()] == ["May I swim?"]


async def test_half_a_question_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    aim = question_called(state, "What is the aim")
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(aim.id)
        await user.press("enter", "ctrl+end")
        await user.type(" Why?")
        await user.press("escape")
        assert user.state.questions[aim.id] == aim
        await user.drafted(f"form:question:{aim.id}", "Why?")
    async with open_app(data_dir, size, mode="questions") as user:
        await user.choose(aim.id)
        await user.press("enter")
        await user.sees("Why?")
        await user.press("ctrl+s")
        assert user.state.questions[aim.id].text == f"{aim.text} Why?"
        await user.saved()


async def test_questions_are_picked_and_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    state = replace(demo(), questions={}, answers={})
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await open_library(user)
        template = question_template("so_agree")
        await user.choose("so_agree")
        await user.press("enter")
        (question,) = user.state.questions.values()
        assert (question.text, question.template) == (template.text, template.key)
        assert (question.point, question.topic) == (template.point, "second_opinion")
        assert any("[x]" in line for line in user.lines)
        await user.saved()
        await user.press("space")
        assert not user.state.questions
        await user.saved()
        await user.press("space", "escape")
        await user.sees(template.text[:30])
        assert user.app.current_mode == "questions"
        assert len(user.intents(messages.Commit)) == 3


async def test_a_question_with_an_answer_stays(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await open_library(user)
        await user.choose("dx_name")
        await user.press("enter")
        assert user.status == text("questions.library_kept")
        assert user.state.questions == state.questions


async def test_sensitive_topics_stay_closed_until_opened(
    data_dir: Path, size: tuple[int, int]
) -> None:
    topic = next(topic for topic in topics() if topic.sensitive)
    inside = {question.key for question in topic.questions}

    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        listed = {row.key for row in user.rows().rows}
        assert not listed & inside
        await user.choose(f"open:{topic.key}")
        await user.sees("This part is closed")
        await user.press("enter")
        await user.wait(lambda: inside <= {row.key for row in user.rows().rows}, "its questions")
        assert dict(user.state.questions) == dict(demo().questions)


async def test_digits_lead_out_of_the_library(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await open_library(user)
        await user.press("2")
        assert user.app.current_mode == "checklist"
        await user.press("3")
        assert not user.app.screen.query("#library")
        assert user.app.current_mode == "questions"


async def test_one_key_asks_every_doctor_in_the_same_words(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    saw = question_called(state, "look at in person")
    assert len(saw.doctor_ids) == 2
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(saw.id)
        await user.press("asterisk")
        assert user.state.questions[saw.id] == replace(saw, doctor_ids=())
        await user.saved()
        await user.press("asterisk")
        assert user.status == text("questions.for_all_already")


async def test_the_same_words_are_not_taken_twice(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.press("n")
        await user.type("what is the AIM of treatment - a cure, long control, or comfort")
        await user.press("ctrl+s")
        await user.sees("This question is on your list already")
        assert user.state.questions == state.questions
        await user.press("ctrl+end")
        await user.type(", in your view")
        await user.press("ctrl+s")
        assert len(user.state.questions) == len(state.questions) + 1
        await user.saved()


async def test_a_question_feeds_the_point_that_is_chosen(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    garden = question_called(state, "garden")
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(garden.id)
        await user.press("o")
        await user.choose("pathology", "#dialog RowList")
        await user.press("enter")
        assert user.state.questions[garden.id] == replace(garden, point="pathology")
        assert "gap:pathology" not in {row.key for row in user.rows().rows}
        await user.press("o")
        await user.choose("none", "#dialog RowList")
        await user.press("enter")
        assert user.state.questions[garden.id].point == ""
        await user.saved()


async def test_what_a_visit_left_open_says_when_it_comes_up_again(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    benefit = question_called(state, "How much does the treatment help")
    async with open_app(data_dir, size, state=state, mode="questions") as user:
        await user.choose(benefit.id)
        assert "Dr Ada Example: later. Still open. It comes up again on Thu 3 Dec." in user.detail
        assert "Dr Ben Sample: answered" in user.detail


async def test_braces_are_filled_in_and_kept(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await user.press("n")
        await user.type("{first_doctor}: {odd} {plan")
        await user.press("ctrl+s")
        question = question_called(user.state, "{odd}")
        assert question.text == "{first_doctor}: {odd} {plan"
        await user.sees("Dr Ada Example: {odd} {plan")
        await user.saved()


async def test_the_sheet_is_written_into_a_new_file(data_dir: Path, size: tuple[int, int]) -> None:
    folder = data_dir.parent / "papers"
    folder.mkdir()
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        for number in ("", "-2"):
            await user.press("h")
            await user.to_field("brought")
            await user.replace_line("The disc")
            await user.to_field("folder")
            await user.replace(str(folder))
            await user.press("ctrl+s")
            path = folder / f"questions-dr-cleo-madeup{number}.html"
            await user.wait(path.exists, "the file")
            assert str(path) in user.status
            assert path.stat().st_mode & 0o777 == 0o600
            assert "The disc" in path.read_text("utf-8")
        assert len(list(folder.iterdir())) == 2


async def test_a_folder_that_is_not_there_is_named_and_nothing_is_lost(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="questions") as user:
        await user.press("h")
        await user.to_field("layout")
        await user.press("right")
        await user.to_field("folder")
        await user.replace(str(data_dir.parent / "none"))
        await user.press("ctrl+s")
        await user.sees("There is no such folder")
        await user.replace("~")
        await user.press("ctrl+s")
        await user.wait(lambda: "The sheet is saved" in user.status, "the sheet")
        (written,) = Path.home().glob("questions-*.html")
        assert "18pt" in written.read_text("utf-8")


async def test_a_sheet_needs_a_doctor(data_dir: Path, size: tuple[int, int]) -> None:
    alone = replace(demo(), questions={}, answers={}, notes={}, visits={}, doctors={}, cells={})
    async with open_app(data_dir, size, state=alone, mode="questions") as user:
        await user.press("h")
        assert user.status == text("questions.no_doctor")
