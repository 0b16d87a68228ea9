"""The fields of calls, approvals, costs and bills."""

from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call
from so_tui.domain.costs import Billed, Cost, parse_amount, show_amount
from so_tui.domain.costs import in_order as costs_in_order
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import by_due
from so_tui.domain.names import name_of
from so_tui.domain.people import in_order as doctors_in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import first_line
from so_tui.forms.fields import EntityForm, Field, FieldError, Filling, Read
from so_tui.logic.phrases import doctor_and_day

MOST_CURRENCY = 8
"""Most letters of a currency."""
MOST_NAME = 40
"""Most characters of a name in a choice."""


def call_filling(call: Call, today: date, *, new: bool) -> Filling[Call]:
    """Return the fields of a call, new or saved."""
    form = EntityForm(entity=call, words="insurance", today=today)
    states = {"open": text("insurance.call_open"), "settled": text("insurance.call_settled")}

    def finish(read: Read) -> Read:
        day, at = read.pop("day"), read["at"]
        if day > today:
            raise FieldError("day", text("insurance.not_called_yet"))
        if (day, at) == (call.at.date(), call.at.time().replace(second=0, microsecond=0)):
            at = call.at.time()
        elif day > today and day != call.at.date():
            raise FieldError("day", text("records.not_yet"))
        return {**read, "at": datetime.combine(day, at)}

    return form.filling(
        "call",
        "new" if new else call.id,
        form.line("whom", required=True),
        form.line("phone", hint="form.optional"),
        form.line("person"),
        form.line("reference"),
        form.line("said", "text"),
        form.line("promised", "long"),
        form.day("promised_by"),
        form.day("next_call"),
        form.day("day", call.at.date(), past=True, required=True),
        form.time("at", call.at.time(), label="insurance.time", required=True),
        form.switch("settled", states, "settled", label="insurance.state"),
        finish=finish,
        focus="person" if call.whom else "whom",
    )


def approval_filling(approval: Approval, state: AppState, *, new: bool) -> Filling[Approval]:
    """Return the fields of a cover, referral or authorisation; what became of it has its own."""
    form = EntityForm(entity=approval, words="insurance")
    none = ("", text("insurance.for_none"))
    known = (
        v for v in by_due(state.visits.values()) if v.id == approval.visit_id or not v.cancelled
    )
    visits = ((v.id, doctor_and_day(state, v)) for v in known)
    doctors = (
        (d.id, first_line(name_of(state, d.id), MOST_NAME))
        for d in doctors_in_order(state.doctors.values())
    )
    return form.filling(
        "approval",
        "new" if new else approval.id,
        form.choice("kind", ((k.value, text(f"insurance.kinds.{k.value}")) for k in ApprovalKind)),
        form.line("what", required=True),
        form.line("by"),
        form.choice("visit_id", (none, *visits), label="insurance.for_visit"),
        form.choice("doctor_id", (none, *doctors), label="insurance.for_doctor"),
        form.line("note", "text"),
    )


def cost_filling(cost: Cost, state: AppState, today: date, *, new: bool) -> Filling[Cost]:
    """Return the fields of a cost, new or saved; its bills, if it has some, tell what is paid."""
    form = EntityForm(entity=cost, words="insurance", today=today)
    billed = form.choice("bill", ((b.value, b.value or text("insurance.no_bill")) for b in Billed))
    has_bills = any(bill.cost_id == cost.id for bill in state.bills.values())
    return form.filling(
        "cost",
        "new" if new else cost.id,
        form.line("what", hint="insurance.cost_hint", required=True),
        form.line("currency"),
        *(_amount(form, cost, name) for name in ("quoted", "covered", "mine")),
        form.day("asked_on", past=True, label="insurance.estimate_asked"),
        form.day("received_on", past=True, label="insurance.estimate_here"),
        *(() if has_bills else (billed,)),
        form.line("note", "text"),
        finish=_with_currency,
    )


def bill_filling(bill: Bill, state: AppState, today: date, *, new: bool) -> Filling[Bill]:
    """Return the fields of a bill, new or saved."""
    form = EntityForm(entity=bill, words="insurance", today=today)
    costs = ((c.id, first_line(c.what, MOST_NAME)) for c in costs_in_order(state.costs.values()))

    def finish(read: Read) -> Read:
        for name in ("received_on", "paid_on"):
            if read[name] and read[name] > today:
                raise FieldError(name, text("insurance.not_yet"))
        if read["pay_by"] and read["received_on"] and read["pay_by"] < read["received_on"]:
            came = show_day(read["received_on"])
            raise FieldError("pay_by", text("insurance.backwards", day=came))
        return _with_currency(read)

    return form.filling(
        "bill",
        "new" if new else bill.id,
        form.line("what", hint="insurance.bill_hint", required=True),
        _amount(form, bill, "amount"),
        form.line("currency"),
        form.day("pay_by"),
        form.day("received_on", past=True, label="insurance.bill_here"),
        form.day("paid_on", past=True),
        form.choice("cost_id", (("", text("insurance.no_cost")), *costs)),
        form.line("reference", hint="insurance.bill_number_hint"),
        form.line("note", "text"),
        finish=finish,
    )


def _amount(form: EntityForm[Cost] | EntityForm[Bill], thing: Cost | Bill, name: str) -> Field:
    shown, wrong = show_amount(getattr(thing, name)), text("insurance.bad_amount")
    return form.field(name, shown, read=parse_amount, wrong=wrong, hint="insurance.amount_hint")


def _with_currency(read: Read) -> Read:
    if len(read["currency"]) > MOST_CURRENCY:
        raise FieldError("currency", text("insurance.long_currency"))
    if any(sign.isdigit() for sign in read["currency"]):
        raise FieldError("currency", text("insurance.sum_as_currency"))
    return read
