"""Rows and texts for cases, the timeline and search results."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.state import AppState
from so_tui.domain.text import first_line
from so_tui.logic.archive import cases_in_order
from so_tui.logic.search_entries import Entry
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

CASE, ENTRY = "case:", "entry:"
"""Key prefixes of rows for a case and for an entry."""
WHEN, WHO, TEXT = range(3)


def columns(width: int) -> list[Column]:
    """Return the columns for a window of this width."""
    if width < 72:
        return [Column(WHEN, 11), Column(TEXT, lines=3)]
    return [Column(WHEN, 15), Column(WHO, 16), Column(TEXT, lines=2)]


def case_rows(state: AppState, today: date) -> list[Row]:
    """Return a row for each case, open ones first."""
    rows = [Row("#cases", (text("lookback.cases"),), heading=True)]
    for case in cases_in_order(state.cases.values()):
        look = "strong" if case.id == state.case_id else "dim" if case.closed else ""
        line = text("lookback.case_line", title=case.title, word=case_word(case, state.case_id))
        cells = (short_day(case.opened, today), case.patient, line)
        rows.append(Row(f"{CASE}{case.id}", cells, ("dim", look, look)))
    return rows


def case_word(case: Case, open_id: str) -> str:
    """Return the status of a case: the one shown, another open one, or a past one."""
    if case.closed is not None:
        return text("lookback.past_shown" if case.id == open_id else "lookback.past")
    return text("lookback.shown" if case.id == open_id else "lookback.open")


def entry_keys(entries: Sequence[Entry]) -> list[str]:
    """Return the key of each entry's row, which depends on its content and not its position."""
    keys: list[str] = []
    seen: Counter[str] = Counter()
    for entry in entries:
        about = f"{entry.case_id}|{entry.kind}|{entry.mode}|{entry.key}|{entry.at}"
        seen[about] += 1
        keys.append(f"{ENTRY}{about}|{seen[about]}")
    return keys


def entry_rows(
    entries: Sequence[Entry], today: date, cases: Mapping[str, Case], open_id: str
) -> list[Row]:
    """Return a row for each entry, keyed by `entry_keys`; the day is shown where it changes."""
    rows: list[Row] = []
    last: date | None = date.min
    for row_key, entry in zip(entry_keys(entries), entries, strict=True):
        day = short_day(entry.day, today) if entry.day != last else ""
        last = entry.day
        coming = entry.day is not None and entry.day > today
        line = text("lookback.line", kind=kind_word(entry), text=first_line(entry.text, 300))
        other = cases.get(entry.case_id) if entry.case_id != open_id else None
        if other is not None and entry.kind != "case":
            line = text("lookback.of_case", text=line, title=first_line(other.title, 30))
        looks = ("soon" if coming else "dim", "dim", "")
        rows.append(Row(row_key, (day, entry.doctor or entry.by, line), looks))
    return rows


def kind_word(entry: Entry) -> str:
    """Return the word for the kind of an entry."""
    return text(f"kinds.found.{entry.kind}")


def case_parts(case: Case, today: date) -> list[Part]:
    """Return the details of a case."""
    return [
        (text("kinds.found.case"), case.title),
        (text("lookback.patient"), case.patient),
        (text("lookback.since"), show_day(case.opened)),
        (text("lookback.closed_on"), show_day(case.closed)),
        ("", text("lookback.case_hint_past" if case.closed else "lookback.case_hint")),
    ]


def entry_parts(entry: Entry, cases: Mapping[str, Case]) -> list[Part]:
    """Return the details of an entry, with who and when."""
    clock = f" {entry.at:%H:%M}" if isinstance(entry.at, datetime) else ""
    case = cases.get(entry.case_id)
    return [
        (kind_word(entry), entry.text),
        (text("lookback.when"), f"{show_day(entry.day)}{clock}"),
        (text("lookback.doctor"), entry.doctor),
        (text("lookback.by"), entry.by),
        (text("lookback.in_case"), case.title if case else ""),
    ]
