"""What became of a visit: Home asks, every way of moving keeps from when, and all can be undone."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from so_tui.domain.case import Case, Decision
from so_tui.domain.encounters import Course, Encounter, EncounterKind
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.ui.messages import GoTo
from tests.ui.support import NOW, TODAY, Session, open_app

CASE = Case(id="0000000000c1", title=Clean("A lump"), opened=TODAY - timedelta(days=9))
FIRST = Doctor(id="0000000000d1", case_id=CASE.id, name=Clean("Dr First"))
SECOND = Doctor(id="0000000000d2", case_id=CASE.id, name=Clean("Dr Second"), order=1)
YESTERDAY = TODAY - timedelta(days=1)
PAST = Encounter(id="0000000000e1", case_id=CASE.id, doctor_id=SECOND.id, day=YESTERDAY)
SIZE = (80, 24)


def of(*visits: Encounter) -> AppState:
    """Return a case with two doctors and these visits."""
    every = (CASE, FIRST, SECOND, *visits)
    return apply(AppState(case_id=CASE.id), [Put(each) for each in every])


async def answer(user: Session, key: str) -> None:
    await user.choose(f"encounter:{PAST.id}")
    await user.press("enter")
    await user.choose(key)
    await user.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_home_asks_first_whether_a_visit_took_place(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """'visit dated yesterday, never marked as held | Home: "In the room: done"': Home asks."""
    async with open_app(data_dir, size, state=of(PAST)) as user:
        await user.sees("Did it take place? Visit with Dr")
        assert user.rows().key == f"encounter:{PAST.id}"
        await user.press("enter")
        await user.sees("I don't know yet")
        await user.choose("unknown")
        await user.press("enter")
        assert user.state.visits[PAST.id] == PAST
        await answer(user, "took_place")
        await user.misses("Did it take place?")
        assert user.state.visits[PAST.id].took_place
        await user.press("u")
        await user.sees("Did it take place?")
        assert user.state.visits[PAST.id] == PAST


async def test_home_s_question_can_be_answered_by_a_new_day(data_dir: Path) -> None:
    async with open_app(data_dir, SIZE, state=of(PAST)) as user:
        await answer(user, "moved")
        await user.replace("12 Jan")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.visits[PAST.id].day == date(2027, 1, 12), "the new day")
        assert user.state.visits[PAST.id].moved_from == (f"{YESTERDAY}",)


async def test_home_s_question_can_be_answered_by_who_cancelled(data_dir: Path) -> None:
    async with open_app(data_dir, SIZE, state=of(PAST)) as user:
        await answer(user, "cancelled")
        await user.type("the clinic\nDr Second is ill\n")
        await user.wait(lambda: user.state.visits[PAST.id].cancelled, "cancelled")
        gone = user.state.visits[PAST.id]
        assert (gone.cancelled_by, gone.cancelled_why) == ("the clinic", "Dr Second is ill")
        await user.misses("Did it take place?")


async def test_a_written_opinion_is_asked_for_by_its_own_words(data_dir: Path) -> None:
    """'a written opinion has "expected by"': it is asked whether it has come, and when."""
    written = replace(PAST, kind=EncounterKind.WRITTEN, day=None, expected_by=YESTERDAY)
    async with open_app(data_dir, SIZE, state=of(written)) as user:
        await user.sees("Has it come? Written opinion from Dr Second")
        await answer(user, "came")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.visits[PAST.id].took_place, "it has come")
        assert user.state.visits[PAST.id].day == TODAY


async def test_a_past_case_asks_nothing(data_dir: Path) -> None:
    closed = apply(of(PAST), [Put(replace(CASE, closed=TODAY))])
    async with open_app(data_dir, SIZE, state=closed) as user:
        await user.sees("A lump")
        await user.misses("Did it take place?")


async def test_a_message_is_added_with_the_fields_that_fit_it(data_dir: Path) -> None:
    """'opinion by portal message | must be made a "visit"'."""
    async with open_app(data_dir, SIZE, state=of()) as user:
        await user.press("p", "v")
        await user.choose("message")
        await user.press("enter")
        await user.sees("A message", "Expected by", "Came on")
        await user.misses("Place", "Minutes")
        await user.to_field("expected_by")
        await user.type("+5")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.visits, "the message")
        (made,) = user.state.visits.values()
        assert (made.kind, made.expected_by) == (EncounterKind.MESSAGE, TODAY + timedelta(days=5))
        await user.sees("Message from Dr First", "expected")


async def test_cancelling_in_the_form_asks_who_and_why(data_dir: Path) -> None:
    coming = replace(PAST, day=TODAY + timedelta(days=4))
    async with open_app(data_dir, SIZE, state=of(coming)) as user:
        await user.press("p")
        await user.choose(PAST.id)
        await user.press("e")
        await user.to_field("course")
        await user.press("right", "right", "ctrl+s")
        await user.sees("who cancelled it, and why?")
        assert user.state.visits[PAST.id].cancelled
        await user.type("me\n")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.visits[PAST.id].cancelled_by == "me", "by whom")


@pytest.mark.parametrize("answered", ["same", "new"])
async def test_another_day_for_a_cancelled_visit_is_asked_about(
    data_dir: Path, answered: str
) -> None:
    """'a cancelled visit with a new day is a new planned visit or planned again, asked'."""
    gone = replace(PAST, course=Course.CANCELLED, cancelled_by=Clean("the clinic"))
    async with open_app(data_dir, SIZE, state=of(gone)) as user:
        await user.press("p")
        await user.choose(PAST.id)
        await user.press("e")
        await user.to_field("day")
        await user.replace("12 Jan")
        await user.press("ctrl+s")
        await user.choose(answered)
        assert user.state.visits[PAST.id] == gone
        await user.press("enter")
        await user.wait(
            lambda: any(v.course is Course.PLANNED for v in user.state.visits.values()), "planned"
        )
        (new,) = (v for v in user.state.visits.values() if v.course is Course.PLANNED)
        assert (new.id == PAST.id) is (answered == "same")
        assert len(user.state.visits) == (1 if answered == "same" else 2)


async def test_nothing_is_marked_as_held_before_its_day(data_dir: Path) -> None:
    coming = replace(PAST, day=TODAY + timedelta(days=4))
    async with open_app(data_dir, SIZE, state=of(coming), mode="notes") as user:
        await user.press("f8")
        assert user.state.visits[PAST.id] == coming


async def test_live_notes_open_the_visit_of_this_hour(data_dir: Path) -> None:
    """'three visits in one day | lines go into the first visit of the day'."""
    hours = [replace(PAST, id=f"0000000000e{n}", day=TODAY, at=time(9 + 3 * n)) for n in range(3)]
    clock = datetime.combine(TODAY, time(12, 30))
    assert clock.date() == NOW.date()
    async with open_app(
        data_dir, SIZE, state=of(*hours), mode="notes", clock=lambda: clock
    ) as user:
        await user.type("a line\n")
        await user.wait(lambda: user.state.notes, "the line")
        (note,) = user.state.notes.values()
        assert note.visit_id == hours[1].id


async def test_live_notes_go_on_to_the_next_visit_of_the_day(data_dir: Path) -> None:
    """'three visits in one day': the program stays open from the first visit to the last."""
    hours = [replace(PAST, id=f"0000000000e{n}", day=TODAY, at=time(9 + 3 * n)) for n in range(3)]
    now = [datetime.combine(TODAY, time(9, 30))]
    state = of(*hours)
    async with open_app(data_dir, SIZE, state=state, mode="notes", clock=lambda: now[0]) as user:
        await user.type("one\n")
        now[0] = datetime.combine(TODAY, time(12, 5))
        await user.type("two\n")
        await user.press("f2", "4")
        await user.type("three\n")
        await user.wait(lambda: len(user.state.notes) == 3, "three lines")
        by_text = {str(note.text): note.visit_id for note in user.state.notes.values()}
        assert by_text == {"one": hours[0].id, "two": hours[0].id, "three": hours[1].id}


@pytest.mark.parametrize("way", ["people", "dates", "followup"])
async def test_a_visit_keeps_from_when_it_was_moved_by_every_way(data_dir: Path, way: str) -> None:
    """'visit moved to 12 Jan': from the People form, the list of dates, and the follow-up."""
    day = TODAY + timedelta(days=4)
    coming = replace(PAST, doctor_id=FIRST.id, day=day)
    decision = Decision(id="0000000000f1", case_id=CASE.id, follow_up=coming.id)
    state = apply(of(coming), [Put(decision)])
    async with open_app(data_dir, SIZE, state=state) as user:
        user.app.screen.post_message(GoTo(way, coming.id if way == "people" else ""))
        await user.wait(lambda: type(user.app.screen).__name__.lower().startswith(way), way)
        if way == "people":
            await user.choose(coming.id)
        await user.press("t" if way == "followup" else "e")
        await user.to_field("day")
        await user.replace("12 Jan")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.visits[PAST.id].day == date(2027, 1, 12), "the new day")
        assert user.state.visits[PAST.id].moved_from == (f"{day}",)
        await user.press("u")
        await user.wait(lambda: user.state.visits[PAST.id] == coming, "the day of before")
