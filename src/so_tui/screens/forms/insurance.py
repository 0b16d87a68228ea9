"""Forms for calls, approvals and costs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from textual.app import ComposeResult
from textual.widgets import TextArea

from so_tui.arranging_words import granted_word
from so_tui.content import say
from so_tui.content.callscript import call_script
from so_tui.domain.approvals import Approval, ApprovalKind, Granted
from so_tui.domain.calls import Call
from so_tui.domain.costs import Bill, Cost, parse_amount, show_amount
from so_tui.domain.dates import show_day, show_time
from so_tui.screens.dialogs.cell import Lines
from so_tui.screens.dialogs.form import Field, FieldError, Form, Values
from so_tui.screens.forms import values as read
from so_tui.screens.forms.guarded import GuardedForm
from so_tui.storage.drafts import Draft
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList

Drafts = Mapping[str, Draft]
OPEN, SETTLED = "open", "settled"


class CallForm(GuardedForm[Call]):
    """The form for one call, with the script below it to read out."""

    def extra(self) -> ComposeResult:
        yield Lines(Column(0, lines=0), Column(1, 20, lines=0), id="lines")

    def on_mount(self) -> None:
        super().on_mount()
        rows = [Row("#script", (say("insurance.script"),), heading=True)]
        rows += [Row(line.key, (line.say, line.write), ("", "dim")) for line in call_script()]
        self.query_one(Lines).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Begin the line of the notes that answers the chosen line of the script."""
        label = next((line.label for line in call_script() if line.key == event.key), None)
        if label is None:
            return
        area = self.query_one("#field-said", TextArea)
        if f"{label}:" not in area.text:
            begun = f"{label}: "
            area.insert(f"\n{begun}" if area.text.strip() else begun, area.document.end)
        area.move_cursor(area.document.end)
        area.focus()


def call_form(call: Call, today: date, drafts: Drafts, *, new: bool) -> Form[Call]:
    """Return the form for a call, new or kept."""
    states = ((OPEN, say("insurance.call_open")), (SETTLED, say("insurance.call_settled")))
    fields = (
        Field("whom", say("insurance.whom"), call.whom, hint=say("insurance.whom_hint"),
              required=True),
        Field("phone", say("insurance.phone"), call.phone, hint=say("form.optional")),
        Field("person", say("insurance.person"), call.person, hint=say("insurance.person_hint")),
        Field("reference", say("insurance.reference"), call.reference,
              hint=say("insurance.reference_hint")),
        Field("said", say("insurance.said"), call.said, "text", hint=say("insurance.said_hint")),
        Field("promised", say("insurance.promised"), call.promised, "long",
              hint=say("insurance.promised_hint")),
        Field("promised_by", say("insurance.promised_by"), show_day(call.promised_by),
              hint=say("form.day_hint")),
        Field("next_call", say("insurance.next_call"), show_day(call.next_call),
              hint=say("form.day_hint")),
        Field("day", say("insurance.day"), show_day(call.at.date()), required=True),
        Field("at", say("insurance.time"), show_time(call.at.time()), required=True),
        Field("settled", say("insurance.state"), SETTLED if call.settled else OPEN, "choice",
              states),
    )  # fmt: skip

    def build(values: Values) -> Call:
        day, at = read.day(values, "day", today), read.clock(values, "at")
        if day is None or at is None:  # both are required
            raise FieldError("day", say("form.bad_day"))
        if (day, at) == (call.at.date(), call.at.time().replace(second=0, microsecond=0)):
            at = call.at.time()
        return replace(
            call,
            whom=values["whom"],
            phone=values["phone"],
            person=values["person"],
            reference=values["reference"],
            said=values["said"],
            promised=read.one_line(values["promised"]),
            promised_by=read.day(values, "promised_by", today),
            next_call=read.day(values, "next_call", today),
            at=datetime.combine(day, at),
            settled=values["settled"] == SETTLED,
        )

    key = f"form:call:{'new' if new else call.id}"
    return CallForm(
        say("insurance.call_form"),
        fields,
        build,
        draft_key=key,
        draft=drafts.get(key),
        focus="person" if call.whom else "whom",
    )


