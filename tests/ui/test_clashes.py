"""Clashes on Home: each is one row that leads to where it is mended, or is put aside."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.events import Event, EventKind
from so_tui.domain.state import AppState, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.clashes import clashes
from so_tui.logic.people import keep
from so_tui.ui import messages
from tests.support.values import CASE_ID, case, doctor, visit
from tests.ui.support import NOW, SIZES, TODAY, open_app

SECOND = doctor(1)
VISIT = visit(SECOND, id="0000000000a1", day=date(2027, 1, 12), at=time(10))
APPROVAL = Approval(
    id="0000000000b1",
    case_id=CASE_ID,
    kind=ApprovalKind.AUTHORISATION,
    what=Clean("the visit"),
)
GIVEN = Event(
    case_id=CASE_ID,
    about=APPROVAL.id,
    kind=EventKind.APPROVED,
    day=TODAY,
    entered=NOW,
    until=date(2026, 12, 20),
)


def clashing() -> AppState:
    """Return a case whose approval ends before the visit."""
    return of_case(CASE_ID, [case(), doctor(0), SECOND, VISIT, APPROVAL, GIVEN])


async def test_a_clash_is_said_on_home_and_leads_to_where_it_is_mended(data_dir: Path) -> None:
    """Case "approval good to 20 Dec, visit moved to 12 Jan": nothing said."""
    state = clashing()
    (clash,) = clashes(state, TODAY)
    async with open_app(data_dir, SIZES[-1], state=state) as user:
        await user.sees("The approval for the visit ends on")
        await user.choose(f"clash:{clash.key}")
        await user.press("enter", "enter")
        (go,) = user.intents(messages.GoTo)
        assert (go.mode, go.key) == ("insurance", APPROVAL.id)


async def test_what_is_arranged_anew_for_a_moved_visit_is_no_clash_any_more(data_dir: Path) -> None:
    """The form with the travel words left them as made for the old day."""
    old = replace(VISIT, travel=Clean("train at 8"))
    state = of_case(CASE_ID, [case(), doctor(0), SECOND, old])
    moved = keep(state, replace(old, day=date(2027, 1, 14)), TODAY, old)
    state = apply(state, moved)
    (clash,) = clashes(state, TODAY)
    async with open_app(data_dir, SIZES[-1], state=state) as user:
        await user.choose(f"clash:{clash.key}")
        await user.press("enter", "enter", "t")
        await user.to_field("travel")
        await user.press("end")
        await user.type(" on Thursday")
        await user.press("ctrl+s")
        (now,) = user.state.visits.values()
        assert now.travel == "train at 8 on Thursday"
        assert clashes(user.state, TODAY) == []


async def test_a_clash_is_put_aside_and_undo_brings_it_back(data_dir: Path) -> None:
    state = clashing()
    (clash,) = clashes(state, TODAY)
    async with open_app(data_dir, SIZES[-1], state=state) as user:
        await user.choose(f"clash:{clash.key}")
        await user.press("enter", "down", "enter")
        await user.wait(lambda: not clashes(user.state, TODAY), "the clash to go")
        await user.saved()
        await user.press("u")
        await user.wait(lambda: clashes(user.state, TODAY), "the clash again")


async def test_the_form_that_makes_a_clash_says_so_and_saves(data_dir: Path) -> None:
    fits = replace(VISIT, day=date(2026, 12, 12))
    state = replace(clashing(), visits={fits.id: fits})
    async with open_app(data_dir, SIZES[-1], state=state, mode="people") as user:
        await user.choose(fits.id)
        await user.press("e")
        await user.to_field("day")
        await user.replace_line("2027-01-12")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.visits[fits.id].day == VISIT.day, "the new day")
        assert "Please check: The approval for the visit ends on" in user.status
