"""The form for the question sheet: for whom, in which layout, and in which folder."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from so_tui.content import text
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.forms import values as read
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.papers.files import file_name, put_paper
from so_tui.papers.render import Layout, write_out
from so_tui.papers.sheet import doctor_to_see, had_in_hand, make_sheet
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form

LARGE = "large"
LAYOUTS = (Layout.HTML.value, LARGE, Layout.MARKDOWN.value, Layout.TEXT.value)
"""The layouts to choose from: HTML in two sizes, and the others."""
HOME = "~"
"""Folder of a paper unless the user names another."""


def sheet_form(state: AppState, today: date, author: str, drafts: Mapping[str, Draft]) -> Form[str]:
    """Return the form; saving it writes the file and returns its path.

    The case has at least one doctor.
    """
    doctors = in_order(state.doctors.values())
    seen = doctor_to_see(state, today) or doctors[0]
    fields = (
        Field("doctor", text("sheet.doctor"), seen.id, "choice",
              tuple((doctor.id, doctor.name) for doctor in doctors)),
        Field("layout", text("sheet.layout"), LAYOUTS[0], "choice",
              tuple((layout, text(f"sheet.layouts.{layout}")) for layout in LAYOUTS)),
        Field("brought", text("sheet.brought"), had_in_hand(state, seen), "long",
              hint=text("sheet.brought_hint")),
        Field("folder", text("sheet.folder"), HOME, hint=text("sheet.folder_hint"), required=True),
    )  # fmt: skip

    def build(values: Values) -> str:
        doctor = state.doctors[values["doctor"]]
        brought = read.one_line(values["brought"])
        if brought == had_in_hand(state, seen) and doctor.id != seen.id:
            brought = had_in_hand(state, doctor)
        sheet = make_sheet(state, doctor, today, author, brought)
        large = values["layout"] == LARGE
        layout = Layout.HTML if large else Layout(values["layout"])
        folder = existing_folder(values["folder"])
        name = file_name(text("sheet.file_name"), doctor.name)
        try:
            written = write_out(sheet, layout, large=large)
            return str(put_paper(folder, name, layout.ending, written))
        except OSError as error:
            words = text("sheet.not_written", reason=error.strerror)
            raise FieldError("folder", words) from None

    key = "form:sheet:new"
    return Form(text("sheet.form"), fields, build, draft_key=key, draft=drafts.get(key),
                changes=False)  # fmt: skip


def existing_folder(typed: str) -> Path:
    """Return the folder that was typed; `FieldError` if it does not exist."""
    try:
        folder = Path(typed).expanduser()
    except RuntimeError:  # '~name' of an unknown user
        folder = Path(typed)
    if not folder.is_dir():
        raise FieldError("folder", text("sheet.no_folder", folder=typed))
    return folder
