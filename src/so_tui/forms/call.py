"""The fields of a call."""

from dataclasses import replace
from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.calls import Call
from so_tui.domain.dates import show_day, show_time
from so_tui.forms.fields import Field, FieldError, Filling, Values, one_line, read_day, read_time

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
