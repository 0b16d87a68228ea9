"""The list of all cases, by person: switching is one choice."""

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.logic.cases import by_person, case_line
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.sections import heading
from so_tui.ui.widgets.layout import Column, Row

NEW = "new"
"""Key of the row that starts a case."""


def cases_dialog(state: AppState) -> Pick:
    """Return the list to choose a case from; its keys are the cases' ids, or `NEW`."""
    rows: list[Row] = []
    for name, cases in by_person(state.cases.values()):
        rows.append(heading(name or "nobody", name or text("cases.nobody")))
        rows += [
            Row(case.id, (case_line(case, state.case_id),), ("dim" if case.closed else "",))
            for case in cases
        ]
    rows.append(Row(NEW, (text("cases.new"),), ("strong",)))
    return Pick(text("cases.choose"), rows, Column(0, lines=2), start=state.case_id)
