"""Doctors, visits and companions: added, changed, and refused to go while something needs them."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import by_date
from so_tui.domain.entity import YesNo
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, entities
from so_tui.domain.text import Clean
from so_tui.ui import messages
from tests.ui.support import SIZES, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


async def open_people(user: Session) -> None:
    """Open the list of people."""
    await user.press("p")
    await user.wait(lambda: user.app.screen.query("#people"), "the people")


async def test_a_doctor_a_visit_and_a_companion_are_added(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await open_people(user)
        await user.press("d")
        await user.type("Dr Four\nSurgeon\nEastside\n555-0144\n")
        doctor = in_order(user.state.doctors.values())[-1]
        assert (doctor.name, doctor.specialty, doctor.place) == ("Dr Four", "Surgeon", "Eastside")
        assert (doctor.phone, doctor.order) == ("555-0144", 3)
        await user.wait(lambda: user.rows().key == doctor.id, "the new line")
        await user.press("v", "enter")
        await user.to_field("day")
        await user.type("2 Dec\n2:30 pm\n")
        await user.press("ctrl+s")
        (visit,) = (v for v in user.state.visits.values() if v.doctor_id == doctor.id)
        assert (visit.day, visit.at) == (date(2026, 12, 2), time(14, 30))
        assert visit.place == "Eastside"
        await user.press("c")
        await user.type("Jo\n555-0155\nonly dates")
        await user.press("ctrl+s")
        (jo,) = (c for c in user.state.companions.values() if c.name == "Jo")
        assert (jo.phone, jo.may_know) == ("555-0155", "only dates")
        await user.sees("Dr Four", "Wed 2 Dec 14:30", "Jo")
        await user.saved()


async def test_names_days_and_times_are_asked_for_in_plain_words(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        await user.press("d", "ctrl+s")
        await user.sees("is empty. Please fill it in")
        await user.press("escape", "v", "enter")
        await user.to_field("day")
        await user.type("someday\n")
        await user.press("ctrl+s")
        await user.sees("tell which day that is")
        await user.replace("tomorrow")
        await user.to_field("at")
        await user.type("25:99")
        await user.press("ctrl+s")
        await user.sees("tell which time that is")
        assert user.state.visits == state.visits
        assert user.state.doctors == state.doctors


async def test_a_doctor_with_a_visit_or_an_opinion_stays(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        for doctor in in_order(state.doctors.values()):
            await user.choose(doctor.id)
            await user.press("x")
            assert user.status == text("people.in_use", name=doctor.name)
        assert user.state.doctors == state.doctors
        assert not user.intents(messages.Commit)


async def test_a_visit_that_holds_notes_stays(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    with_notes = {n.visit_id for n in state.notes.values() if n.visit_id}
    (first, *_rest) = with_notes
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        await user.choose(first)
        await user.press("delete")
        assert user.status == text("people.visit_in_use")
        assert user.state.visits == state.visits


async def test_what_nothing_needs_is_deleted_and_brought_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    (sam,) = (c for c in state.companions.values() if c.name.startswith("Sam"))
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        await user.choose(sam.id)
        await user.press("x")
        assert sam.id not in user.state.companions
        await user.saved()
        await user.press("u")
        assert user.state.companions[sam.id] == sam
        await user.saved()


async def test_the_name_of_a_doctor_changes_everywhere(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    second = in_order(state.doctors.values())[1]
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        await user.choose(second.id)
        await user.press("enter")
        await user.replace("Dr New Name")
        await user.press("ctrl+s")
        assert user.state.doctors[second.id] == replace(second, name=Clean("Dr New Name"))
        await user.sees("Dr New Name")
        await user.saved()
        await user.press("5")
        await user.sees("Dr New Name")
        await user.press("f3")
        assert user.app.current_mode == "checklist"


async def test_a_visit_needs_a_doctor(data_dir: Path, size: tuple[int, int]) -> None:
    case = demo().case
    assert case is not None
    alone = AppState(case_id=case.id, cases={case.id: case})
    assert entities(alone) == [case]
    async with open_app(data_dir, size, state=alone) as user:
        await open_people(user)
        await user.sees(
            "Press d to add the doctor", "Press v to add one", "Press c to add a person"
        )
        await user.press("v")
        assert user.status == text("people.need_doctor")
        assert not user.state.visits


async def test_half_a_doctor_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await open_people(user)
        await user.press("d")
        await user.type("Dr Hal")
        await user.drafted("form:doctor:new", "Dr Hal")
    async with open_app(data_dir, size) as user:
        await open_people(user)
        await user.press("d")
        await user.sees("Dr Hal", "Unsaved words")
        await user.type("f")
        await user.press("ctrl+s")
        assert "Dr Half" in {d.name for d in user.state.doctors.values()}
        await user.saved()


async def test_who_comes_who_types_and_what_is_needed(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    sam = next(c for c in state.companions.values() if c.name == "Sam Demo")
    last = by_date(state.visits.values())[-1]
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        await user.press("t")
        assert not user.app.screen.query("#form")
        await user.choose(last.id)
        assert text("people.company") in user.detail
        await user.press("t")
        await user.press("tab", "c", "tab", "s", "tab")
        await user.type("by train\nFrench\na ramp\nLee, 555-0166\n")
        await user.press("y", "ctrl+s")
        visit = user.state.visits[last.id]
        assert visit == replace(
            last,
            companion_ids=(sam.id,),
            typist=sam.id,
            travel=Clean("by train"),
            interpreter=Clean("French"),
            access=Clean("a ramp"),
            phone_in=Clean("Lee, 555-0166"),
            reception=YesNo.YES,
        )
        for words in ("Comes along: Sam Demo", "Takes notes: Sam Demo", "by train", "French"):
            assert words in user.detail
        assert "Lee, 555-0166 (a phone works in the room)" in user.detail
        await user.choose(sam.id)
        assert "May know: All but" in user.detail
        await user.press("x")
        assert user.state.visits[last.id] == replace(visit, companion_ids=(), typist="")
        await user.press("u")
        assert user.state.visits[last.id] == visit
        assert user.state.companions == state.companions
        await user.saved()


async def test_half_an_answer_to_who_comes_is_put_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    last = by_date(state.visits.values())[-1]
    async with open_app(data_dir, size, state=state) as user:
        await open_people(user)
        await user.choose(last.id)
        await user.press("t")
        await user.to_field("travel")
        await user.type("by tr")
        await user.drafted(f"form:company:{last.id}", "by tr")
    async with open_app(data_dir, size) as user:
        await user.choose(f"people:company|{last.id}")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-travel"), "the form")
        assert user.field("travel") == "by tr"


async def test_nobody_is_asked_for_before_there_is_a_case(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size) as user:
        await user.press("p")
        assert user.status == text("status.needs_case")
        assert not user.app.screen.query("#people")
