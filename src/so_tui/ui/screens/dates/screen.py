"""All dates: a timeline with today marked, and the same as a list."""

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult

from so_tui.content import text, words
from so_tui.domain.dates import short_day
from so_tui.domain.state import Change
from so_tui.domain.text import first_line
from so_tui.forms.fields import Field, Filling, Values
from so_tui.forms.lists import day_filling
from so_tui.logic.schedule import DateKind, Planned, distance, hanging_on, planned, planned_words
from so_tui.papers.files import file_name
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.papers import folder_field, save_file, write_file
from so_tui.ui.bases.screen import say
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.sections import under_headings
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList
from so_tui.ui.widgets.strip import strip_lines

WHERE = {
    DateKind.DECIDE_BY: "whether",
    DateKind.VISIT: "people",
    DateKind.TASK: "checklist",
    DateKind.RECORD: "records",
    DateKind.LOAD: "records",
    DateKind.CALL: "insurance",
    DateKind.CHASE: "records",
    DateKind.APPEAL: "insurance",
    DateKind.ANSWER: "insurance",
    DateKind.PAY: "insurance",
    DateKind.PROMISE: "insurance",
    DateKind.APPROVAL: "insurance",
    DateKind.ENDS: "consents",
    DateKind.LAST_DAY: "decision",
}
"""The screen on which each kind of date is edited."""
BY_HAND = frozenset(
    {DateKind.DECIDE_BY, DateKind.VISIT, DateKind.TASK, DateKind.RECORD, DateKind.LOAD}
)
MARGIN = 2
"""Columns that the body leaves free at its sides."""


class DatesScreen(ListScreen):
    """A timeline of days or weeks, and the list; Enter goes to where a date comes from.

    The cursor starts on the first item that is not done; late ones come first.
    """

    SIDE = "dates"
    BANNER = "strip"
    without_rows = "dates.none"
    NEEDS = {"open": Planned, "edit": Planned}
    COLUMNS = (Column(0, lines=3),)

    _begun = False
    _days: Sequence[Planned] = ()

    def body(self) -> ComposeResult:
        yield RowList(*self.columns(), id=self.list_id)

    @property
    def banner(self) -> str | None:
        width = self.app.size.width - MARGIN
        return "\n".join(strip_lines(self._days, self.today, width)) if self._days else None

    def show_state(self) -> None:
        self._days = planned(self.state, self.today)
        super().show_state()
        if not self._begun:
            waiting = (one for one in self._days if not one.done)
            if first := next(waiting, None):
                self._begun = True
                self.focus_key(first.row)

    def rows(self) -> list[Row]:
        today = self.today
        rows = (
            (f"{short_day(one.day, today)}, {distance(one.day, today)}", self._row(one))
            for one in self._days
        )
        return under_headings("", rows)

    def _row(self, one: Planned) -> Row:
        strong = one.kind in (DateKind.VISIT, DateKind.DECIDE_BY)
        look = "done" if one.done else "strong" if strong else ""
        return Row(one.row, (planned_words(self.state, one),), (look,))

    @property
    def chosen(self) -> Any:
        return next((one for one in self._days if one.row == self.key), None)

    def action_open(self) -> None:
        one = self.chosen
        key = "decide_by" if one.kind is DateKind.DECIDE_BY else one.key
        self.post_message(GoTo(WHERE[one.kind], key))

    def action_edit(self) -> None:
        one = self.chosen

        def keep(changes: tuple[Change, ...]) -> None:
            what = first_line(one.text, 40)
            count = len(hanging_on(self.state, one.key, self.today))
            if one.kind is DateKind.VISIT and count:
                self.commit(text("dates.moved", what=what, count=count), *changes)
            else:
                self.commit(text("dates.changed", what=what), *changes)

        if one.kind in BY_HAND:
            self.ask(day_filling(one, self.state, self.today), keep)
        else:
            say(self, "dates.elsewhere")

    def action_calendar(self) -> None:
        state, now = self.state, self.clock()

        def build(values: Values) -> str:
            from so_tui.papers.calendar import CalendarKind, make_calendar

            name = file_name(text("calendar.file_name"))
            kinds = [kind for kind in CalendarKind if values[kind] == "yes"]
            private = values["private"] == "yes"
            made = make_calendar(state, now, kinds, private=private).decode("utf-8")
            return write_file(values, name, "ics", lambda: made)

        if state.case is not None:
            key, title, about = "form:calendar:new", text("calendar.form"), text("calendar.note")
            filling = Filling(key=key, title=title, fields=(folder_field(), *_kinds()), build=build,
                              guarded=False, changes=False, about=about)  # fmt: skip
            save_file(self, filling, "calendar.done")

    def action_packing(self) -> None:
        one = self.chosen
        key = one.key if one and one.kind is DateKind.VISIT and not one.done else ""
        self.post_message(GoTo("packing", key))


def _kinds() -> list[Field]:
    """Return the fields that choose the kinds of dates for a calendar."""
    options = (("yes", text("calendar.include")), ("no", text("calendar.leave_out")))
    kinds = [Field(kind, word, "yes", "choice", options)
             for kind, word in words("calendar.kind").items()]  # fmt: skip
    return [*kinds, Field("private", text("calendar.private"), "no", "choice", options)]
