"""Approvals with what became of them: how each stands, until when, and in which words. Pure."""

from datetime import date
from functools import partial

from so_tui.content import text
from so_tui.domain.approvals import Approval
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.entity import having
from so_tui.domain.events import Event, EventKind, in_order
from so_tui.domain.names import name_of
from so_tui.domain.requests import GRANTS, RequestStanding, RequestState, standing_of
from so_tui.domain.state import AppState, Change, Drop
from so_tui.domain.text import Clean, clean_line, without_stop


def events_of(state: AppState, approval: Approval) -> list[Event]:
    """Return what happened to an approval, in order."""
    return in_order(having(state.events, "about", approval.id))


def standing(state: AppState, approval: Approval) -> RequestStanding:
    """Return how an approval stands."""
    return standing_of(having(state.events, "about", approval.id))


def ends_on(state: AppState, approval: Approval) -> date | None:
    """Return the last day on which an approval holds; None if it was not given or has no end."""
    return standing(state, approval).ends_on


def holds_from(state: AppState, approval: Approval) -> date | None:
    """Return the first day on which an approval holds; None if that is not known."""
    return standing(state, approval).holds_from


def appeal_by(state: AppState, approval: Approval) -> date | None:
    """Return the last day to appeal a refusal that stands; None if there is none, or no day."""
    return standing(state, approval).appeal_by


def drop_approval(state: AppState, approval: Approval) -> tuple[Change, ...]:
    """Return the changes that delete an approval with what happened to it."""
    return (Drop(approval), *(Drop(event) for event in events_of(state, approval)))


def visit_of(state: AppState, approval: Approval) -> Encounter | None:
    """Return the encounter that an approval is for, or None; one that was cancelled is none."""
    visit = state.visits.get(approval.visit_id)
    return None if visit is None or visit.course is Course.CANCELLED else visit


def for_whom(state: AppState, approval: Approval) -> str:
    """Return what encounter or doctor an approval is for: 'Dr Who, Fri 4 Dec 2026'; or ''."""
    visit = visit_of(state, approval)
    doctor = state.doctors.get(visit.doctor_id if visit else approval.doctor_id)
    day = show_day(visit.day) if visit else ""
    return ", ".join(filter(None, (name_of(state, doctor.id) if doctor else "", day)))


def state_word(state: RequestState) -> str:
    """Return the word for the state of a request."""
    return text(f"insurance.states.{state.name.lower()}")


def standing_words(standing: RequestStanding, today: date, *, brief: bool = False) -> str:
    """Return how a request stands, with the day that counts: 'refused, appeal by Fri 4 Dec 2026'.

    A year that is the same as today's is left out if `brief`.
    """
    known = {
        "appeal": standing.appeal_by,
        "answer": standing.answer_by,
        "until": standing.ends_on,
    }
    shown = partial(short_day, today=today) if brief else show_day
    first = standing.holds_from
    days = [text("insurance.standing.from", day=shown(first))] if first and first > today else []
    days += [
        text(f"insurance.standing.{name}{'_over' if day < today else ''}", day=shown(day))
        for name, day in known.items()
        if day is not None
    ]
    return ", ".join([state_word(standing.state), *days])


def until_name(kind: EventKind) -> str:
    """Return the name of what the day `until` of an event means, among the words of insurance."""
    if kind in GRANTS:
        return "good_until"
    names = {EventKind.REFUSED: "appeal_by", EventKind.PROMISED: "promised_by"}
    return names.get(kind, "answer_by")


def event_words(event: Event, steps: str = "steps", *, note: bool = True) -> Clean:
    """Return what happened in one line, without its day.

    Args:
        event: What happened.
        steps: The words for each step, among those of insurance.
        note: Whether the user's note on it is part of the line.
    """
    days = {"good_from": event.since, until_name(event.kind): event.until}
    told = {
        **{name: show_day(day) for name, day in days.items()},
        "person": event.who,
        "reference": event.reference,
    }
    parts = [
        text(f"insurance.{steps}.{event.kind.name.lower()}"),
        *(f"{text(f'insurance.{name}')}: {value}" for name, value in told.items() if value),
        event.note if note else "",
    ]
    return clean_line(". ".join(without_stop(part) for part in parts if part))
