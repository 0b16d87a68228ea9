"""The rows of Home for an open case: progress, what is due, what is open."""

from datetime import date

from so_tui.content import text
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.opinions import Cell, Mark, State
from so_tui.domain.people import is_near
from so_tui.domain.state import AppState, Conflict
from so_tui.logic import overview
from so_tui.logic.followup import held_against_first
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.screens.home.dates import date_rows
from so_tui.ui.widgets.layout import Row

UNSETTLED = (State.DIFFERS, State.NOT_CLEAR, State.NOT_DISCUSSED)


def case_rows(state: AppState, today: date, *, offers_lock: bool) -> list[Row]:
    """Return all rows about the open case.

    Args:
        state: The open case.
        today: The current day.
        offers_lock: Whether to offer a passphrase.
    """
    return [
        *_put_away(state),
        *_versions(state),
        *_next_visit(state, today),
        *section("home", "due", date_rows(state, today)),
        *(_lock_offer() if offers_lock else ()),
        *_progress(state, today),
        *_open(state),
    ]


def _put_away(state: AppState) -> list[Row]:
    if state.case is None or state.case.closed is None:
        return []
    words = (show_day(state.case.closed), text("home.put_away_todo"))
    return section("home", "put_away", [Row("lookback:", words, ("strong",))])


def _lock_offer() -> list[Row]:
    words = text("locking.offer"), text("locking.offer_text")
    return [heading("privacy", text("locking.offer_heading")), Row("lock:", words, ("", "dim"))]


def _next_visit(state: AppState, today: date) -> list[Row]:
    visit = overview.coming_visit(state, today)
    if visit is None:
        words = text("home.no_visit"), text("home.no_visit_todo")
        return section("home", "next_visit", [Row("people:", words, ("dim",))])
    when = " ".join(filter(None, (short_day(visit.day, today), show_time(visit.at))))
    doctor = state.doctors.get(visit.doctor_id)
    count = overview.open_questions(state, visit)
    parts = (doctor.name if doctor else "", visit.place, text("home.to_ask", count=count))
    line = ", ".join(filter(None, parts))
    rows = [Row(f"notes:{visit.id}", (when or text("people.no_date"), line), ("strong",))]
    if is_near(visit, today):
        from so_tui.logic.tick_lists import counted, packing_lines

        done, total = counted(packing_lines(state, visit))
        packed = text("packing.home_count", done=done, total=total)
        rows.append(Row(f"packing:{visit.id}", (text("packing.home"), packed)))
    return section("home", "next_visit", rows)


def _progress(state: AppState, today: date) -> list[Row]:
    rows: list[Row] = []
    for number, step in enumerate(overview.steps(state, today), 1):
        title = text(f"home.step.{step.key}")
        counts = text("home.count", done=step.done, total=step.total) if step.total > 1 else ""
        word = text(f"home.{step.word}")
        status = f"{word} {counts}".strip()
        if step.key == "decide" and (chosen := overview.outcome_words(state, today)):
            status = chosen
        look = "done" if step.word == "done" else ""
        rows.append(Row(f"{step.mode}:", (f"{number} {title}", status), (look, "dim")))
    return section("home", "progress", rows)


def _open(state: AppState) -> list[Row]:
    rows: list[Row] = []
    for doctor, counts in overview.core_counts(state):
        unsettled = {s: n for s, n in counts.items() if s in UNSETTLED}
        if words := overview.mark_words(unsettled):
            rows.append(Row(f"opinions:#{doctor.id}", (doctor.name, words)))
    return section("home", "open_points", rows)


def _versions(state: AppState) -> list[Row]:
    rows = []
    for conflict in state.conflicts.values():
        shown, other = version_words(state, conflict)
        words = (shown, text("home.or", text=other))
        rows.append(Row(f"conflict:{conflict.id}", words, ("strong",)))
    return section("home", "versions", rows)


def version_words(state: AppState, conflict: Conflict) -> tuple[str, str]:
    """Return the current and the other value of a field with a conflict, in words."""
    entity = getattr(state, conflict.table).get(conflict.entity_id)
    shown = str(getattr(entity, conflict.field, "") or "")
    if isinstance(entity, Mark):
        return (
            _mark_words(state, entity, conflict.field, shown),
            _mark_words(state, entity, conflict.field, conflict.text),
        )
    if isinstance(entity, Cell) and conflict.field == "state":
        below = held_against_first(state).marks.get((entity.doctor_id, entity.point), "")
        return shown or below, conflict.text or below
    return shown, conflict.text


def _mark_words(state: AppState, mark: Mark, field: str, value: str) -> str:
    """Return the value of a mark's field in words, with the name of who adds something."""
    adds = value if field == "adds" else mark.adds if value == State.ADDS else ""
    doctor = state.doctors.get(adds)
    return text("home.mark_adds", name=doctor.name) if doctor else value
