"""The fields of what happened to an approval: two or three for each kind of event."""

from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.approvals import Approval
from so_tui.domain.dates import show_day
from so_tui.domain.events import Event, EventKind
from so_tui.domain.requests import GRANTS
from so_tui.domain.text import first_line
from so_tui.forms.fields import EntityForm, FieldError, Filling, Read
from so_tui.logic.approvals import until_name

ANSWER = ("until", "on", "reference", "who", "note")
FIELDS = {
    EventKind.ASKED: ("on", "until", "reference", "who", "note"),
    EventKind.APPROVED: ("until", "since", "reference", "on", "who", "note"),
    EventKind.REFUSED: ("note", "until", "reference", "on", "who"),
    EventKind.DECIDED: ("note", "until", "since", "reference", "on", "who"),
    EventKind.NOT_NEEDED: ("who", "on", "reference", "note"),
}
"""The fields of an event, what is needed most first; `ANSWER` for other kinds."""
NOTES = {EventKind.REFUSED: "reason", EventKind.DECIDED: "decision"}
"""The label of a note that tells more than a note."""
MOST_NAME = 40
"""Most characters of what the approval is for in the title."""


def new_event(approval: Approval, kind: EventKind, now: datetime) -> Event:
    """Return a new event of an approval, as of today."""
    case_id = approval.case_id
    return Event(case_id=case_id, about=approval.id, kind=kind, day=now.date(), entered=now)


def event_filling(event: Event, approval: Approval, today: date, *, new: bool) -> Filling[Event]:
    """Return the fields of an event of an approval, new or saved."""
    form = EntityForm(entity=event, words="insurance", today=today)
    until = f"insurance.{until_name(event.kind)}"
    note = f"insurance.{NOTES.get(event.kind, 'note')}"
    known = event.day if event.day_known else None
    fields = {
        "on": form.day("on", known, past=True, required=event.day_known),
        "since": form.day("since", label="insurance.good_from"),
        "until": form.day("until", label=until),
        "who": form.line("who", label="insurance.person"),
        "reference": form.line("reference", hint="insurance.answer_number_hint"),
        "note": form.line("note", "text", label=note),
    }

    def finish(read: Read) -> Read:
        on = read.pop("on")
        if on and on > today:
            raise FieldError("on", text("insurance.not_yet"))
        first = read.get("since") if event.kind in GRANTS else on
        if first and read.get("until") and read["until"] < first:
            raise FieldError("until", text("insurance.backwards", day=show_day(first)))
        return {**read, "day": on or event.day, "day_known": on is not None}

    step = text(f"insurance.steps.{event.kind.name.lower()}")
    key = f"new-{approval.id}-{event.kind.name.lower()}" if new else event.id
    return form.filling(
        "answer",
        key,
        *(fields[name] for name in FIELDS.get(event.kind, ANSWER)),
        title=text("insurance.answer_form", what=first_line(approval.what, MOST_NAME), step=step),
        finish=finish,
    )


def step_of(name: str) -> EventKind:
    """Return the kind of event that a draft of its form names."""
    return EventKind[name.upper()]
