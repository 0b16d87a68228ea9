"""The fields of calls, approvals and costs."""

from dataclasses import replace
from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.approvals import Approval, ApprovalKind, Granted
from so_tui.domain.calls import Call
from so_tui.domain.costs import Bill, Cost, parse_amount, show_amount
from so_tui.domain.dates import show_day, show_time
from so_tui.forms.fields import Field, FieldError, Filling, Values, one_line, read_day, read_time
from so_tui.logic.phrases import granted_word

OPEN, SETTLED = "open", "settled"


def call_filling(call: Call, today: date, *, new: bool) -> Filling[Call]:
    """Return the fields of a call, new or saved."""
    states = ((OPEN, text("insurance.call_open")), (SETTLED, text("insurance.call_settled")))
    fields = (
        Field("whom", text("insurance.whom"), call.whom, hint=text("insurance.whom_hint"),
              required=True),
        Field("phone", text("insurance.phone"), call.phone, hint=text("form.optional")),
        Field("person", text("insurance.person"), call.person, hint=text("insurance.person_hint")),
        Field("reference", text("insurance.reference"), call.reference,
              hint=text("insurance.reference_hint")),
        Field("said", text("insurance.said"), call.said, "text", hint=text("insurance.said_hint")),
        Field("promised", text("insurance.promised"), call.promised, "long",
              hint=text("insurance.promised_hint")),
        Field("promised_by", text("insurance.promised_by"), show_day(call.promised_by),
              hint=text("form.day_hint")),
        Field("next_call", text("insurance.next_call"), show_day(call.next_call),
              hint=text("form.day_hint")),
        Field("day", text("insurance.day"), show_day(call.at.date()), required=True),
        Field("at", text("insurance.time"), show_time(call.at.time()), required=True),
        Field("settled", text("insurance.state"), SETTLED if call.settled else OPEN, "choice",
              states),
    )  # fmt: skip

    def build(values: Values) -> Call:
        day, at = read_day(values, "day", today), read_time(values, "at")
        if day is None or at is None:  # both are required
            raise FieldError("day", text("form.bad_day"))
        if (day, at) == (call.at.date(), call.at.time().replace(second=0, microsecond=0)):
            at = call.at.time()
        return replace(
            call,
            whom=values["whom"],
            phone=values["phone"],
            person=values["person"],
            reference=values["reference"],
            said=values["said"],
            promised=one_line(values["promised"]),
            promised_by=read_day(values, "promised_by", today),
            next_call=read_day(values, "next_call", today),
            at=datetime.combine(day, at),
            settled=values["settled"] == SETTLED,
        )

    key = f"form:call:{'new' if new else call.id}"
    return Filling(
        key=key,
        title=text("insurance.call_form"),
        fields=fields,
        build=build,
        focus="person" if call.whom else "whom",
    )


def approval_filling(approval: Approval, today: date, *, new: bool) -> Filling[Approval]:
    """Return the fields of a cover, referral or authorisation, new or saved."""
    fields = (
        Field("kind", text("insurance.kind"), approval.kind, "choice",
              tuple((k.value, text(f"insurance.kinds.{k.value}")) for k in ApprovalKind)),
        Field("what", text("insurance.what"), approval.what, hint=text("insurance.what_hint"),
              required=True),
        Field("state", text("insurance.state"), approval.state, "choice",
              tuple((s.value, granted_word(s)) for s in Granted)),
        Field("by", text("insurance.by"), approval.by, hint=text("insurance.by_hint")),
        Field("number", text("insurance.number"), approval.number, hint=text("form.optional")),
        Field("asked_on", text("insurance.asked_on"), show_day(approval.asked_on),
              hint=text("form.day_hint")),
        Field("expires", text("insurance.expires"), show_day(approval.expires),
              hint=text("form.day_hint")),
        Field("note", text("insurance.note"), approval.note, "text",
              hint=text("insurance.note_hint")),
    )  # fmt: skip

    def build(values: Values) -> Approval:
        return replace(
            approval,
            kind=ApprovalKind(values["kind"]),
            what=values["what"],
            state=Granted(values["state"]),
            by=values["by"],
            number=values["number"],
            asked_on=read_day(values, "asked_on", today),
            expires=read_day(values, "expires", today),
            note=values["note"],
        )

    key = f"form:approval:{'new' if new else approval.id}"
    title = text("insurance.approval_form")
    return Filling(key=key, title=title, fields=fields, build=build)


def cost_filling(cost: Cost, today: date, *, new: bool) -> Filling[Cost]:
    """Return the fields of a cost, new or saved."""
    hint = text("insurance.amount_hint")
    fields = (
        Field("what", text("insurance.what"), cost.what, hint=text("insurance.cost_hint"),
              required=True),
        Field("currency", text("insurance.currency"), cost.currency,
              hint=text("insurance.currency_hint")),
        Field("quoted", text("insurance.quoted"), show_amount(cost.quoted), hint=hint),
        Field("covered", text("insurance.covered"), show_amount(cost.covered), hint=hint),
        Field("mine", text("insurance.mine"), show_amount(cost.mine), hint=hint),
        Field("asked_on", text("insurance.estimate_asked"), show_day(cost.asked_on),
              hint=text("form.day_hint")),
        Field("received_on", text("insurance.estimate_here"), show_day(cost.received_on),
              hint=text("form.day_hint")),
        Field("bill", text("insurance.bill"), cost.bill, "choice",
              tuple((b.value, b.value or text("insurance.no_bill")) for b in Bill)),
        Field("note", text("insurance.note"), cost.note, "text", hint=text("insurance.note_hint")),
    )  # fmt: skip

    def build(values: Values) -> Cost:
        if len(values["currency"]) > MOST_CURRENCY:
            raise FieldError("currency", text("insurance.long_currency"))
        return replace(
            cost,
            what=values["what"],
            currency=values["currency"],
            quoted=_amount(values, "quoted"),
            covered=_amount(values, "covered"),
            mine=_amount(values, "mine"),
            asked_on=read_day(values, "asked_on", today),
            received_on=read_day(values, "received_on", today),
            bill=Bill(values["bill"]),
            note=values["note"],
        )

    key = f"form:cost:{'new' if new else cost.id}"
    title = text("insurance.cost_form")
    return Filling(key=key, title=title, fields=fields, build=build)


MOST_CURRENCY = 8
"""Most letters of a currency."""


def _amount(values: Values, name: str) -> int | None:
    try:
        return parse_amount(values[name])
    except ValueError:
        raise FieldError(name, text("insurance.bad_amount")) from None
