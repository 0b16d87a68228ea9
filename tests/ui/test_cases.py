"""Cases of several people: start, switch, archive, a new round, delete and restore."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.people import Doctor
from so_tui.domain.state import TABLES, AppState, Put, apply, entities
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from so_tui.ui import messages
from tests.ui.support import SIZES, TODAY, Session, demo, fill_store, on_disk, open_app

SIZE = (80, 24)
MUM = Case(id="0000000000a1", title=Clean("Her lump"), patient=Clean("Mum"), opened=TODAY)
DAD = Case(
    id="0000000000a2", title=Clean("His lung"), patient=Clean("Dad"), opened=TODAY - timedelta(9)
)
LEE = Doctor(case_id=MUM.id, name=Clean("Dr Lee"))
SOON = Encounter(case_id=MUM.id, doctor_id=LEE.id, day=TODAY + timedelta(days=5))
SECOND = Encounter(case_id=MUM.id, doctor_id=LEE.id, day=TODAY + timedelta(days=15))


def parents() -> AppState:
    """Return the cases of two people, Mum's open."""
    mine = (MUM, DAD, LEE, SOON, SECOND)
    return apply(AppState(case_id=MUM.id), [Put(each) for each in mine])


async def has_cases(user: Session, count: int) -> None:
    await user.wait(lambda: len(user.state.cases) == count, f"{count} cases")


async def look_back(user: Session, case: Case = MUM) -> None:
    await user.press("b")
    await user.sees("What happened in this case")
    await user.choose(f"case:{case.id}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_for_a_second_person(data_dir: Path, size: tuple[int, int]) -> None:
    """Hard case: "a second person (mother and father)": impossible; help listed a dead key."""
    async with open_app(data_dir, size, state=apply(AppState(case_id=MUM.id), [Put(MUM)])) as user:
        await user.press("n")
        await user.to_field("title")
        await user.type("His lung")
        await user.to_field("patient")
        await user.type("Dad")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.case and user.state.case.patient == "Dad", "the case")
        await user.sees("His lung", "Dad's case")
        assert len(user.state.cases) == 2
        await user.press("f3")
        await user.sees("Dad's case")  # whose it is stands on every screen
        await user.press("f2", "c")
        await user.sees("Start a case for someone else", "Her lump", "Mum")
        await user.choose(MUM.id)
        await user.press("enter")
        await user.wait(lambda: user.state.case == MUM, "the other case")
        await user.press("f4")
        await user.sees("Mum's case")
        await user.press("S")
        await user.choose("new")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-doctor"), "the form of a new case")


async def test_the_key_for_a_new_case_is_never_dead(data_dir: Path) -> None:
    """Hard case: help lists n on Home; it works while a case is open, an archived one too."""
    for case in (MUM, replace(MUM, closed=TODAY)):
        folder = data_dir / (case.closed or TODAY - timedelta(1)).isoformat()
        state = apply(AppState(case_id=MUM.id), [Put(case)])
        async with open_app(folder, SIZE, state=state) as user:
            await user.press("n")
            await user.to_field("title")
            await user.type("New")
            await user.press("ctrl+s")
            await has_cases(user, 2)


