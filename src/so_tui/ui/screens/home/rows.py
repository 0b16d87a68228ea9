"""The rows of Home for an open case: progress, what is open, unfinished words."""

import json
from collections.abc import Mapping
from datetime import date

from so_tui.content import has_words, point, text
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Encounter, expected, is_near, unmarked
from so_tui.domain.names import name_of
from so_tui.domain.opinions import Cell, Mark, State
from so_tui.domain.state import AppState, Conflict
from so_tui.domain.text import clean, first_line
from so_tui.logic import overview
from so_tui.logic.clashes import clashes
from so_tui.logic.comparison import asking_marks, comparison_of
from so_tui.logic.encounters import called, dated_word, doctor_name, row_name, status_word
from so_tui.logic.phrases import doctor_and_day, visit_time
from so_tui.logic.speakers import speaker_name
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.commands.specs import MODES, SIDES
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.screens.home.date_rows import date_rows
from so_tui.ui.widgets.layout import Row

MOST_EXPECTED = 2
"""Most messages and opinions in writing that are listed as expected."""
UNSETTLED = (State.DIFFERS, State.NOT_CLEAR, State.NOT_DISCUSSED)


def case_rows(state: AppState, today: date, *, offers_lock: bool) -> list[Row]:
    """Return all rows about the open case."""
    return [
        *(_archived(state.case.closed) if state.case and state.case.closed else ()),
        *_versions(state),
        *_clashes(state, today),
        *_doubts(state),
        *_next_visit(state, today),
        *section("home", "due", date_rows(state, today)),
        *(_lock_offer() if offers_lock else ()),
        *_progress(state, today),
        *_open(state),
        *_how_sure(state, today),
    ]


def asking_rows(state: AppState, today: date) -> list[Row]:
    """Return a row for each encounter of which it is not known whether it took place."""
    if state.case is None or state.case.closed:
        return []
    rows = (
        Row(
            f"encounter:{visit.id}",
            (visit_time(visit, today), f"{status_word(visit, today)} {called(state, visit)}"),
            ("strong",),
        )
        for visit in unmarked(state.visits.values(), today)
    )
    return section("home", "asking", rows)


def _archived(closed: date) -> list[Row]:
    words = (show_day(closed), text("home.archived_todo"))
    return section("home", "archived", [Row("lookback:", words, ("strong",))])


def _lock_offer() -> list[Row]:
    words = text("locking.offer"), text("locking.offer_text")
    return [heading("privacy", text("locking.offer_heading")), Row("lock:", words, ("", "dim"))]


def _next_visit(state: AppState, today: date) -> list[Row]:
    visit = overview.coming_visit(state, today)
    awaited = [
        Row(
            f"people:{e.id}",
            (visit_time(e, today), f"{dated_word(e, today)}: {doctor_name(state, e)}"),
        )
        for e in expected(state.visits.values(), today)[:MOST_EXPECTED]
    ]
    if visit is None:
        words = text("home.no_visit"), text("home.no_visit_todo")
        return section("home", "next_visit", [Row("people:", words, ("dim",)), *awaited])
    rows = [_visit_row(state, visit, today)]
    if is_near(visit, today):
        from so_tui.logic.tick_lists import counted, packing_lines

        done, total = counted(packing_lines(state, visit))
        packed = text("packing.home_count", done=done, total=total)
        rows.append(Row(f"packing:{visit.id}", (text("packing.home"), packed)))
    same_day = [_visit_row(state, each, today) for each in overview.same_day(state, visit, today)]
    return section("home", "next_visit", [*rows, *same_day, *awaited])


def _visit_row(state: AppState, visit: Encounter, today: date) -> Row:
    count = overview.open_questions(state, visit)
    parts = (row_name(state, visit), visit.where, text("home.to_ask", count=count))
    line = ", ".join(filter(None, parts))
    return Row(f"notes:{visit.id}", (visit_time(visit, today), line), ("strong",))


