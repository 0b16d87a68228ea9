"""The rows of calls, approvals, costs and bills, and the details of each."""

from datetime import date

from so_tui.content import text
from so_tui.domain.approvals import Approval, Expiry
from so_tui.domain.bills import Bill, BillState, bill_state
from so_tui.domain.calls import Call, Standing, promise_is_over, standing
from so_tui.domain.costs import Cost, Sum, Total, against_bills, cost_state, show_amount
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.events import Event
from so_tui.domain.requests import RequestState
from so_tui.domain.state import AppState
from so_tui.logic.approvals import (
    event_words,
    events_of,
    for_whom,
    standing_words,
    state_word,
)
from so_tui.logic.approvals import standing as request_standing
from so_tui.logic.call_log import about, time_of
from so_tui.ui.rows.sections import details
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Row

CALL_LOOKS = {Standing.SETTLED: "done", Standing.LATE: "late", Standing.CALL_TODAY: "soon"}
END_LOOKS = {Expiry.OVER: "late", Expiry.SOON: "soon"}
BILL_LOOKS = {BillState.PAID: "done", BillState.OVER: "late"}
SUMS = ("quoted", "covered", "mine")


def call_row(call: Call, today: date) -> Row:
    """Return the row of a call."""
    word = standing(call, today)
    named = ", ".join(filter(None, (call.whom, call.person)))
    told = call.promised or call.said
    about = f"{named}: {told}" if told else named
    cells = (short_day(call.at.date(), today), about, word)
    return Row(call.id, cells, ("dim", "", CALL_LOOKS.get(word, "")))


def approval_row(state: AppState, approval: Approval, today: date) -> Row:
    """Return the row of an approval; a refusal that can be appealed shows by which day."""
    stands = request_standing(state, approval)
    end = stands.end(today)
    look = "strong" if stands.state is RequestState.REFUSED else END_LOOKS.get(end, "")
    words = standing_words(stands, today, brief=True).partition(", ")
    kind = text(f"insurance.kinds.{approval.kind.value}")
    what = f"{approval.what} ({words[2]})" if words[2] else approval.what
    word = end.value or state_word(stands.state)
    return Row(approval.id, (kind, what, word), ("dim", "", look))


def cost_row(state: AppState, cost: Cost) -> Row:
    """Return the row of a cost."""
    word = cost_state(cost, state.bills.values())
    return Row(cost.id, (word, cost.what, money(cost.mine, cost.currency)), ("dim",))


def bill_row(bill: Bill, today: date) -> Row:
    """Return the row of a bill."""
    word = bill_state(bill, today)
    day = bill.paid_on or bill.pay_by
    name = "paid_on" if bill.paid_on else "pay_by"
    when = f"{text(f'insurance.{name}')} {short_day(day, today)}" if day else ""
    about = f"{bill.what} ({when})" if when else bill.what
    cells = (word, about, money(bill.amount, bill.currency))
    return Row(bill.id, cells, (BILL_LOOKS.get(word, "strong"),))


def event_row(event: Event, today: date) -> Row:
    """Return the row of what happened to an approval."""
    return Row(event.id, (day_of(event, today), event_words(event)), ("dim",))


def day_of(event: Event, today: date) -> str:
    """Return the day of an event in short, or that it is not known."""
    return short_day(event.day, today) if event.day_known else text("insurance.not_known")


def money(amount: int | None, currency: str) -> str:
    """Return an amount with its currency: '1,200.50 EUR', 'not known'."""
    if amount is None:
        return text("insurance.not_known")
    return f"{show_amount(amount)} {currency}".strip()


def total_words(total: Total) -> str:
    """Return a total as one line; incomplete sums say so."""
    state = total.state or text("insurance.all_states")
    state = f"{state}, {total.currency}" if total.currency else state
    sums = {name: sum_words(getattr(total, name)) for name in SUMS}
    return text("insurance.total", state=state, **sums)


def sum_words(sum_: Sum) -> str:
    """Return a sum in words: '1,200', '1,200 (2 not known)', 'not known'."""
    if not sum_.known:
        return text("insurance.not_known")
    amount = show_amount(sum_.amount)
    return text("insurance.partly", amount=amount, count=sum_.unknown) if sum_.unknown else amount


def against_words(state: AppState, cost: Cost) -> str:
    """Return the estimate of a cost beside its bills, with their difference; '' for neither."""
    found = against_bills(cost, state.bills.values())
    if found is None:
        return ""
    figures = {name: money(getattr(found, name), found.currency) for name in ("estimate", "billed")}
    key = "more" if found.more > 0 else "less" if found.more else "equal"
    words = [
        text(f"insurance.{'of_mine' if found.of_mine else 'of_quoted'}", **figures),
        text(f"insurance.{key}", amount=money(abs(found.more), found.currency)),
    ]
    if found.unknown:
        words.append(text("insurance.left_out", count=found.unknown))
    return " ".join(words)


def call_parts(state: AppState, call: Call, today: date) -> list[Part]:
    """Return the details of a call of the log."""
    chase = state.chases.get(call.id)
    when = f"{show_day(call.at.date())} {time_of(state, call)}".strip()
    over = text("insurance.promise_over") if promise_is_over(call, today) else ""
    by = f"{show_day(call.promised_by)} {over}".strip()
    told = {"about": about(state, chase) if chase else "", "promised_by": by.strip()}
    names = "about", "promised", "promised_by", "next_call", "phone", "reference", "state", "said"
    return [
        ("", ", ".join(filter(None, (call.whom, call.person, when)))),
        *details("insurance", call, *names, state=standing(call, today), **told),
        *([("", text("insurance.on_records"))] if chase else []),
    ]


def approval_parts(state: AppState, approval: Approval, today: date) -> list[Part]:
    """Return the details of an approval, with all that happened."""
    told = {
        "state": standing_words(request_standing(state, approval), today),
        "by": approval.by,
        "for_whom": for_whom(state, approval),
        "note": approval.note,
    }
    happened = (
        f"{day_of(each, today)}: {event_words(each)}" for each in events_of(state, approval)
    )
    return [
        ("", f"{text(f'insurance.kinds.{approval.kind.value}')}: {approval.what}"),
        *details("insurance", approval, *told, **told),
        (text("insurance.history"), "\n".join(happened)),
    ]


def cost_parts(state: AppState, cost: Cost) -> list[Part]:
    """Return the details of a cost, with its bills beside the estimate."""
    told = {
        **{name: money(getattr(cost, name), cost.currency) for name in SUMS},
        "against": against_words(state, cost),
        "state": cost_state(cost, state.bills.values()),
        "estimate_asked": cost.asked_on,
        "estimate_here": cost.received_on,
        "note": cost.note,
    }
    return [("", cost.what), *details("insurance", cost, *told, **told)]


def bill_parts(state: AppState, bill: Bill, today: date) -> list[Part]:
    """Return the details of a bill, with the estimate it stands beside."""
    cost = state.costs.get(bill.cost_id)
    told = {
        "amount": money(bill.amount, bill.currency),
        "state": bill_state(bill, today),
        "pay_by": bill.pay_by,
        "paid_on": bill.paid_on,
        "bill_here": bill.received_on,
        "reference": bill.reference,
        "cost_id": cost.what if cost else "",
        "against": against_words(state, cost) if cost else "",
        "note": bill.note,
    }
    return [("", bill.what), *details("insurance", bill, *told, **told)]
