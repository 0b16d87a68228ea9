"""The rows of Home about dates: what is due, and whom to call."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import text
from so_tui.domain.calls import Standing, standing, to_chase
from so_tui.domain.checklist import Urgency
from so_tui.domain.dates import short_day
from so_tui.domain.state import AppState
from so_tui.logic import overview
from so_tui.logic.phrases import call_words, chase_words
from so_tui.logic.plan import task_words
from so_tui.ui.widgets.layout import Row

MOST_TASKS = 3
"""Most tasks listed, and one of each other kind, earliest first; the rest is counted, so that the
steps of the case fit on the screen too.
"""
MOST_PROBLEMS = 2
"""Most calls listed about records that were lost, refused, or came wrong; they are first."""
MOST_DEADLINES = 2
"""Most deadlines with insurers listed."""
CALLS = {Standing.LATE: (Urgency.LATE, "late"), Standing.CALL_TODAY: (Urgency.TODAY, "soon")}
"""The word and the look of a call that has to be made."""


def date_rows(state: AppState, today: date) -> list[Row]:
    """Return the rows; a row's key is 'screen:what', and the last one opens all dates."""
    groups = [(list(_tasks(state, today)), MOST_TASKS), (list(_calls(state, today)), 1)]
    if state.approvals or state.bills:
        groups.insert(0, (list(_deadlines(state, today)), MOST_DEADLINES))
    if state.records:
        groups.insert(0, (list(_record_calls(state, today, problems=True)), MOST_PROBLEMS))
        groups.append((list(_record_calls(state, today, problems=False)), 1))
    rows = [*_decide_by(state, today), *(row for group, most in groups for row in group[:most])]
    if left := sum(len(group[most:]) for group, most in groups):
        rows.append(Row("dates:", ("", text("home.more", count=left)), ("", "dim")))
    return rows


def _decide_by(state: AppState, today: date) -> Iterator[Row]:
    decision = state.decision
    if decision and decision.decide_by:
        days = (decision.decide_by - today).days
        left = text("home.days_left" if days > 0 else "home.days_over", count=abs(days))
        by = text("home.given_by", name=decision.given_by) if decision.given_by else ""
        line = ", ".join(filter(None, (text("home.decide_by"), left if days else "", by)))
        yield Row("decision:decide_by", (short_day(decision.decide_by, today), line), ("strong",))


def _tasks(state: AppState, today: date) -> Iterator[Row]:
    for entry in overview.due_tasks(state, today):
        look = {Urgency.LATE: "late", Urgency.NONE: ""}.get(entry.word, "soon")
        word = f"{short_day(entry.day, today)} {entry.word}"
        yield Row(f"checklist:{entry.task.id}", (word, task_words(state, entry.task)), (look,))


def _calls(state: AppState, today: date) -> Iterator[Row]:
    """Yield the next calls and the overdue promises."""
    for day, call in to_chase(state.calls.values(), today):
        word, look = CALLS.get(standing(call, today), ("", ""))
        when = f"{short_day(day, today)} {word}".strip()
        yield Row(f"insurance:{call.id}", (when, chase_words(call, today)), (look,))


def _deadlines(state: AppState, today: date) -> Iterator[Row]:
    """Yield what is to be appealed, paid or answered by a day that is over or near."""
    from so_tui.logic.deadlines import pressing

    for each in pressing(state, today):
        over = each.day < today
        when = short_day(each.day, today) + (f" {Urgency.LATE}" if over else "")
        yield Row(f"insurance:{each.key}", (when, each.words), ("late" if over else "soon",))


def _record_calls(state: AppState, today: date, *, problems: bool) -> Iterator[Row]:
    """Yield whom to call about records today, most urgent first: because of problems, or others."""
    from so_tui.logic import records as tracking

    for call in tracking.calls_today(state, today):
        if any(each.has_problem for each in call.todos) is not problems:
            continue
        late = any(each.days_late(today) for each in call.todos)
        first = next((each for each in call.todos if each.has_problem), call.todos[0])
        word = text("records.home_late" if late else "records.home_today")
        key = f"records:{first.record.id}.{first.transfer.doctor_id}"
        yield Row(key, (word, call_words(call)), ("late" if late else "soon",))