def _clashes(state: AppState, today: date) -> list[Row]:
    rows = (
        Row(f"clash:{clash.key}", (text("clashes.said"), clash.words), ("late",))
        for clash in clashes(state, today)
    )
    return section("home", "clashes", rows)


def _progress(state: AppState, today: date) -> list[Row]:
    rows = []
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
    rows = [
        Row(f"opinions:#{doctor.id}", (name_of(state, doctor.id), words))
        for doctor, counts in overview.core_counts(state)
        if (words := overview.mark_words({s: n for s, n in counts.items() if s in UNSETTLED}))
    ]
    if not rows:
        return []
    first = state.doctors[comparison_of(state).reference]
    return [heading("open_points", text("home.open_points", first=name_of(state, first.id))), *rows]


def _doubts(state: AppState) -> list[Row]:
    """Return the marks of which it is asked whether they still hold."""
    from so_tui.ui.rows.opinions import doubt_place, doubt_words

    rows = [
        Row(
            f"opinions:{doubt_place(state, mark)}",
            (point(mark.point).label, doubt_words(state, mark)),
        )
        for mark, *_ in asking_marks(state)
    ]
    return section("home", "doubts", rows)


def _how_sure(state: AppState, today: date) -> list[Row]:
    """Return the row that asks how sure the patient is, once both opinions are in."""
    if not overview.asks_how_sure(state, today):
        return []
    return section("home", "sure", [Row("sure:", (text("home.sure_now"), text("home.sure_todo")))])


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
    if conflict.field in ("said_by", "visit_id", "private") and entity is not None:
        values = getattr(entity, conflict.field), conflict.value
        now, other = (_meaning(state, conflict.field, value) for value in values)
        return now, other
    if isinstance(entity, Mark):
        return (
            _mark_words(state, entity, conflict.field, shown),
            _mark_words(state, entity, conflict.field, conflict.text),
        )
    if isinstance(entity, Cell) and conflict.field == "state":
        below = comparison_of(state).marks.get((entity.doctor_id, entity.point), "")
        return shown or below, conflict.text or below
    return shown, conflict.text


def _meaning(state: AppState, field: str, value: object) -> str:
    """Return in words what a field means that holds an id, or yes or no."""
    if field == "private":
        return text("private.yes" if value else "private.no")
    if field == "said_by":
        return speaker_name(state, str(value)) or text("notes.said_by_nobody")
    visit = state.visits.get(str(value))
    return doctor_and_day(state, visit) if visit else text("notes.to_diary")


def _mark_words(state: AppState, mark: Mark, field: str, value: str) -> str:
    """Return the value of a mark's field in words, with the name of who adds something."""
    adds = value if field == "adds" else mark.adds if value == State.ADDS else ""
    doctor = state.doctors.get(adds)
    return text("home.mark_adds", name=name_of(state, doctor.id)) if doctor else value


def unfinished_rows(drafts: Mapping[str, Draft], state: AppState) -> list[Row]:
    """Return the rows for drafts under their own heading."""
    rows = (_draft_row(key, draft, state) for key, draft in drafts.items())
    return section("home", "unfinished", filter(None, rows))


def _draft_row(key: str, draft: Draft, state: AppState) -> Row | None:
    kind, _, rest = key.partition(":")
    if kind == "note":
        here = not rest or rest in state.visits
        place, what = ("notes", "kinds.draft.note") if here else ("leftover", "home.leftover")
        return Row(f"{place}:{rest}", (text(what), first_line(clean(draft.text), 60)))
    what, _, entity_id = rest.partition(":")
    edited = (name for name in (*MODES, *SIDES) if has_words(f"kinds.draft.{name}.{what}"))
    screen = next(edited, "")
    if not screen:
        return None
    words = (text(f"kinds.draft.{screen}.{what}"), _words(draft))
    return Row(f"{screen}:{what}|{entity_id}", words)


def _words(draft: Draft) -> str:
    try:
        values = json.loads(draft.text)
    except ValueError:
        return ""
    longest = max((v for v in values.values() if isinstance(v, str)), key=len, default="")
    return first_line(clean(longest), 60)
