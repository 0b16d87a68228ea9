"""Home: starting a case, what is next, unfinished words, and the way to where lines come from."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.content.seeds import tasks_for
from so_tui.domain.calls import to_chase
from so_tui.domain.encounters import next_visit
from so_tui.domain.state import AppState, Put, apply
from so_tui.logic.deadlines import pressing
from so_tui.logic.diary import diary
from so_tui.logic.overview import due_tasks
from so_tui.logic.records import calls_today
from so_tui.ui import messages
from so_tui.ui.messages import Drafted
from tests.ui.support import SIZES, TODAY, demo, fill_store, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


async def test_a_case_is_started_by_keys_alone(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size) as user:
        await user.sees("Press n to start one", "New case")
        assert user.state.case is None
        await user.press("n")
        await user.type("A lump, left side\nPat Example\nDr First\n")
        await user.wait(lambda: user.state.case, "the case")
        case = user.state.case
        assert case is not None
        assert (case.title, case.patient, case.opened) == (
            "A lump, left side",
            "Pat Example",
            TODAY,
        )
        assert [d.name for d in user.state.doctors.values()] == ["Dr First"]
        assert len(user.state.tasks) == len(tasks_for(case.id, ""))
        assert [i.case_id for i in user.intents(messages.OpenCase)] == [case.id]
        await user.saved()
        await user.sees("A lump, left side", "Typing: Pat Example")
        assert user.status == text("status.started")
    async with open_app(data_dir, size) as user:
        await user.sees("A lump, left side", "Typing: Pat Example")


async def test_a_case_needs_words(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size) as user:
        await user.press("n", "ctrl+s")
        await user.sees(f"'{text('home.case_title')}' is empty")
        await user.press("escape")
        assert user.state.case is None
        assert user.kept.case is None


@pytest.mark.parametrize("mode", ["checklist", "questions", "notes", "opinions", "decision"])
async def test_before_a_case_each_screen_names_the_next_key(
    data_dir: Path, size: tuple[int, int], mode: str
) -> None:
    async with open_app(data_dir, size, mode=mode) as user:
        await user.sees("Start a case first: 1 opens Home, n starts one.")


async def test_enter_goes_to_where_a_line_comes_from(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    visit = next_visit(state.visits.values(), TODAY)
    late = due_tasks(state, TODAY)[0].task
    assert visit is not None
    async with open_app(data_dir, size, state=state) as user:
        await user.choose(f"checklist:{late.id}")
        await user.press("enter")
        assert user.app.current_mode == "checklist"
        await user.wait(lambda: user.rows().key == late.id, "the task under the cursor")
        await user.press("1")
        await user.choose(f"notes:{visit.id}")
        await user.press("enter")
        assert user.app.current_mode == "notes"
        await user.sees(state.doctors[visit.doctor_id].name)
        sent = [(i.mode, i.key) for i in user.intents(messages.GoTo)]
        assert sent == [("checklist", late.id), ("notes", visit.id)]


async def test_the_words_of_the_case_can_be_changed(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("e")
        await user.replace("Something else")
        await user.press("ctrl+s")
        await user.sees("Something else")
        assert user.state.case is not None
        assert user.state.case.title == "Something else"
        await user.saved()
        await user.press("u")
        await user.sees("Breast cancer that has spread")
        await user.saved()


async def test_dates_stand_with_their_words(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=dated(-1, 0, 2)) as user:
        await user.sees("12 days left")
        for words in ("Sun 22 Nov late", "Mon 23 Nov due today", "Wed 25 Nov due soon"):
            keys = [row.key for row in user.rows().rows if row.cells[0] == words]
            await user.choose(keys[0])
            await user.sees(words)


@pytest.mark.parametrize(
    ("days", "words"), [(2, "2 days left"), (1, "1 day left"), (-1, "1 day past")]
)
async def test_the_days_left_to_decide_agree_with_their_number(
    data_dir: Path, size: tuple[int, int], days: int, words: str
) -> None:
    state, decision = demo(), demo().decision
    assert decision is not None
    state = apply(state, [Put(replace(decision, decide_by=TODAY + timedelta(days=days)))])
    async with open_app(data_dir, size, state=state) as user:
        await user.choose("decision:decide_by")
        await user.sees(words)


async def test_a_date_that_is_far_off_has_no_word(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=dated(9)) as user:
        await user.sees("Wed 2 Dec")
        assert "Wed 2 Dec due" not in user.text


def dated(*days: int) -> AppState:
    """Return the made-up case with only these tasks, due so many days from now."""
    tasks = sorted(demo().tasks.values(), key=lambda t: t.order)
    kept = [
        replace(task, due_visit="", due=TODAY + timedelta(days=ahead), done_on=None)
        for task, ahead in zip(tasks, days, strict=False)
    ]
    return replace(demo(), tasks={task.id: task for task in kept})


async def test_unfinished_words_are_named_and_found_again(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("half a li")
        await user.press("f2")
        await user.sees(text("home.unfinished"), text("kinds.draft.note"), "half a li")
    async with open_app(data_dir, size) as user:
        await user.sees("half a li")
        key = next(row.key for row in user.rows().rows if "half a li" in row.cells)
        await user.choose(key)
        await user.press("enter")
        assert user.app.current_mode == "notes"
        await user.sees("half a li")
        await user.type("ne\n")
        await user.wait(lambda: texts(user.state) & {"half a line"}, "the line")
        await user.press("f2")
        await user.misses(text("home.unfinished"))


def texts(state: AppState) -> set[str]:
    """Return the words of all lines."""
    return {str(note.text) for note in state.notes.values()}


async def test_the_dates_are_few_and_the_rest_is_counted(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """The way stands on the screen too; the last line opens all dates."""
    state = dated(*range(-3, 5))
    async with open_app(data_dir, size, state=state) as user:
        shown = [row for row in user.rows().rows if row.key.startswith(("checklist:", "insur"))]
        steps = {"checklist:", "insurance:"}
        deadlines = pressing(state, TODAY)
        assert len(deadlines) == 2
        assert len([row for row in shown if row.key not in steps]) == 4 + 2
        (more,) = (row for row in user.rows().rows if row.key == "dates:")
        calls = len(to_chase(state.calls.values(), TODAY)) + len(calls_today(state, TODAY))
        assert more.cells[1] == text(
            "home.more", count=len(due_tasks(state, TODAY)) + calls - 4 - 1
        )
        await user.choose("dates:")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#dates"), "all dates")


async def test_what_was_found_of_the_files_stands_on_top_and_can_be_read_whole(
    data_dir: Path, size: tuple[int, int]
) -> None:
    fill_store(data_dir, demo())
    (data_dir / "store.json").write_bytes(b"{")
    async with open_app(data_dir, size) as user:
        await user.sees(text("home.found"))
        assert user.rows().key == "found:0"
        await user.press("enter")
        await user.sees("Esc Back", "saved after it.")
        await user.press("escape")
        await user.press("down")
        assert user.rows().key == "found:1"


async def test_a_file_taken_away_under_the_open_window_is_said_at_once(
    data_dir: Path, size: tuple[int, int]
) -> None:
    fill_store(data_dir, demo())
    async with open_app(data_dir, size) as user:
        await user.misses(text("home.found"))
        (data_dir / "store.json").unlink()
        user.app.every_second()
        await user.wait(lambda: (data_dir / "store.json").exists(), "the file")
        await user.sees(text("home.found"), "A file in")
        assert "nothing is lost" in user.status


async def test_words_for_a_visit_that_is_gone_can_be_read_and_removed(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Unfinished words of a deleted visit stood on Home, and led nowhere."""
    async with open_app(data_dir, size, state=demo()) as user:
        user.app.post_message(Drafted("note:0000000000ff", "half a line"))
        await user.sees(text("home.leftover"), "half a line")
        await user.choose("leftover:0000000000ff")
        await user.press("enter")
        await user.sees(text("home.leftover_keep"), "half a line")
        await user.choose("keep", "#dialog RowList")
        await user.press("enter")
        note, *_ = diary(user.state)
        assert (note.text, note.author) == ("half a line", "Pat Demo")
        await user.misses(text("home.leftover"))
        user.app.post_message(Drafted("note:0000000000ff", "more"))
        await user.sees(text("home.leftover"))
        await user.choose("leftover:0000000000ff")
        await user.press("enter")
        await user.choose("remove", "#dialog RowList")
        await user.press("enter")
        await user.misses(text("home.leftover"))
        await user.drafted("note:0000000000ff", "")


async def test_how_sure_is_asked_and_answered(data_dir: Path, size: tuple[int, int]) -> None:
    """Confidence *after* is asked on Home once both opinions are in; it can be put off."""
    async with open_app(data_dir, size, state=demo()) as user:
        await user.choose("sure:")
        await user.press("enter")
        await user.sees("How sure are you now about what to do, from 0 to 10?")
        await user.press("enter")
        assert user.state.decision is not None
        assert user.state.decision.sure_after is None
        await user.wait(
            lambda: not [r for r in user.rows().rows if r.key == "sure:"], "the question put off"
        )
        await user.press("u")
        await user.choose("sure:")
        await user.press("enter", "home", "down", "down", "enter")
        assert user.state.decision is not None
        assert user.state.decision.sure_after == 2
        await user.saved()