def approval_form(approval: Approval, today: date, drafts: Drafts, *, new: bool) -> Form[Approval]:
    """Return the form for a cover, referral or authorisation, new or kept."""
    fields = (
        Field("kind", say("insurance.kind"), approval.kind, "choice",
              tuple((k.value, say(f"insurance.kinds.{k.value}")) for k in ApprovalKind)),
        Field("what", say("insurance.what"), approval.what, hint=say("insurance.what_hint"),
              required=True),
        Field("state", say("insurance.state"), approval.state, "choice",
              tuple((s.value, granted_word(s)) for s in Granted)),
        Field("by", say("insurance.by"), approval.by, hint=say("insurance.by_hint")),
        Field("number", say("insurance.number"), approval.number, hint=say("form.optional")),
        Field("asked_on", say("insurance.asked_on"), show_day(approval.asked_on),
              hint=say("form.day_hint")),
        Field("expires", say("insurance.expires"), show_day(approval.expires),
              hint=say("form.day_hint")),
        Field("note", say("insurance.note"), approval.note, "text",
              hint=say("insurance.note_hint")),
    )  # fmt: skip

    def build(values: Values) -> Approval:
        return replace(
            approval,
            kind=ApprovalKind(values["kind"]),
            what=values["what"],
            state=Granted(values["state"]),
            by=values["by"],
            number=values["number"],
            asked_on=read.day(values, "asked_on", today),
            expires=read.day(values, "expires", today),
            note=values["note"],
        )

    key = f"form:approval:{'new' if new else approval.id}"
    title = say("insurance.approval_form")
    return GuardedForm(title, fields, build, draft_key=key, draft=drafts.get(key))


def cost_form(cost: Cost, today: date, drafts: Drafts, *, new: bool) -> Form[Cost]:
    """Return the form for a cost, new or kept."""
    hint = say("insurance.amount_hint")
    fields = (
        Field("what", say("insurance.what"), cost.what, hint=say("insurance.cost_hint"),
              required=True),
        Field("currency", say("insurance.currency"), cost.currency,
              hint=say("insurance.currency_hint")),
        Field("quoted", say("insurance.quoted"), show_amount(cost.quoted), hint=hint),
        Field("covered", say("insurance.covered"), show_amount(cost.covered), hint=hint),
        Field("mine", say("insurance.mine"), show_amount(cost.mine), hint=hint),
        Field("asked_on", say("insurance.estimate_asked"), show_day(cost.asked_on),
              hint=say("form.day_hint")),
        Field("received_on", say("insurance.estimate_here"), show_day(cost.received_on),
              hint=say("form.day_hint")),
        Field("bill", say("insurance.bill"), cost.bill, "choice",
              tuple((b.value, b.value or say("insurance.no_bill")) for b in Bill)),
        Field("note", say("insurance.note"), cost.note, "text", hint=say("insurance.note_hint")),
    )  # fmt: skip

    def build(values: Values) -> Cost:
        if len(values["currency"]) > MOST_CURRENCY:
            raise FieldError("currency", say("insurance.long_currency"))
        return replace(
            cost,
            what=values["what"],
            currency=values["currency"],
            quoted=_amount(values, "quoted"),
            covered=_amount(values, "covered"),
            mine=_amount(values, "mine"),
            asked_on=read.day(values, "asked_on", today),
            received_on=read.day(values, "received_on", today),
            bill=Bill(values["bill"]),
            note=values["note"],
        )

    key = f"form:cost:{'new' if new else cost.id}"
    title = say("insurance.cost_form")
    return GuardedForm(title, fields, build, draft_key=key, draft=drafts.get(key))


MOST_CURRENCY = 8
"""A word for a currency has at most so many letters."""


def _amount(values: Values, name: str) -> int | None:
    try:
        return parse_amount(values[name])
    except ValueError:
        raise FieldError(name, say("insurance.bad_amount")) from None
