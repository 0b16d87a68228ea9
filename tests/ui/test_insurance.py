"""Insurance and costs: calls logged with the script at hand, approvals, sums that stay honest."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from so_tui.content import text
from so_tui.content.packs import call_script
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call
from so_tui.domain.costs import Billed, Cost
from so_tui.domain.events import EventKind
from so_tui.domain.state import AppState, Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.ui.support import NOW, SIZES, TODAY, Session, demo, on_disk, open_app

pytestmark = pytest.mark.parametrize("size", [*SIZES, (120, 40)])


def emptied(state: AppState) -> AppState:
    """Return the made-up case with nothing arranged."""
    names = ("calls", "chases", "approvals", "events", "costs", "bills", "consents", "portals")
    emptied: dict[str, Any] = {name: {} for name in names}
    return replace(state, **emptied)


def all_bytes(folder: Path) -> bytes:
    """Return all that stands in any file of a directory."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def all_texts(folder: Path) -> list[str]:
    """Return what stands in each call log of a folder."""
    return [path.read_text("utf-8") for path in folder.glob("call-log*")]


def one_call(user: Session) -> Call:
    """Return the only call."""
    (call,) = user.state.calls.values()
    return call


async def test_a_call_is_logged_while_the_script_is_read(
    data_dir: Path, size: tuple[int, int]
) -> None:
    covered = call_script()[1]
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.sees("No call yet")
        await user.press("c")
        await user.sees("Script", "Hello. I want to see")
        await user.type("Example Health\n555-0170\nKim\nEX-1\n")
        await user.press("tab", "tab", "tab", "tab", "tab", "tab", "tab")
        await user.wait(lambda: user.rows("#lines").has_focus, "the script")
        await user.choose(covered.key, "#lines")
        await user.press("enter")
        await user.type("yes, once")
        assert user.field("said") == f"{covered.label}: yes, once"
        await user.press("tab")
        await user.type("a letter\n+3\n+4\n")
        await user.press("ctrl+s")
        call = one_call(user)
        assert (call.whom, call.phone, call.person) == ("Example Health", "555-0170", "Kim")
        assert (call.reference, call.at, call.settled) == ("EX-1", NOW, False)
        assert call.said == f"{covered.label}: yes, once"
        assert call.promised == "a letter"
        assert (call.promised_by, call.next_call) == (date(2026, 11, 26), date(2026, 11, 27))
        await user.sees("Example Health, Kim", "call again")
        assert "EX-1" in user.detail
        await user.saved()


