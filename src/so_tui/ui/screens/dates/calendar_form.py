"""The form for the calendar file: its folder."""

from collections.abc import Mapping
from datetime import datetime

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.papers.files import file_name, put_paper
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.sheet import HOME, existing_folder


def calendar_form(state: AppState, now: datetime, drafts: Mapping[str, Draft]) -> Form[str]:
    """Return the form; saving it writes a new file and returns its path."""
    hint = text("sheet.folder_hint")
    field = Field("folder", text("sheet.folder"), HOME, hint=hint, required=True)

    def build(values: Values) -> str:
        from so_tui.papers.calendar import make_calendar

        folder, name = existing_folder(values["folder"]), file_name(text("calendar.file_name"))
        written = make_calendar(state, now).decode("utf-8")
        try:
            return str(put_paper(folder, name, "ics", written))
        except OSError as error:
            words = text("sheet.not_written", reason=error.strerror)
            raise FieldError("folder", words) from None

    key = "form:calendar:new"
    return NotedForm(text("calendar.form"), (field,), build, draft_key=key, draft=drafts.get(key),
                     changes=False)  # fmt: skip


class NotedForm(Form[str]):
    """A form that begins with what the file is for."""

    def _opening_words(self) -> str:
        return super()._opening_words() or text("calendar.note")
