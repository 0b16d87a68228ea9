"""The fields of calls, approvals and costs."""

from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.approvals import Approval, ApprovalKind, Granted
from so_tui.domain.calls import Call
from so_tui.domain.costs import Bill, Cost, parse_amount, show_amount
from so_tui.forms.fields import EntityForm, Field, FieldError, Filling, Read
from so_tui.logic.phrases import granted_word

MOST_CURRENCY = 8
"""Most letters of a currency."""


def call_filling(call: Call, today: date, *, new: bool) -> Filling[Call]:
    """Return the fields of a call, new or saved."""
    form = EntityForm(entity=call, words="insurance", today=today)
    states = {"open": text("insurance.call_open"), "settled": text("insurance.call_settled")}

    def finish(read: Read) -> Read:
        day, at = read.pop("day"), read["at"]
        if (day, at) == (call.at.date(), call.at.time().replace(second=0, microsecond=0)):
            at = call.at.time()
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


def approval_filling(approval: Approval, today: date, *, new: bool) -> Filling[Approval]:
    """Return the fields of a cover, referral or authorisation, new or saved."""
    form = EntityForm(entity=approval, words="insurance", today=today)
    return form.filling(
        "approval",
        "new" if new else approval.id,
        form.choice("kind", ((k.value, text(f"insurance.kinds.{k.value}")) for k in ApprovalKind)),
        form.line("what", required=True),
        form.choice("state", ((s.value, granted_word(s)) for s in Granted)),
        form.line("by"),
        form.line("number", hint="form.optional"),
        form.day("asked_on", past=True),
        form.day("expires"),
        form.line("note", "text"),
    )


def cost_filling(cost: Cost, today: date, *, new: bool) -> Filling[Cost]:
    """Return the fields of a cost, new or saved."""
    form = EntityForm(entity=cost, words="insurance", today=today)

    def amount(name: str) -> Field:
        shown, wrong = show_amount(getattr(cost, name)), text("insurance.bad_amount")
        return form.field(name, shown, read=parse_amount, wrong=wrong, hint="insurance.amount_hint")

    def finish(read: Read) -> Read:
        if len(read["currency"]) > MOST_CURRENCY:
            raise FieldError("currency", text("insurance.long_currency"))
        return read

    return form.filling(
        "cost",
        "new" if new else cost.id,
        form.line("what", hint="insurance.cost_hint", required=True),
        form.line("currency"),
        amount("quoted"),
        amount("covered"),
        amount("mine"),
        form.day("asked_on", past=True, label="insurance.estimate_asked"),
        form.day("received_on", past=True, label="insurance.estimate_here"),
        form.choice("bill", ((b.value, b.value or text("insurance.no_bill")) for b in Bill)),
        form.line("note", "text"),
        finish=finish,
    )
