"""The status as plain lines: one fact per line, no borders, no colour."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import text
from so_tui.domain.approvals import in_order as by_kind
from so_tui.domain.calls import to_chase
from so_tui.domain.case import Case
from so_tui.domain.checklist import Urgency
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Encounter, expected, is_near, unmarked
from so_tui.domain.state import AppState
from so_tui.domain.text import clean, clean_line, first_line
from so_tui.logic import records as tracking
from so_tui.logic.approvals import standing, standing_words
from so_tui.logic.clashes import clashes
from so_tui.logic.deadlines import pressing, told
from so_tui.logic.encounters import (
    called,
    dated_word,
    doctor_name,
    row_name,
    status_word,
    time_words,
)
from so_tui.logic.overview import (
    coming_visit,
    counts_words,
    due_tasks,
    open_questions,
    outcome_words,
    steps,
)
from so_tui.logic.phrases import call_words, chase_words
from so_tui.logic.plan import task_words
from so_tui.logic.questions import to_ask_in
from so_tui.logic.tick_lists import counted, packing_lines

MOST_QUESTIONS = 5
"""Most questions printed in full; the rest is counted."""


def status_text(state: AppState, today: date) -> str:
    """Return the status of the open case: progress, the next visit, what is due, what is open.

    Calls to make are listed with everything they are about, as on the screens. If there is no case,
    say so instead.
    """
    if state.case is None:
        return text("cli.status.no_case") + "\n"
    lines = [
        *_case(state.case),
        "",
        *_asking(state, today),
        *_progress(state, today),
        "",
        *_visit(state, coming_visit(state, today), today),
        *_clashes(state, today),
        *_expected(state, today),
        "",
        *_dates(state, today),
        "",
        *_calls(state, today),
        *_arranged(state, today),
        "",
        *_outcome(state, today),
    ]
    return clean("\n".join(lines)).strip("\n") + "\n"


def _case(case: Case) -> Iterator[str]:
    yield text("cli.status.title", title=clean_line(case.name))
    if case.patient:
        yield text("cli.status.patient", name=clean_line(case.patient))
    if case.closed:
        yield text("cli.status.archived", day=show_day(case.closed))
    if case.demo:
        yield text("cli.status.demo")


def _asking(state: AppState, today: date) -> Iterator[str]:
    """Yield what is to be answered about encounters whose day has passed."""
    asked = [] if state.case and state.case.closed else unmarked(state.visits.values(), today)
    for visit in asked:
        facts = (status_word(visit, today), called(state, visit), show_day(visit.due))
        line = text("cli.status.asking", question=facts[0], what=facts[1], day=facts[2])
        yield clean_line(line)
        yield text("cli.status.asking_how", id=visit.id)
    if asked:
        yield ""


def _progress(state: AppState, today: date) -> Iterator[str]:
    yield text("cli.status.progress")
    for step in steps(state, today):
        name, word = text(f"home.step.{step.key}"), text(f"home.{step.word}")
        counts = text("home.count", done=step.done, total=step.total) if step.total > 1 else ""
        yield f"  {name}: {word} {counts}".rstrip()


def _visit(state: AppState, visit: Encounter | None, today: date) -> Iterator[str]:
    if visit is None:
        yield text("cli.status.no_visit")
        return
    day = show_day(visit.day) or text("cli.status.no_day")
    facts = (day, time_words(visit), row_name(state, visit), visit.where)
    shown = ", ".join(clean_line(fact) for fact in facts if fact)
    yield text("cli.status.next_visit", visit=shown)
    if is_near(visit, today):
        done, total = counted(packing_lines(state, visit))
        yield text("cli.status.packing", done=done, total=total)
    yield text("cli.status.to_ask", count=open_questions(state, visit))
    asked = to_ask_in(state, visit.doctor_ids)
    for question in asked[:MOST_QUESTIONS]:
        yield f"  {clean_line(question.text)}"
    if len(asked) > MOST_QUESTIONS:
        yield "  " + text("cli.status.more", count=len(asked) - MOST_QUESTIONS)


def _clashes(state: AppState, today: date) -> Iterator[str]:
    found = clashes(state, today)
    if found:
        yield ""
        yield text("clashes.status")
    for clash in found:
        yield f"  {clash.words}"


def _expected(state: AppState, today: date) -> Iterator[str]:
    """Yield what is to come without a visit: messages, opinions in writing, a board."""
    for each in expected(state.visits.values(), today):
        what, name = dated_word(each, today), doctor_name(state, each)
        yield text("cli.status.expected", what=what, name=name, day=show_day(each.due))


def _dates(state: AppState, today: date) -> Iterator[str]:
    decision = state.decision
    if decision and decision.decide_by:
        day = show_day(decision.decide_by)
        if decision.given_by:
            yield text("cli.status.decide_by_from", day=day, name=clean_line(decision.given_by))
        else:
            yield text("cli.status.decide_by", day=day)
    pressing = [due for due in due_tasks(state, today) if due.word is not Urgency.NONE]
    yield text("cli.status.due") if pressing else text("cli.status.nothing_due")
    for due in pressing:
        yield f"  {due.word}: {task_words(state, due.task)} ({show_day(due.day)})"


def _outcome(state: AppState, today: date) -> Iterator[str]:
    if words := counts_words(state):
        yield words
    decision = state.decision
    if chosen := outcome_words(state, today):
        yield text("cli.status.outcome", words=chosen)
    if decision and decision.decided:
        day = show_day(decision.decided_on) or text("cli.status.no_day")
        yield text("cli.status.decided", words=first_line(decision.decided, 200), day=day)
    if decision and (back := state.visits.get(decision.follow_up)):
        word = status_word(back, today)
        day = show_day(back.day) or text("cli.status.no_day")
        yield text("cli.status.back", name=doctor_name(state, back), day=day, word=word)


def _calls(state: AppState, today: date) -> Iterator[str]:
    chased = [call for day, call in to_chase(state.calls.values(), today) if day <= today]
    about = tracking.calls_today(state, today)
    lines = [*(chase_words(c, today) for c in chased), *map(call_words, about)]
    yield text("cli.status.calls") if lines else text("cli.status.no_calls")
    for line in lines:
        yield f"  {clean_line(line)}"


def _arranged(state: AppState, today: date) -> Iterator[str]:
    if state.records:
        done, total = tracking.counts(state)
        late = len({each.record.id for each in tracking.late(state, today)})
        yield text("cli.status.records", done=done, total=total, late=late)
    if state.approvals:
        yield text("cli.status.approvals")
    for each in by_kind(state.approvals.values()):
        kind = text(f"insurance.kinds.{each.kind.value}")
        words = standing_words(standing(state, each), today)
        yield f"  {kind}: {clean_line(each.what)} ({words})"
    if found := told(state, today):
        yield text("cli.status.deadlines")
    overdue = {each for each in pressing(state, today) if each.day < today}
    for deadline in found:
        word = f" ({Urgency.LATE})" if deadline in overdue else ""
        yield f"  {show_day(deadline.day)}, {deadline.words}{word}"
