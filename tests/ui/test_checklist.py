"""The checklist: tick, write, date, find and take back tasks."""

import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.checklist import Task, due_date
from so_tui.domain.encounters import Encounter, next_visit
from so_tui.domain.entity import new_id
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.plan import due as day_of
from so_tui.logic.plan import tasks_of
from so_tui.ui import messages
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.widgets.row_list import RowList
from tests.ui.support import SIZES, TODAY, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


def task_called(state: AppState, part: str) -> Task:
    """Return the one task whose words hold `part`."""
    (task,) = (task for task in state.tasks.values() if part in task.text)
    return task


def coming(state: AppState) -> Encounter:
    """Return the next visit."""
    visit = next_visit(state.visits.values(), TODAY)
    assert visit is not None
    assert visit.day is not None
    return visit


async def test_a_task_is_ticked_and_opened_again(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    ride = task_called(state, "ride to Hillview")
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        await user.choose(ride.id)
        await user.press("space")
        assert user.state.tasks[ride.id].done_on == TODAY
        (commit,) = user.intents(messages.Commit)
        assert commit.changes == (Put(replace(ride, done_on=TODAY), ride),)
        await user.saved()
        assert any("[x] Ask Jo" in line and "done" in line for line in user.lines)
        await user.press("space")
        assert user.state.tasks[ride.id].done_on is None
        assert any("[ ] Ask Jo" in line and "due today" in line for line in user.lines)
        await user.saved()
    async with open_app(data_dir, size, mode="checklist") as user:
        assert user.state.tasks[ride.id] == ride


async def test_a_task_is_written_with_owner_date_and_note(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        await user.press("n")
        await user.type("Buy a blue folder\nJo\ntomorrow\n")
        await user.to_field("note")
        await user.type("With a zip")
        await user.press("ctrl+s")
        await user.wait(lambda: "Buy a blue folder" in user.text, "the task in the list")
        task = task_called(user.state, "Buy a blue folder")
        assert (task.owner, task.due, task.note) == ("Jo", TODAY + timedelta(days=1), "With a zip")
        assert user.rows().key == task.id
        await user.saved()
        await user.sees("due soon", "With a zip", "Tue 24 Nov 2026")
        await user.press("u")
        await user.misses("Buy a blue folder *")
        await user.saved()
        assert task.id not in user.kept.tasks


async def test_a_date_hangs_on_a_visit_and_moves_with_it(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    visit = coming(state)
    ride = task_called(state, "ride to Hillview")
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        await user.choose(ride.id)
        await user.press("enter")
        await user.to_field("due")
        await user.replace("visit -7")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.tasks[ride.id].due_visit == visit.id, "the due date")
        task = user.state.tasks[ride.id]
        assert (task.due, task.due_days) == (None, -7)
        assert due_date(task, user.state.visits) == date(2026, 11, 20)
        await user.sees("Fri 20 Nov 2026", "late")
        await user.press("p")
        await user.choose(visit.id, "#people")
        await user.press("enter")
        await user.replace("2 Dec")
        await user.press("ctrl+s", "escape")
        assert due_date(user.state.tasks[ride.id], user.state.visits) == date(2026, 11, 25)
        await user.sees("Wed 25 Nov 2026", "due soon")
        await user.saved()


async def test_a_date_that_could_be_two_is_asked_back_in_plain_words(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    ride = task_called(state, "ride to Hillview")
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        await user.choose(ride.id)
        await user.press("e")
        await user.to_field("due")
        await user.replace("3/12")
        await user.press("ctrl+s")
        await user.sees("This can mean", "12 Mar 2027")
        assert user.state.tasks[ride.id] == ride
        await user.replace("3 Dec")
        await user.press("ctrl+s")
        assert user.state.tasks[ride.id].due == date(2026, 12, 3)
        await user.saved()


async def test_counting_from_a_visit_needs_one(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    ride = task_called(state, "ride to Hillview")
    alone = replace(state, visits={}, notes={}, tasks={ride.id: ride})
    async with open_app(data_dir, size, state=alone, mode="checklist") as user:
        await user.press("e")
        await user.to_field("due")
        await user.replace("visit -7")
        await user.press("ctrl+s")
        await user.sees("There is no visit to count from yet")
        assert user.state.tasks[ride.id] == ride


async def test_a_task_is_deleted_and_brought_back(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    ride = task_called(state, "ride to Hillview")
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        await user.choose(ride.id)
        await user.press("x")
        assert ride.id not in user.state.tasks
        await user.saved()
        assert user.status == text("checklist.deleted", text=ride.text)
        await user.press("u")
        assert user.state.tasks[ride.id] == ride
        await user.saved()


def shown_keys(user: Session) -> set[str]:
    """Return the ids of the tasks in the list."""
    return {row.key for row in user.rows().rows if not row.heading}


async def test_only_open_and_only_due_tasks(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    every = tasks_of(state)
    open_ = {t.id for t in every.values() if t.done_on is None}
    due = {
        t.id
        for t in every.values()
        if t.id in open_ and (day := day_of(state, t)) and (day - TODAY).days <= 3
    }
    assert due < open_ < set(every)
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        assert shown_keys(user) == set(every)
        await user.press("f")
        await user.wait(lambda: shown_keys(user) == open_, "the open tasks")
        await user.press("f")
        await user.wait(lambda: shown_keys(user) == due, "the due tasks")
        await user.sees("late", "due today")
        assert "[x]" not in user.text
        await user.press("f")
        await user.wait(lambda: shown_keys(user) == set(every), "all tasks")
        assert user.state.tasks == state.tasks


async def test_tasks_are_found_by_words_owner_or_note(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    disc = next(t for t in tasks_of(state).values() if "disc" in t.text and "folder" in t.note)
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        await user.press("slash")
        await user.type("DISC folder sam")
        await user.wait(lambda: shown_keys(user) == {disc.id}, "the one task")
        await user.press("enter")
        assert user.rows().has_focus
        await user.press("space")
        assert user.state.tasks[disc.id].done_on is None
        await user.press("slash")
        await user.type(" zzz")
        await user.sees(text("checklist.none_found"))
        await user.press("escape")
        await user.wait(lambda: shown_keys(user) == set(tasks_of(user.state)), "all tasks")


async def test_a_task_is_found_by_its_letters_without_their_accents(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """However the accent is stored, by itself or in one sign with its letter."""
    decomposed = Clean(unicodedata.normalize("NFD", "Ask Dr Zoé about Ångström"))
    task = replace(task_called(demo(), "Mark the three"), text=decomposed)
    state = apply(demo(), [Put(task)])
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        for typed in ("zoe angstrom", "ZOÉ"):
            await user.press("slash")
            await user.type(typed)
            await user.wait(lambda: shown_keys(user) == {task.id}, "the one task")
            await user.press("escape")


async def test_half_a_task_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        await user.press("n")
        await user.type("Half a ta")
        await user.drafted("form:task:new", "Half a ta")
    async with open_app(data_dir, size, mode="checklist") as user:
        await user.press("n")
        await user.sees("Half a ta", "Unsaved words from last time")
        await user.type("sk")
        await user.press("ctrl+s")
        assert task_called(user.state, "Half a task").done_on is None
        await user.drafted("form:task:new", "")
        await user.press("n")
        assert user.field("text") == ""


async def test_start_over_drops_unsaved_words(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    ride = task_called(state, "ride to Hillview")
    async with open_app(data_dir, size, state=state, mode="checklist") as user:
        await user.choose(ride.id)
        await user.press("e")
        await user.replace("Something else")
        await user.drafted(f"form:task:{ride.id}", "Something else")
        await user.press("ctrl+r")
        await user.sees("Ask Jo for a ride to Hillview")
        await user.drafted(f"form:task:{ride.id}", "")
        await user.press("ctrl+s")
        assert user.state.tasks[ride.id] == ride
        assert not user.intents(messages.Commit)


async def test_a_thousand_tasks_stand_in_one_widget(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    case = state.case
    assert case is not None
    many = [
        Task(case_id=case.id, section="records", text=Clean(f"Task {n:04}"), order=n)
        for n in range(1000)
    ]
    full = apply(replace(state, tasks={}), map(Put, many))
    async with open_app(data_dir, size, state=full, mode="checklist") as user:
        await user.sees("Task 0000")
        listed = user.rows("#tasks")
        assert sum(not row.heading for row in listed.rows) == 1000
        assert len(listed.query("*").exclude("ScrollBar")) == 0
        before = len(user.app.screen.query("*"))
        await user.press("end")
        await user.sees("Task 0999")
        assert listed.key == many[-1].id
        await user.press("pageup", "home")
        await user.sees("Task 0000")
        await user.press("space")
        assert user.state.tasks[many[0].id].done_on == TODAY
        assert len(user.app.screen.query("*")) == before
        assert isinstance(user.app.focused, RowList)


async def test_the_cursor_waits_for_what_it_is_to_go_to(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        task = replace(next(iter(demo().tasks.values())), id=new_id(), template="")
        assert isinstance(user.app.screen, BaseScreen)
        user.app.screen.seek(task.id)
        await user.pilot.resize_terminal(100, 30)  # draws the list, which does not hold it yet
        await user.wait(lambda: len(user.lines) == 30, "the larger window")
        user.app.screen.post_message(messages.Commit((Put(task),), "Added"))
        await user.wait(lambda: user.rows().key == task.id, "the cursor on it")


async def test_the_details_tell_the_true_reason_for_a_day(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """At short notice it read "(visit -7)" beside a day five days before the visit."""
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        visit = coming(user.state)
        (task,) = (
            task
            for task in tasks_of(user.state).values()
            if (task.template, task.due_visit) == ("records_arrived", visit.id)
        )
        await user.choose(task.id)
        await user.wait(lambda: "short notice for the visit with Dr Cleo Madeup" in user.detail,
                        "the reason")  # fmt: skip
        assert "visit -7" not in user.detail