@pytest.mark.parametrize("size", SIZES)
async def test_an_archived_case_refuses_every_change(data_dir: Path, size: tuple[int, int]) -> None:
    """Hard case: 'a put-away case "opens to read"': it took a question and a visit."""
    words = "This case is archived. Reopen it to change it."
    archived = apply(demo(), [Put(replace(case, closed=TODAY)) for case in demo().cases.values()])
    async with open_app(data_dir, size, state=archived) as user:
        await user.sees("This case is archived")
        before = {name: dict(getattr(user.state, name)) for name in TABLES}
        for mode in ("f3", "f4"):  # a task, a question
            await user.press(mode, "n")
            await user.sees(words[:30])
            await user.to_field("text")
            await user.type("new words")
            await user.press("ctrl+s", "escape")
        await user.press("f3", "down", "space")
        await user.wait(lambda: user.status == words, "the refusal of a tick")
        await user.press("f5")
        await user.type("a line\n")
        await user.wait(lambda: user.status == words, "the refusal of a line")
        await user.sees("a line")  # nothing typed is lost
        await user.press("f8", "f2", "p", "v", "ctrl+s", "escape", "d")
        await user.sees(words[:30])
        await user.press("escape")
        await user.press("0", "e")
        await user.sees(words[:30])
        await user.press("escape", "escape")
        assert {name: dict(getattr(user.state, name)) for name in TABLES} == before
        await user.saved()
    assert {name: dict(getattr(on_disk(data_dir), name)) for name in TABLES} == before


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_round_asks_first_and_is_undone_by_one_key(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Hard case: "New round (b, n)": no question asked, visits gone, undo did nothing."""
    async with open_app(data_dir, size, state=parents()) as user:
        await look_back(user)
        await user.press("n")
        await user.wait(lambda: user.app.screen.query("#field-round"), "the form")
        await user.sees("Doctors (1)", "Visit Sat", "Visit Tue 8", "Lee")
        await user.press("escape")
        assert len(user.state.cases) == 2, "no key starts it unasked"
        await user.press("n")
        await user.to_field("round")
        await user.type("It is back")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.case and user.state.case.follows, "the round")
        await user.sees("Her lump: It is back", "28 Nov")
        assert user.state.visits.keys() == {SOON.id, SECOND.id}
        assert user.state.cases[MUM.id].closed == TODAY
        await user.press("u")
        await user.wait(lambda: user.state.case == MUM, "the case of before, open again")
        assert user.state.visits == parents().visits
        assert user.state.cases == parents().cases
        await user.saved()
    kept = on_disk(data_dir)
    assert kept.cases.keys() == {MUM.id, DAD.id}


async def test_look_back_reads_the_whole_chain(data_dir: Path) -> None:
    held = replace(MUM, closed=TODAY)
    after = Case(id="0000000000a3", title=MUM.title, patient=MUM.patient, opened=TODAY,
                 follows=MUM.id, round=Clean("It is back"))  # fmt: skip
    old = replace(SOON, day=TODAY - timedelta(days=90), course=Course.TOOK_PLACE)
    state = apply(AppState(case_id=after.id), [Put(each) for each in (held, after, LEE, old)])
    async with open_app(data_dir, (120, 40), state=state) as user:
        await user.press("b")
        await user.sees("Visit: Dr Lee", "in: Her lump")


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_is_deleted_by_typing_the_name_and_restored_whole(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Hard case: "a second person": delete by typing the name; nothing is lost for 30 days."""
    state = apply(demo(), [Put(each) for each in entities(parents())])
    fill_store(data_dir, state)
    async with open_app(data_dir, size) as user:
        user.app.session.open_case(demo().case_id)
        user.app.controller.collect()
        before = {name: dict(getattr(user.state, name)) for name in TABLES}
        case = demo().case
        assert case is not None
        await look_back(user, case)
        await user.press("x")
        await user.wait(lambda: user.app.screen.query("#field-name"), "the question")
        await user.type("somebody")
        await user.press("ctrl+s")
        await user.sees("That is not the name")
        assert case.id in user.state.cases
        await user.replace(case.patient.upper())
        await user.press("ctrl+s")
        await user.wait(lambda: case.id not in user.state.cases, "the case gone")
        await user.saved()
        with Store.open(data_dir) as other:
            assert not [e for e in other.entities() if getattr(e, "case_id", "") == case.id]
        await user.press("f2", "D")
        await user.sees("Case: ")
        await user.press("enter")
        await user.wait(lambda: user.state.case == case, "the case again")
        assert {name: dict(getattr(user.state, name)) for name in TABLES} == before


def on_home(user: Session) -> set[str]:
    """Return all cells of the list, also those below the window."""
    return {cell for row in user.rows().rows for cell in row.cells}


async def test_half_typed_words_stay_in_their_own_case(data_dir: Path) -> None:
    """Her half-typed task stood in the form of his case, her half line under 'Visit is gone'."""
    dad = Case(title=Clean("Dad's illness"), patient=Clean("Dad"), opened=TODAY)
    doctor = Doctor(case_id=dad.id, name=Clean("Dr Own"))
    seen = Encounter(case_id=dad.id, doctor_id=doctor.id, day=TODAY)
    state = demo()
    async with open_app(data_dir, SIZES[-1], state=state, mode="notes") as user:
        await user.type("her line")
        await user.app.action_go("checklist")
        await user.press("n")
        await user.type("her task")
        await user.press("escape")
        theirs = (Put(dad), Put(doctor), Put(seen))
        user.app.screen.post_message(messages.OpenCase(dad.id, theirs, mode="home"))
        await user.wait(lambda: user.state.case_id == dad.id, "the other case")
        await user.press("1")
        assert not {"her line", "her task", text("home.leftover")} & on_home(user)
        await user.app.action_go("notes")
        await user.wait(lambda: "Dr Own" in user.text, "the visit")
        await user.misses("her line")
        await user.app.action_go("checklist")
        await user.press("n")
        await user.misses("her task")
        await user.type("his task")
        await user.press("escape")
        user.app.screen.post_message(messages.OpenCase(state.case_id, mode="home"))
        await user.wait(lambda: user.state.case_id == state.case_id, "the first case")
        await user.press("1")
        await user.wait(lambda: {"her line", "her task"} <= on_home(user), "her words on Home")
        assert "his task" not in on_home(user)
        await user.app.action_go("notes")
        await user.wait(lambda: "her line" in user.text, "the half line")
