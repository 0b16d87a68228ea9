"""The field of the calendar file: its folder."""

from datetime import datetime

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.forms.fields import Filling, Values
from so_tui.papers.files import file_name
from so_tui.ui.forms.paper import folder_field, write_file


def calendar_filling(state: AppState, now: datetime) -> Filling[str]:
    """Return the field; what it makes is the path of the new file."""

    def build(values: Values) -> str:
        from so_tui.papers.calendar import make_calendar

        name = file_name(text("calendar.file_name"))
        return write_file(values, name, "ics", lambda: make_calendar(state, now).decode("utf-8"))

    return Filling(key="form:calendar:new", title=text("calendar.form"), fields=(folder_field(),),
                   build=build, guarded=False, changes=False,
                   about=text("calendar.note"))  # fmt: skip
