"""Rows and texts of the records tracker: rows, details of a transfer, and what is due today."""

from datetime import date

from so_tui.content import has_words, text
from so_tui.domain.dates import short_day, show_due_rule
from so_tui.domain.folding import holds
from so_tui.domain.names import name_of
from so_tui.domain.people import short_name
from so_tui.domain.record_deadlines import Todo, due_day, load_day, visit_for
from so_tui.domain.record_progress import Progress, Stage, settled
from so_tui.domain.records import Chase, Record, RecordForm, chases_of, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import first_line
from so_tui.logic import records as tracking
from so_tui.logic.clashes import ClashKind, clashes
from so_tui.logic.phrases import call_words, event_words, stage_words, whom
from so_tui.logic.schedule import rule_words
from so_tui.logic.treating import goes_on
from so_tui.ui.rows.sections import details, under_headings
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.grid import WIDTH
from so_tui.ui.widgets.layout import Row


def destination_name(state: AppState, doctor_id: str, width: int = WIDTH) -> str:
    """Return the name of a destination."""
    for place, (key, doctor) in enumerate(tracking.destinations(state)):
        if key == doctor_id and doctor is not None:
            last = place == len(tracking.destinations(state)) - 1
            words = "records.back_to" if last and goes_on(state) == doctor else "records.to"
            return text(words, name=short_name(name_of(state, doctor.id), width - 6))
    return text("records.own_copy")


def record_rows(state: AppState, today: date, sought: str = "") -> list[Row]:
    """Return the records by form, unneeded ones last: the name, then one cell per transfer."""
    rows = (
        (record.form.value if record.needed else "not_needed", _row(state, record, today))
        for record in in_order(state.records.values())
        if holds(sought, record.name, record.holder, record.note)
    )
    return under_headings("records.groups", rows)


def _row(state: AppState, record: Record, today: date) -> Row:
    if not record.needed:
        return Row(record.id, (record.name,), ("dim",))
    cells, looks = [str(record.name)], [""]
    for doctor_id, _ in tracking.destinations(state):
        progress = tracking.progress_of(state, record, doctor_id)
        todo = tracking.todo_of(state, record, doctor_id, today)
        words, look = _cell(record, progress, todo, today)
        cells.append(words)
        looks.append(look)
    return Row(record.id, tuple(cells), tuple(looks))


def _cell(record: Record, progress: Progress, todo: Todo | None, today: date) -> tuple[str, str]:
    stage, day = progress.stage, progress.day
    if stage is Stage.SKIP:
        return "-", "dim"
    short = f"records.short.{stage.name.lower()}"
    words = text(short) if has_words(short) else stage_words(record, progress)
    look = "done" if settled(record, progress) else "late" if progress.has_problem else ""
    until = progress.last.until if progress.last else None
    if stage is Stage.PROMISED and until:
        words, day = text("records.by", stage=words), until
    last = short_day(day, today) or words
    if todo and todo.days_late(today):
        last, look = text("records.late", word=last), "late"
    elif todo and todo.day <= today:
        last, look = text("records.call", word=last), "soon"
    if day is None:
        return last, look
    gap = " " if len(words) + 1 + len(last) <= WIDTH else "\n"
    return f"{words}{gap}{last}", look


def record_parts(state: AppState, record: Record, doctor_id: str, today: date) -> list[Part]:
    """Return the details of one transfer of a record, and of the record."""
    progress = tracking.progress_of(state, record, doctor_id)
    words, day = stage_words(record, progress), short_day(progress.day, today)
    todo = tracking.todo_of(state, record, doctor_id, today)
    holder = ", ".join(filter(None, (record.holder, record.phone)))
    kind = text(f"records.forms.{record.form}")
    destination = destination_name(state, doctor_id, 40)
    held_by = "" if record.form is RecordForm.MINE else holder or text("records.nobody_yet")
    visits = tracking.visits_for(state, doctor_id)
    told = {
        "next": todo_words(todo, today),
        "due": _due_words(state, record, doctor_id, today),
        "load_by": short_day(load_day(record, visits, today, doctor_id), today),
        "held_by": held_by,
        "planned": progress.transfer.note,
        "history": "\n".join(words for _, _, words in history(state, record, doctor_id, today)),
        "note": record.note,
    }
    title = f"{record.name} ({kind})"
    return [
        (title, f"{destination}: {words} {day}".strip()),
        *details("records", record, *told, **told),
    ]


