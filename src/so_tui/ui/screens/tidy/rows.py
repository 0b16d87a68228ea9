"""Rows and texts for the review of a visit."""

from so_tui.content import point, text
from so_tui.domain.checklist import due_date
from so_tui.domain.dates import show_day
from so_tui.domain.people import Doctor, Visit
from so_tui.domain.state import AppState
from so_tui.logic import records as tracking
from so_tui.logic.comparison import kept_cell, notes_of, on_point
from so_tui.logic.phrases import stage_words
from so_tui.logic.visit_review import OpenItem, ReviewPart, left_after
from so_tui.ui.rows.records import destination_name
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Row

NOTES = 30
"""Note lines laid out beside the list; the reader shows all of them."""


def tidy_title(state: AppState, visit: Visit, doctor: Doctor) -> str:
    """Return the visit under review, and how much is left."""
    number = len(left_after(state, visit))
    day = show_day(visit.day) or text("tidy.no_day")
    if number:
        return text("tidy.title", doctor=doctor.name, day=day, count=number)
    return text("tidy.all_done", doctor=doctor.name, day=day)


def tidy_rows(state: AppState, visit: Visit, doctor: Doctor) -> list[Row]:
    """Return what is left to do after a visit, under its headings."""
    rows: list[Row] = []
    group = ""
    for each in left_after(state, visit):
        name = "back" if each.part in (ReviewPart.TRANSFER, ReviewPart.REPORT) else each.part.value
        name = "whole" if each.part in (ReviewPart.RECAP, ReviewPart.HAND) else name
        if name != group:
            group = name
            rows.append(Row(f"#{name}", (text(f"tidy.groups.{name}"),), heading=True))
        rows.append(_row(state, doctor, each))
    return rows


def _row(state: AppState, doctor: Doctor, left: OpenItem) -> Row:
    name, words = _words(state, doctor, left)
    return Row(f"{left.part}:{left.key}", (name, words), ("", "dim"))


def _words(state: AppState, doctor: Doctor, left: OpenItem) -> tuple[str, str]:
    match left.part:
        case ReviewPart.POINT:
            about = point(left.key)
            return about.label, about.hint
        case ReviewPart.MARK:
            return point(left.key).label, kept_cell(state, doctor.id, left.key).text
        case ReviewPart.VERSION:
            version = state.versions[left.key]
            mine = kept_cell(state, doctor.id, version.point)
            both = text("tidy.both", mine=mine.text, name=version.by, theirs=version.text)
            return point(version.point).label, both
        case ReviewPart.TASK:
            task = state.tasks[left.key]
            missing = [text("tidy.no_owner")] if not task.owner else []
            missing += [] if due_date(task, state.visits) else [text("tidy.no_date")]
            return ", ".join(missing), task.text
        case ReviewPart.TRANSFER:
            return _transfer(state, *left.key.split("/"))
        case _:
            return text(f"tidy.{left.part}"), text(f"tidy.{left.part}_hint")


def _transfer(state: AppState, record_id: str, doctor_id: str) -> tuple[str, str]:
    record = state.records[record_id]
    stage = stage_words(record, tracking.transfer_to(state, record, doctor_id))
    destination = destination_name(state, doctor_id, 40)
    return stage, text("tidy.transfer", name=record.name, destination=destination)


def tidy_parts(
    state: AppState, visit: Visit, left: OpenItem | None, most: int | None = NOTES
) -> list[Part]:
    """Return the note lines of the visit, those on the chosen point first.

    Args:
        state: The open case.
        visit: The visit.
        left: The chosen item.
        most: Most lines; None for all.
    """
    notes = notes_of(state, visit.doctor_id, visit.id)
    if left and left.part in (ReviewPart.POINT, ReviewPart.MARK):
        notes = on_point(state, notes, left.key)
    words = "\n".join(f"{note.at:%H:%M} {note.text} ({note.author})" for note in notes[:most])
    return [(text("tidy.notes"), words or text("tidy.no_notes"))]
