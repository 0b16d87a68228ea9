"""The dates: a picture and the same in words; a visit that moves takes along what hangs on it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.encounters import Encounter, next_visit
from so_tui.domain.state import AppState
from so_tui.logic.schedule import DateKind, planned
from so_tui.papers.calendar import uid_of
from tests.ui.support import SIZES, TODAY, demo, open_app

pytestmark = pytest.mark.parametrize("size", [*SIZES, (120, 40)])


def third_visit(state: AppState) -> Encounter:
    """Return the next visit of the made-up case."""
    found = next_visit(state.visits.values(), TODAY)
    assert found is not None
    return found


def read_file(path: Path) -> tuple[str, int]:
    """Return what a file holds, and who may read and write it."""
    return path.read_text("utf-8"), path.stat().st_mode & 0o777


async def test_the_picture_fits_and_marks_today(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        await user.sees("Decide by", "|====", "V visit")
        picture = next(line for line in user.lines if line.strip().startswith("Visits"))
        held, coming = picture.split("|")
        assert (held.count("V"), coming.count("V")) == (2, 2)  # with that of the word "Visits"
        others = next(line for line in user.lines if line.strip().startswith("Other"))
        assert [others.count(sign) for sign in "MNBV"] == [1, 1, 1, 0]
        await user.sees("M message", "N nurse's call", "B tumour board")
        assert "<" in held
        assert all(len(line) <= size[0] for line in user.lines)


async def test_the_cursor_starts_on_the_first_thing_that_is_not_over(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first = next(one for one in planned(state, TODAY) if not one.done)
    assert planned(state, TODAY)[0].done
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("dates")
        assert user.rows().key == first.row


async def test_every_date_is_listed_in_order(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        shown = [row.key for row in user.rows("#dates").rows if not row.heading]
        assert shown == [one.row for one in planned(user.state, TODAY)]


async def test_moving_a_visit_moves_what_hangs_on_it_and_undo_brings_it_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        visit = third_visit(user.state)
        before = {one.row: one for one in planned(user.state, TODAY)}
        await user.choose(f"visit-{visit.id}-")
        await user.press("e")
        await user.replace("4 Dec")
        await user.press("enter")
        assert user.state.visits[visit.id].day == date(2026, 12, 4)
        after = {one.row: one for one in planned(user.state, TODAY)}
        by = {after[row].day - one.day for row, one in before.items() if visit.id in row}
        assert max(by) == timedelta(days=7)  # what was short of time gets some of it back
        assert min(by) > timedelta(0)
        calls = {row for row, one in before.items() if one.key.endswith(f".{visit.doctor_id}")}
        assert calls  # whether it has come there is asked before the day it is due there
        assert all(after[row].day >= before[row].day for row in calls)
        others = [one for row, one in before.items() if visit.id not in row and row not in calls]
        assert [after[one.row] for one in others] == others
        assert user.status.startswith("Moved, and ")
        await user.saved()
        await user.press("u")
        await user.wait(lambda: user.state.visits[visit.id].day == visit.day, "the old day")
        assert {one.row: one for one in planned(user.state, TODAY)} == before


async def test_a_task_gets_a_day_of_its_own_and_a_rule_again(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        visit = third_visit(user.state)
        hung = [p for p in planned(user.state, TODAY) if p.visit_id == visit.id]
        one = next(p for p in hung if p.kind is DateKind.TASK)
        await user.choose(one.row)
        await user.press("e")
        await user.drafted(f"form:day:{one.row}", "")
        await user.replace("1 Dec")
        await user.press("enter")
        task = user.state.tasks[one.key]
        assert (task.due, task.due_visit) == (date(2026, 12, 1), "")
        await user.choose(f"task-{one.key}-")
        await user.press("d")
        await user.replace("visit -2")
        await user.press("enter")
        task = user.state.tasks[one.key]
        assert (task.due, task.due_visit, task.due_days) == (None, visit.id, -2)


async def test_a_visit_takes_a_day_alone(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        visit = third_visit(user.state)
        await user.choose(f"visit-{visit.id}-")
        await user.press("e")
        await user.replace("visit -3")
        await user.press("enter")
        await user.sees("This kind of date cannot be set like that")
        assert user.state.visits[visit.id] == visit


async def test_enter_goes_to_where_a_date_comes_from(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        one = next(p for p in planned(user.state, TODAY) if p.kind is DateKind.TASK)
        await user.choose(one.row)
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("RowList"), "the tasks")
        await user.wait(lambda: user.rows().key == one.key, "the task")


async def test_the_calendar_is_written_anew_each_time(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("dates")
        for name in ("second-opinion.ics", "second-opinion-2.ics"):
            await user.press("c")
            await user.to_field("folder")
            await user.replace(str(tmp_path))
            await user.press("ctrl+s")
            path = tmp_path / name
            await user.wait(lambda: user.status == text("calendar.done", path=path), "the file")  # noqa: B023  # waited for at once
            written, access = read_file(path)
            assert access == 0o600
            assert uid_of(planned(user.state, TODAY)[-1]) in written


async def test_before_there_is_a_visit_it_says_what_to_do(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    bare = AppState(case_id=state.case_id, cases=state.cases)
    async with open_app(data_dir, size, state=bare) as user:
        await user.open_side("dates")
        await user.sees("No dates yet")
        await user.press("e", "enter", "escape")
        await user.wait(lambda: user.app.screen.query("#overview"), "Home")


async def test_how_a_day_is_typed_stands_there_while_the_field_is_filled(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    days = planned(state, TODAY)
    task = next(one for one in days if one.kind is DateKind.TASK and one.visit_id)
    visit = next(one for one in days if one.kind is DateKind.VISIT and not one.done)
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("dates")
        for one, words in ((task, "counted"), (visit, "visit")):
            await user.choose(one.row)
            await user.press("e")
            await user.wait(lambda: user.app.screen.query("#field-day"), "the form")
            opening = user.app.screen.query_one("#form-words", Static)
            assert str(opening.content) == text(f"dates.about.{words}")
            assert "for 5 days from today" in " ".join(user.text.replace("│", " ").split())
            await user.press("escape")
