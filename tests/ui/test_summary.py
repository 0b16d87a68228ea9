"""The summary: its figures recounted by hand, the strip of signs, and where they differ."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import core_points, text
from so_tui.domain.opinions import SIGNS, State
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState, Put, apply
from tests.support.marks import marks_of
from tests.ui.support import SIZES, Session, demo, open_app

sizes = pytest.mark.parametrize("size", [*SIZES, (120, 40)])
both_sizes = pytest.mark.parametrize("size", SIZES)


def doctors(state: AppState) -> list[Doctor]:
    """Return the doctors in their order."""
    return in_order(state.doctors.values())


def marks(state: AppState, doctor: Doctor) -> list[State]:
    """Return a doctor's marks on the core points, one after the other."""
    kept = marks_of(state, doctor.id)
    return [kept.get(p.key, State.BLANK) for p in core_points()]


async def open_summary(user: Session) -> None:
    """Open the summary from the grid."""
    await user.press("m")
    await user.wait(lambda: user.app.screen.query("#summary"), "the summary")
    await user.sees("In all")


def whole(user: Session) -> str:
    """Return all that stands in the list, also what is not on the screen."""
    return "\n".join(" ".join(row.cells) for row in user.rows("#summary").rows)


def strip_of(user: Session, name: str) -> str:
    """Return the signs beside a doctor's name."""
    line = next(line for line in user.lines if name in line)
    return re.sub(r"\s", "", line.split(name, 1)[1])


@sizes
async def test_every_figure_is_a_recount(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    second = doctors(state)[1]
    counts = Counter(marks(state, second))
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        page = whole(user)
        differ = counts[State.DIFFERS]
        assert differ > 0
        assert text("summary.headline.differ", count=differ) in page
        line = next(row.cells[1] for row in user.rows("#summary").rows if row.key.endswith("#0"))
        shown = {word.strip(): int(n) for n, word in re.findall(r"(\d+) ([a-z ]+)", line)}
        assert shown == {str(s): n for s, n in counts.items() if s}
        assert text("summary.headline.nothing") in page


@sizes
async def test_the_strip_has_a_sign_for_each_point_and_doctor(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first, second, third = doctors(state)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        signs = "".join(SIGNS[m] if m else text("summary.no_mark") for m in marks(state, second))
        assert strip_of(user, second.name) == signs
        assert strip_of(user, third.name) == text("summary.no_mark") * len(core_points())
        assert len(strip_of(user, first.name)) == len(core_points())
        assert not set(strip_of(user, first.name)) & set("=+x")


@both_sizes
async def test_the_points_come_the_worst_first(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        words = [row.cells[0] for row in user.rows("#summary").rows if "/" in row.key]
        order = ["x differs", "? not clear", ". not discussed", "+ adds", "= same"]
        assert words == sorted(words, key=order.index)
        assert len(words) == len([m for m in marks(state, doctors(state)[1]) if m])


@both_sizes
async def test_unlike_records_are_pointed_out(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    first, second, _ = doctors(state)
    theirs = next(o for o in state.opinions.values() if o.doctor_id == second.id)
    state = apply(state, [Put(replace(theirs, had=theirs.had[1:]))])
    had = {o.doctor_id: set(o.had) for o in state.opinions.values()}
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        page = whole(user)
        assert text("summary.unlike") in page
        for one, other in ((first, second), (second, first)):
            (line,) = re.findall(rf"Only {one.name} saw: ([^.]+)\.", page)
            names = {str(state.records[i].name) for i in had[one.id] - had[other.id]}
            assert set(line.split(", ")) == names


@both_sizes
async def test_a_reason_a_task_and_a_question_by_one_key_each(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    first, second, _ = doctors(state)
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        await user.choose(f"{second.id}/plan", "#summary")
        await user.press("enter")
        await user.sees("Space ticks a line")
        await user.press("space")
        (difference,) = (d for d in user.state.differences.values() if d.point == "plan")
        assert difference.reasons == ("records",)
        assert (difference.doctor_id, difference.against) == (second.id, first.id)
        await user.choose("ask_first", "#dialog RowList")
        await user.press("t", "q", "t", "q")
        (task,) = (t for t in user.state.tasks.values() if t.id not in state.tasks)
        (question,) = (q for q in user.state.questions.values() if q.id not in state.questions)
        assert first.name in task.text
        assert "Advised plan" in task.text
        assert (question.doctor_ids, question.point) == ((first.id,), "plan")
        await user.press("escape")
        await user.wait(
            lambda: "Advised plan: They saw different records" in whole(user), "the reason"
        )
        await user.saved()
        await user.press("u")
        assert question.id not in user.state.questions
        assert task.id in user.state.tasks


@both_sizes
async def test_why_they_differ_in_own_words_comes_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    second = doctors(state)[1]
    key = f"form:difference:{second.id}/plan"
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        await user.choose(f"{second.id}/plan", "#summary")
        await user.press("enter", "e")
        await user.type("He had the sli")
        await user.drafted(key, "He had the sli")
    async with open_app(data_dir, size, mode="opinions") as user:
        await open_summary(user)
        await user.choose(f"{second.id}/plan", "#summary")
        await user.press("enter", "e")
        await user.sees("He had the sli")
        await user.type("des")
        await user.press("ctrl+s")
        (difference,) = (d for d in user.state.differences.values() if d.point == "plan")
        assert difference.note == "He had the slides"
        await user.drafted(key, "")
        await user.saved()


@both_sizes
async def test_an_open_point_becomes_a_question_for_that_doctor(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    second = doctors(state)[1]
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await open_summary(user)
        await user.choose(f"{second.id}/timing", "#summary")
        await user.press("t", "t")
        (question,) = (q for q in user.state.questions.values() if q.id not in state.questions)
        assert (question.doctor_ids, question.point) == ((second.id,), "timing")
        assert user.status == text("differences.asked_before")
        await user.press("o")
        await user.wait(lambda: user.app.screen.query("#grid"), "the grid")
        assert user.rows("#grid").key == "timing"


@both_sizes
async def test_with_one_doctor_there_is_nothing_to_sum_up(
    data_dir: Path, size: tuple[int, int]
) -> None:
    first = doctors(demo())[0]
    state = replace(demo(), doctors={first.id: first})
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.press("m")
        await user.sees(text("summary.needs_two")[:40])
        await user.press("enter", "t", "escape")
        assert user.state.questions == state.questions
