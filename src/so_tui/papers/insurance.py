"""The call log, and the letter to the insurer: a request, or an appeal. Pure."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import text
from so_tui.domain.approvals import Approval, ApprovalKind, in_order
from so_tui.domain.calls import Call, promise_is_over
from so_tui.domain.dates import show_day
from so_tui.domain.folding import alike
from so_tui.domain.names import name_of
from so_tui.domain.requests import RequestState
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line, without_stop
from so_tui.logic.approvals import event_words, events_of, standing, visit_of
from so_tui.logic.call_log import about, call_log, time_of
from so_tui.logic.letter import born_and_phone
from so_tui.papers.files import NAME_WIDTH, signed
from so_tui.papers.letter import Letter
from so_tui.papers.listing import Block, Item, Listing

ALL = ""
"""Stands for all offices."""
OPEN = frozenset(RequestState) - {RequestState.APPROVED, RequestState.NOT_NEEDED}
"""The states in which there is something to write to an insurer about."""


def offices(state: AppState) -> list[Clean]:
    """Return the offices that were called, each once, by name."""
    found: list[Clean] = []
    for name in sorted(call.whom for call in call_log(state)):
        if not any(alike(name, known) for known in found):
            found.append(name)
    return found


def requests(state: AppState) -> list[Approval]:
    """Return what can be asked of an insurer, or appealed, in a letter."""
    return [
        each
        for each in in_order(state.approvals.values())
        if each.kind is not ApprovalKind.REFERRAL and standing(state, each).state in OPEN
    ]


def make_call_log(state: AppState, today: date, office: str = ALL) -> Listing | None:
    """Return the call log, the newest call last, or None without any call.

    `office` is the one whose calls to write; '' for all.
    """
    calls = [call for call in call_log(state) if not office or alike(call.whom, office)]
    if not calls:
        return None
    key = "title_of" if office else "title"
    return Listing(
        title=clean_line(
            text(f"insurance.calls_paper.{key}", office=first_line(office, NAME_WIDTH))
        ),
        lead=(),
        blocks=tuple(_call(state, call, today) for call in calls[::-1]),
        footer=signed(state, today),
    )


def _call(state: AppState, call: Call, today: date) -> Block:
    chase = state.chases.get(call.id)
    told = {
        "about": about(state, chase) if chase else "",
        "person": call.person,
        "phone": call.phone,
        "reference": call.reference,
        "said": call.said,
        "promised": _promise(call, today),
        "next_call": "" if call.settled else show_day(call.next_call),
    }
    items = (
        text("insurance.calls_paper.line", label=text(f"insurance.{name}"), words=words)
        for name, words in told.items()
        if words
    )
    when = ", ".join(filter(None, (show_day(call.at.date()), time_of(state, call))))
    head = text("insurance.calls_paper.head", whom=call.whom, when=when)
    if not any(told.values()):
        return Block(Clean(""), (Item(clean_line(head)),))
    return Block(clean_line(head), tuple(Item(clean_line(each)) for each in items))


def _promise(call: Call, today: date) -> str:
    """Return what was promised, by when, and whether it is settled; '' for nothing."""
    if not (call.promised or call.promised_by):
        return ""
    words, day = without_stop(call.promised), show_day(call.promised_by)
    if words and day:
        words = text("insurance.calls_paper.promise", promised=words, day=day)
    key = "settled" if call.settled else "over" if promise_is_over(call, today) else "open"
    return text(f"insurance.calls_paper.{key}", words=words or day)


def make_insurer_letter(state: AppState, today: date, approval_id: str = "") -> Letter | None:
    """Return the letter about an approval, or None if there is nothing to ask.

    Without `approval_id` it is about the first one that can be asked for or appealed.
    """
    approval = state.approvals.get(approval_id) or next(iter(requests(state)), None)
    if approval is None:
        return None
    refused = standing(state, approval).refusal is not None
    insurer = first_line(approval.by, NAME_WIDTH)
    title = text(
        f"insurance.letter.title{'_appeal' if refused else ''}",
        insurer=insurer or text("insurance.letter.my_insurer"),
    )
    parts = {
        "who": _who(state),
        "ask": _ask(state, approval),
        "so_far": _so_far(state, approval),
    }
    blocks = (
        Block(
            Clean(text(f"insurance.letter.{name}")),
            tuple(Item(clean_line(words)) for words in lines if words),
        )
        for name, lines in parts.items()
    )
    dear = text("insurance.letter.dear", insurer=insurer or text("insurance.letter.all"))
    return Letter(
        title=clean_line(title),
        day=Clean(show_day(today)),
        greeting=clean_line(dear),
        blocks=tuple(block for block in blocks if block.items),
        closing=tuple(map(clean_line, _thanks(state))),
        footer=signed(state, today),
    )


def _who(state: AppState) -> Iterator[str]:
    name = state.case.patient if state.case else ""
    yield text(f"insurance.letter.{'name' if name else 'no_name'}", name=name)
    yield from born_and_phone(state)


def _ask(state: AppState, approval: Approval) -> Iterator[str]:
    refusal = standing(state, approval).refusal
    what = without_stop(clean_line(approval.what))
    yield text(f"insurance.letter.{'please_again' if refusal else 'please'}", what=what)
    visit = visit_of(state, approval)
    doctor = state.doctors.get(visit.doctor_id if visit else approval.doctor_id)
    if doctor is not None:
        day = show_day(visit.day) if visit and visit.is_visit else ""
        key = "for_visit" if day else "for_doctor"
        yield text(f"insurance.letter.{key}", doctor=name_of(state, doctor.id), day=day)
    if refusal is None:
        yield text("insurance.letter.in_writing")
        return
    day = show_day(refusal.day) if refusal.day_known else ""
    yield text(f"insurance.letter.{'refused' if day else 'refused_no_day'}", day=day)
    reason = without_stop(clean_line(refusal.note))
    yield text(f"insurance.letter.{'reason' if reason else 'no_reason'}", reason=reason)
    if day := show_day(standing(state, approval).appeal_by):
        yield text("insurance.letter.appeal_by", day=day)
    yield text("insurance.letter.again")


def _so_far(state: AppState, approval: Approval) -> Iterator[str]:
    """Yield what happened, and the calls about it that have a reference number."""
    told: list[tuple[date, str]] = []
    events = events_of(state, approval)
    for event in events:
        words = str(event_words(event, "letter_steps", note=False))
        if event.day_known:
            words = text("insurance.letter.event", day=show_day(event.day), words=words)
        told.append((event.day, words))
    for call in _calls_about(state, approval):
        key = "call" if call.person else "call_no_person"
        day = show_day(call.at.date())
        values = {"day": day, "person": call.person, "reference": call.reference}
        told.append((call.at.date(), text(f"insurance.letter.{key}", **values)))
    yield from (words for _, words in sorted(told, key=lambda each: each[0]))


def _calls_about(state: AppState, approval: Approval) -> Iterator[Call]:
    """Yield the calls with that office since it was asked that belong to no request by number.

    A call with the number of a request is told with it, and is about no other one.
    """
    days = [event.day for event in events_of(state, approval) if event.day_known]
    taken = [e.reference for e in state.events.values() if e.about in state.approvals]
    for call in state.calls.values():
        is_free = call.reference and not any(alike(call.reference, each) for each in taken)
        if is_free and alike(call.whom, approval.by) and days and min(days) <= call.at.date():
            yield call


def _thanks(state: AppState) -> Iterator[str]:
    yield text("insurance.letter.close")
    if state.case and state.case.patient:
        yield state.case.patient
