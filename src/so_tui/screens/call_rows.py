"""The calls to make, as rows of a list of dates."""

from datetime import date

from so_tui.arranging_words import chase_words
from so_tui.content import say
from so_tui.domain.calls import Call, Standing, standing, to_chase
from so_tui.domain.checklist import Urgency
from so_tui.domain.dates import short_day
from so_tui.state import AppState
from so_tui.widgets.layout import Row

MOST = 2
"""So many calls are named; the rest is counted."""
LOOKS = {Standing.LATE: "late", Standing.CALL_TODAY: "soon"}
URGENCY = {Standing.LATE: Urgency.LATE, Standing.CALL_TODAY: Urgency.TODAY}


def chase_rows(state: AppState, today: date) -> list[Row]:
    """Return the next calls and the promises that are over; a key is 'insurance:<id>'."""
    due = to_chase(state.calls.values(), today)
    rows = [_row(day, call, today) for day, call in due[:MOST]]
    if len(due) > MOST:
        more = say("home.more_calls", count=len(due) - MOST)
        rows.append(Row("insurance:", ("", more), ("", "dim")))
    return rows


def _row(day: date, call: Call, today: date) -> Row:
    stands = standing(call, today)
    when = f"{short_day(day, today)} {URGENCY.get(stands, '')}".strip()
    return Row(f"insurance:{call.id}", (when, chase_words(call, today)), (LOOKS.get(stands, ""),))
