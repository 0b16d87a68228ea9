"""What can be filled in of a call."""

from dataclasses import replace
from datetime import date, datetime

from so_tui.content import say
from so_tui.domain.calls import Call
from so_tui.domain.dates import show_day, show_time
from so_tui.forms import values as read
from so_tui.forms.fields import Field, FieldError, Filling, Values

OPEN, SETTLED = "open", "settled"


def call_filling(call: Call, today: date, *, new: bool) -> Filling[Call]:
    """Return what can be filled in for a call, new or kept."""
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
    return Filling(
        key=key,
        title=say("insurance.call_form"),
        fields=fields,
        build=build,
        focus="person" if call.whom else "whom",
    )
