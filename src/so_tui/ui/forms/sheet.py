"""The fields of the question sheet: for whom, in which layout, and in which folder."""

from datetime import date

from so_tui.content import text
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.forms.fields import Field, Filling, Values, one_line
from so_tui.papers.files import Layout, file_name, write_out
from so_tui.papers.sheet import doctor_to_see, had_in_hand, make_sheet
from so_tui.ui.forms.paper import folder_field, layout_field, write_in_layout


def sheet_filling(state: AppState, today: date, author: str) -> Filling[str]:
    """Return the fields; what they make is the path of the written file.

    The case has at least one doctor.
    """
    doctors = in_order(state.doctors.values())
    seen = doctor_to_see(state, today) or doctors[0]
    fields = (
        Field("doctor", text("sheet.doctor"), seen.id, "choice",
              tuple((doctor.id, doctor.name) for doctor in doctors)),
        layout_field(),
        Field("brought", text("sheet.brought"), had_in_hand(state, seen), "long",
              hint=text("sheet.brought_hint")),
        folder_field(),
    )  # fmt: skip

    def build(values: Values) -> str:
        doctor = state.doctors[values["doctor"]]
        brought = one_line(values["brought"])
        if brought == had_in_hand(state, seen) and doctor.id != seen.id:
            brought = had_in_hand(state, doctor)
        sheet = make_sheet(state, doctor, today, author, brought)

        def write(layout: Layout, large: bool) -> str:
            return write_out(sheet, layout, large=large)

        return write_in_layout(values, file_name(text("sheet.file_name"), doctor.name), write)

    return Filling(key="form:sheet:new", title=text("sheet.form"), fields=fields, build=build,
                   guarded=False, changes=False)  # fmt: skip