async def test_a_line_of_the_script_is_begun_once(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("c")
        for _ in range(2):
            await user.wait(lambda: user.app.screen.query("#lines"), "the script")
            user.rows("#lines").focus()
            await user.choose("share", "#lines")
            await user.press("enter")
        assert user.field("said") == "I pay: "


async def test_the_next_call_starts_with_the_office_of_the_last(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    last = max(state.calls.values(), key=lambda call: call.at)
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("insurance")
        await user.press("c")
        assert (user.field("whom"), user.field("phone")) == (last.whom, last.phone)
        await user.type("Robin again")
        await user.press("ctrl+s")
        newest = max(user.state.calls.values(), key=lambda call: call.at)
        assert (newest.whom, newest.person, newest.at) == (last.whom, "Robin again", NOW)


async def test_when_it_was_can_be_put_right_and_is_kept_to_the_second_else(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    at = datetime(2026, 11, 20, 9, 5, 42)
    call = replace(next(iter(state.calls.values())), at=at)
    state = replace(state, calls={call.id: call})
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("insurance")
        await user.press("enter")
        await user.to_field("person")
        await user.replace("Somebody")
        await user.press("ctrl+s")
        assert one_call(user).at == at
        await user.press("enter")
        await user.to_field("at")
        await user.replace("half past")
        await user.press("ctrl+s")
        await user.sees("tell which time that is")
        await user.replace("9:30")
        await user.press("ctrl+s")
        assert one_call(user).at == datetime(2026, 11, 20, 9, 30)


async def test_a_settled_call_waits_for_nothing_and_undo_brings_it_back(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    (late,) = (c for c in state.calls.values() if c.promised_by == TODAY - timedelta(days=1))
    async with open_app(data_dir, size, state=state) as user:
        await user.choose(f"insurance:{late.id}")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#insurance"), "the screen")
        await user.wait(lambda: user.rows().key == late.id, "the call")
        assert text("insurance.promise_over") in user.detail
        await user.press("space")
        assert user.state.calls[late.id].settled
        assert user.status == text("insurance.settled", name=late.whom)
        await user.press("u")
        assert user.state.calls[late.id] == late
        await user.press("space", "space")
        assert user.state.calls[late.id] == late
        await user.press("space", "escape")
        await user.wait(lambda: user.app.current_mode == "home", "home")
        await user.wait(
            lambda: f"insurance:{late.id}" not in {row.key for row in user.rows().rows},
            "home without it",
        )


async def test_an_approval_keeps_all_that_happened(data_dir: Path, size: tuple[int, int]) -> None:
    """Hard case: "insurer refuses: no appeal-by day"; nothing is erased by the next answer."""
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("r", "right", "right", "tab")
        await user.type("The scan\nExample Health\n")
        await user.press("ctrl+s")
        (approval,) = user.state.approvals.values()
        assert (approval.kind, approval.by) == (ApprovalKind.AUTHORISATION, "Example Health")
        await user.sees(["prior", "authorization"][0], "The scan", "to ask")
        await user.press("plus")
        await user.sees("Asked for it", "They refused it")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-on"), "the form")
        await user.replace("-5")
        await user.press("ctrl+s")
        await user.sees("asked")
        await user.press("plus")
        await user.choose("refused")
        await user.press("enter")
        await user.type("Not in the plan")
        await user.to_field("until")
        await user.type("-7")
        await user.press("ctrl+s")
        await user.sees("comes before the other one")
        await user.replace("+10")
        await user.press("ctrl+s")
        await user.wait(lambda: len(user.state.events) == 2, "both events")
        await user.sees("refused", "appeal by")
        events = sorted(user.state.events.values(), key=lambda event: event.day)
        assert [event.kind for event in events] == [EventKind.ASKED, EventKind.REFUSED]
        assert (events[1].note, events[1].until) == ("Not in the plan", TODAY + timedelta(days=10))
        assert "Asked for it" in user.detail
        assert "They refused it. Appeal by" in user.detail
        await user.press("escape")
        await user.wait(lambda: user.app.current_mode == "home", "home")
        await user.sees("Appeal by: The scan")
        await user.saved()


async def test_a_line_of_what_happened_is_put_right_or_deleted(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("insurance")
        (approval,) = (a for a in user.state.approvals.values() if "new look" in a.what)
        before = {key: e for key, e in user.state.events.items() if e.about == approval.id}
        refused = next(event for event in before.values() if event.kind is EventKind.REFUSED)
        await user.choose(approval.id)
        await user.press("t")
        await user.choose(refused.id)
        await user.press("enter")
        await user.to_field("until")
        await user.replace("+20")
        await user.press("ctrl+s")
        await user.wait(
            lambda: user.state.events[refused.id].until == TODAY + timedelta(days=20), "the day"
        )
        await user.press("t")
        await user.choose(refused.id)
        await user.press("x")
        await user.wait(lambda: refused.id not in user.state.events, "the line gone")
        await user.press("u", "u")
        assert user.state.events[refused.id] == refused
        await user.press("x")
        assert not any(e.about == approval.id for e in user.state.events.values())
        await user.press("D")
        await user.sees("Approval: A new look")
        await user.press("enter")
        assert {k: e for k, e in user.state.events.items() if e.about == approval.id} == before
        await user.saved()


async def test_half_an_answer_is_put_back_from_home(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("insurance")
        (approval,) = (a for a in user.state.approvals.values() if "new look" in a.what)
        await user.choose(approval.id)
        await user.press("plus")
        await user.choose("appealed")
        await user.press("enter")
        await user.to_field("note")
        await user.type("Sent by po")
        key = f"form:answer:new-{approval.id}-appealed"
        await user.drafted(key, "Sent by po")
    async with open_app(data_dir, size) as user:
        await user.choose(f"insurance:answer|new-{approval.id}-appealed")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-note"), "the form")
        assert user.field("note") == "Sent by po"
        await user.press("ctrl+s")
        await user.wait(
            lambda: any(e.kind is EventKind.APPEALED for e in user.state.events.values()), "it"
        )


async def test_a_sum_typed_as_currency_is_asked_back(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("m")
        await user.type("The visit\n1200\n")
        await user.press("ctrl+s")
        await user.sees("This looks like a sum")
        assert not user.state.costs
        await user.replace("EUR")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.costs, "the cost")


async def test_a_bill_stands_beside_the_estimate_and_is_paid_once(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Hard case: "insurer refuses: ... no pay-by day on a bill"."""
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("m")
        await user.type("The visit\nEUR\n450\n")
        await user.press("ctrl+s")
        (cost,) = user.state.costs.values()
        await user.wait(lambda: user.rows().key == cost.id, "the cost")
        await user.press("i")
        await user.wait(lambda: user.app.screen.query("#field-amount"), "the form")
        assert (user.field("what"), user.field("currency")) == ("The visit", "EUR")
        await user.press("tab")
        await user.type("500\n")
        await user.to_field("pay_by")
        await user.type("+6")
        await user.press("ctrl+s")
        (bill,) = user.state.bills.values()
        assert (bill.cost_id, bill.amount) == (cost.id, 500_00)
        await user.wait(lambda: user.rows().key == bill.id, "the bill")
        detail = " ".join(user.detail.split())
        assert "Quoted: 450 EUR. Bills: 500 EUR. The bills are 50 EUR more." in detail
        await user.press("escape")
        await user.sees("Pay by: The visit")
        await user.open_side("insurance")
        await user.choose(bill.id)
        await user.press("space")
        await user.wait(lambda: user.state.bills[bill.id].paid_on == TODAY, "it is paid")
        await user.press("space")
        await user.sees("marked as paid on")
        assert user.state.bills[bill.id].paid_on == TODAY
        await user.sees("all, EUR" if len(user.state.costs) > 1 else "paid, EUR")


async def test_the_call_log_is_written_out_for_one_office(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("insurance")
        await user.press("h")
        await user.choose("calls")
        await user.press("enter")
        await user.sees("The calls with which office?", "All calls", "Lakeside front desk")
        await user.choose("about:Lakeside front desk")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-folder"), "the form")
        await user.to_field("folder")
        await user.replace(str(tmp_path))
        await user.press("ctrl+s")
        await user.wait(lambda: all_texts(tmp_path), "the file")
    (written,) = all_texts(tmp_path)
    assert "Robin" in written
    assert "Kim" not in written


async def test_sums_are_whole_hundredths_and_totals_name_what_is_left_out(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("m")
        await user.type("The visit\ncrowns\n1.200,50\n1000\nabout 200\n")
        await user.press("ctrl+s")
        await user.sees("I can't tell what sum that is")
        await user.replace("200.50")
        await user.press("ctrl+s")
        (visit,) = user.state.costs.values()
        assert (visit.quoted, visit.covered, visit.mine) == (120_050, 100_000, 20_050)
        await user.press("m")
        assert user.field("currency") == "crowns"
        await user.type("Slides\n")
        await user.to_field("quoted")
        await user.type("80")
        await user.to_field("asked_on")
        await user.type("today")
        await user.to_field("bill")
        await user.press("b")
        await user.press("ctrl+s")
        (slides,) = (c for c in user.state.costs.values() if c.what == "Slides")
        assert (slides.quoted, slides.covered, slides.mine) == (8_000, None, None)
        assert (slides.asked_on, slides.bill) == (TODAY, Billed.BILLED)
        totals = "\n".join(row.cells[0] for row in user.rows().rows if row.heading)
        assert "not asked, crowns: quoted 1,200.50; covered 1,000; you pay 200.50" in totals
        assert "billed, crowns: quoted 80; covered not known; you pay not known" in totals
        assert "all, crowns: quoted 1,280.50; covered 1,000 (1 not known, left out)" in totals
        await user.saved()


async def test_no_password_and_no_members_number_is_kept_even_unfinished(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("c")
        await user.type("Example Health")
        await user.to_field("said")
        await user.type("member number 123456789")
        await user.drafted("form:call:new", "Example Health")
        await user.press("ctrl+s")
        await user.sees("full member number")
        assert not user.state.calls
        await user.replace_line("ends in 6789")
        await user.drafted("form:call:new", "ends in 6789")
        await user.press("ctrl+s")
        assert one_call(user).said == "ends in 6789"
        await user.saved()
    kept = all_bytes(data_dir)
    assert b"ends in 6789" in kept
    assert b"123456789" not in kept


async def test_half_a_cost_is_put_back_from_home(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("m")
        await user.type("Half a c")
        await user.drafted("form:cost:new", "Half a c")
    async with open_app(data_dir, size) as user:
        await user.sees("A cost", "Half a c")
        await user.choose("insurance:cost|new")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-what"), "the form")
        assert user.field("what") == "Half a c"
        await user.type("ost")
        await user.press("ctrl+s")
        assert [c.what for c in user.state.costs.values()] == ["Half a cost"]


async def test_the_script_is_there_to_read(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("insurance")
        await user.press("s")
        await user.sees("Read this out", "1. Spoke with")
        shown = "\n".join(row.cells[0] for row in user.rows().rows)
        for line in call_script():
            assert line.say in shown
            assert line.write in shown


async def test_only_what_holds_the_words_is_shown(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("insurance")
        await user.press("slash")
        await user.type("madeup\n")
        await user.wait(lambda: "Totals" not in user.text, "the filter")
        found = {row.key for row in user.rows().rows if not row.heading}
        assert found
        held: dict[str, Call | Approval | Cost | Bill] = {
            **user.state.calls,
            **user.state.approvals,
            **user.state.costs,
            **user.state.bills,
        }
        assert all("Madeup" in str(held[key]) for key in found)
        await user.press("escape")
        await user.wait(lambda: len(user.rows().rows) > len(found) + 3, "all of it again")
        assert user.app.screen.query("#insurance")
        await user.press("escape")
        await user.wait(lambda: not user.app.screen.query("#insurance"), "the screen before")


async def test_two_people_change_one_call_and_both_are_kept(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    call = max(state.calls.values(), key=lambda c: c.at)
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("insurance")
        await user.choose(call.id)
        await user.press("enter")
        await user.to_field("person")
        with Store.open(data_dir) as other:
            other.commit([Put(replace(call, reference=Clean("EX-9")), base=call)], author="Sam")
            await user.wait(lambda: user.state.calls[call.id].reference == "EX-9", "the other's")
        await user.replace("Alex")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.calls[call.id].person == "Alex", "mine")
        assert user.state.calls[call.id].reference == "EX-9"
        assert not user.state.conflicts
    assert on_disk(data_dir).calls[call.id].reference == "EX-9"


async def test_calls_about_records_are_in_the_call_log(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Calls in which records were asked for or promised were in Records alone."""
    state = demo()
    chase = max(state.chases.values(), key=lambda each: (each.day, each.id))
    record = state.records[chase.record_ids[0]]
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("insurance")
        await user.choose(chase.id)
        assert record.name in user.detail
        assert "00:00" not in user.detail
        await user.press("x")
        assert chase.id in user.state.chases, "it is deleted where it was written down"
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#records"), "the records")
        await user.wait(lambda: user.rows().key == record.id, "the record")