def history(
    state: AppState, record: Record, doctor_id: str, today: date
) -> list[tuple[str, date, str]]:
    """Return what happened to one transfer of a record and the calls about it, newest first.

    Each is a key ('event:id' or 'chase:id'), the day, and the words with the day.
    """
    progress = tracking.progress_of(state, record, doctor_id)
    found = [
        (f"event:{event.id}", event.day, event_words(record, progress.transfer, event, today))
        for event in progress.events
    ]
    calls = chases_of(state.chases.values(), record.id)
    found += [
        (f"chase:{call.id}", call.day, text("records.called_them", line=chase_words(call, today)))
        for call in calls[::-1]
        if not call.lane_ids or progress.transfer.id in call.lane_ids
    ]
    return sorted(found, key=lambda told: told[1])[::-1]


def chase_words(chase: Chase, today: date) -> str:
    """Return a line about a call: day, person, what they said."""
    who = ", ".join(filter(None, (short_day(chase.day, today), chase.who)))
    return text("records.line", who=who, said=first_line(chase.said, 400)).rstrip(": ")


def todo_words(todo: Todo | None, today: date) -> str:
    """Return the next step for a transfer, and from when."""
    if todo is None:
        return ""
    why = text(f"records.why.{todo.why}")
    if todo.day <= today:
        return text("records.next_now", why=why)
    return text("records.next_from", why=why, day=short_day(todo.day, today))


def _due_words(state: AppState, record: Record, doctor_id: str, today: date) -> str:
    if record.due is not None or record.back:
        return short_day(record.due, today)
    visits = tracking.visits_for(state, doctor_id)
    day, visit = due_day(record, visits, today, doctor_id), visit_for(visits, today, doctor_id)
    if day is None or visit is None:
        return text("records.visit_unknown", rule=show_due_rule(record.due_days))
    rule = rule_words(state, visit.id, day, record.due_days)
    return text("records.due_counted", day=short_day(day, today), rule=rule)


def top_lines(state: AppState, today: date, room: int, width: int) -> list[str]:
    """Return the lines above the list: counts, what is late, whom to call.

    Args:
        room: Most lines to return.
        width: Width of a line, in characters.
    """
    if not state.records:
        return []
    done, total = tracking.counts(state)
    late, calls = tracking.late(state, today), tracking.calls_today(state, today)
    phoned = sum(not call.myself for call in calls)
    words = "records.summary" if calls else "records.summary_none"
    number = len({each.record.id for each in late})
    values = {"done": done, "total": total, "late": number}
    first = text(words, **values, **({"calls": phoned} if calls else {}))
    clashing = (c.words for c in clashes(state, today) if c.kind is ClashKind.NOT_LOADED)
    lines = [*clashing, *map(call_words, calls)]
    return [first_line(line, width) for line in (first, *lines)][:room]


def today_rows(state: AppState, today: date) -> list[Row]:
    """Return everything due today, grouped by call; a row's key is 'record.doctor'."""
    rows = (
        (whom(call), _today_row(state, todo, today))
        for call in tracking.calls_today(state, today)
        for todo in call.todos
    )
    return under_headings("", rows)


def _today_row(state: AppState, todo: Todo, today: date) -> Row:
    doctor_id, days = todo.transfer.doctor_id, todo.days_late(today)
    about = f"{todo.record.name} ({destination_name(state, doctor_id)})"
    late = text("records.days_late", count=days) if days > 0 else ""
    cells = (text(f"records.why.{todo.why}"), about, late)
    return Row(f"{todo.record.id}.{doctor_id}", cells, ("", "", "late"))
