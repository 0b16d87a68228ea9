"""The dates on Home: the decide-by date, and the next few dated items."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import text
from so_tui.domain.calls import Call, Standing, standing, to_chase
from so_tui.domain.checklist import Urgency
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.state import AppState
from so_tui.logic import overview
from so_tui.logic.phrases import call_words, chase_words, disc_words
from so_tui.ui.widgets.layout import Row

MOST_TASKS = 3
"""Most tasks listed, and one of each other kind, earliest first; the rest is counted, so that the
steps of the case fit on the screen too.
"""
LOOKS = {Standing.LATE: "late", Standing.CALL_TODAY: "soon"}
URGENCY = {Standing.LATE: Urgency.LATE, Standing.CALL_TODAY: Urgency.TODAY}


def date_rows(state: AppState, today: date) -> list[Row]:
    """Return the rows; a row's key is 'screen:what', and the last one opens all dates."""
    groups = [
        (list(_discs(state, today)), 1),
        (list(_tasks(state, today)), MOST_TASKS),
        (list(_calls(state, today)), 1),
        (list(_record_calls(state, today)), 1),
    ]
    rows = [*_decide_by(state, today), *(row for group, most in groups for row in group[:most])]
    left = sum(len(group[most:]) for group, most in groups)
    if left:
        more = text("home.more", count=left)
        rows.append(Row("dates:", ("", more), ("", "dim")))
    return rows


def _decide_by(state: AppState, today: date) -> Iterator[Row]:
    decision = state.decision
    if decision and decision.decide_by:
        days = (decision.decide_by - today).days
        left = text("home.days_left" if days > 0 else "home.days_over", days=abs(days))
        by = text("home.given_by", name=decision.given_by) if decision.given_by else ""
        line = ", ".join(filter(None, (text("home.decide_by"), left if days else "", by)))
        yield Row("decision:decide_by", (show_day(decision.decide_by), line), ("strong",))


def _tasks(state: AppState, today: date) -> Iterator[Row]:
    for entry in overview.due_tasks(state, today):
        look = {Urgency.LATE: "late", Urgency.NONE: ""}.get(entry.word, "soon")
        word = f"{short_day(entry.day, today)} {entry.word}"
        yield Row(f"checklist:{entry.task.id}", (word, entry.task.text), (look,))


def _calls(state: AppState, today: date) -> Iterator[Row]:
    """Yield the next calls and the overdue promises."""
    for day, call in to_chase(state.calls.values(), today):
        yield _call(day, call, today)


def _call(day: date, call: Call, today: date) -> Row:
    stands = standing(call, today)
    when = f"{short_day(day, today)} {URGENCY.get(stands, '')}".strip()
    return Row(f"insurance:{call.id}", (when, chase_words(call, today)), (LOOKS.get(stands, ""),))


def _discs(state: AppState, today: date) -> Iterator[Row]:
    """Yield the hospitals that have not loaded a disc although the visit is near."""
    if not state.records:
        return
    from so_tui.logic import records as tracking

    found = tracking.not_loaded(state, today)
    for words in disc_words(found):
        key = f"records:{found[0][0].id}.{found[0][1].id}"
        yield Row(key, (text("records.home_disc"), words), ("late",))


def _record_calls(state: AppState, today: date) -> Iterator[Row]:
    """Yield whom to call about records today, most urgent first."""
    if not state.records:
        return
    from so_tui.logic import records as tracking

    for call in tracking.calls_today(state, today):
        late = any(each.days_late(today) for each in call.todos)
        first = call.todos[0]
        word = text("records.home_late" if late else "records.home_today")
        key = f"records:{first.record.id}.{first.transfer.doctor_id}"
        yield Row(key, (word, call_words(call)), ("late" if late else "soon",))
