"""The rows of Home for an open case: progress, what is due, what is open."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from so_tui.content import has_words, point, text
from so_tui.domain.calls import Standing, standing, to_chase
from so_tui.domain.checklist import Urgency
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.encounters import expected, is_near, unmarked
from so_tui.domain.names import name_of
from so_tui.domain.opinions import Cell, Mark, State
from so_tui.domain.state import AppState, Conflict
from so_tui.domain.text import clean, first_line
from so_tui.logic import overview
from so_tui.logic.clashes import clashes
from so_tui.logic.comparison import asking_marks, comparison_of
from so_tui.logic.encounters import called, dated_word, doctor_name, row_name, status_word
from so_tui.logic.phrases import (
    call_words,
    chase_words,
    disc_words,
    doctor_and_day,
    visit_time,
)
from so_tui.logic.plan import task_words
from so_tui.logic.speakers import speaker_name
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.commands.specs import MODES, SIDES
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.widgets.layout import Row

MOST_TASKS = 3
"""Most tasks listed, and one of each other kind, earliest first; the rest is counted, so that the
steps of the case fit on the screen too.
"""
MOST_PROBLEMS = 2
"""Most calls listed about records that were lost, refused, or came wrong; they are first."""
MOST_DEADLINES = 2
"""Most deadlines with insurers listed."""
MOST_EXPECTED = 2
"""Most messages and opinions in writing that are listed as expected."""
CALLS = {Standing.LATE: (Urgency.LATE, "late"), Standing.CALL_TODAY: (Urgency.TODAY, "soon")}
"""The word and the look of a call that has to be made."""

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
    count = overview.open_questions(state, visit)
    parts = (row_name(state, visit), visit.where, text("home.to_ask", count=count))
    line = ", ".join(filter(None, parts))
    rows = [Row(f"notes:{visit.id}", (visit_time(visit, today), line), ("strong",))]
    if is_near(visit, today):
        from so_tui.logic.tick_lists import counted, packing_lines

        done, total = counted(packing_lines(state, visit))
        packed = text("packing.home_count", done=done, total=total)
        rows.append(Row(f"packing:{visit.id}", (text("packing.home"), packed)))
    return section("home", "next_visit", [*rows, *awaited])


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


def date_rows(state: AppState, today: date) -> list[Row]:
    """Return the rows; a row's key is 'screen:what', and the last one opens all dates."""
    groups = [(list(_tasks(state, today)), MOST_TASKS), (list(_calls(state, today)), 1)]
    if state.approvals or state.bills:
        groups.insert(0, (list(_deadlines(state, today)), MOST_DEADLINES))
    if state.records:
        groups.insert(0, (list(_discs(state, today)), 1))
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
        yield Row("decision:decide_by", (show_day(decision.decide_by), line), ("strong",))


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


def _discs(state: AppState, today: date) -> Iterator[Row]:
    """Yield the hospitals that have not loaded a disc although the visit is near."""
    from so_tui.logic import records as tracking

    found = tracking.not_loaded(state, today)
    for words in disc_words(found):
        key = f"records:{found[0][0].id}.{found[0][1].id}"
        yield Row(key, (text("records.home_disc"), words), ("late",))


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
