"""The form for a checklist task."""

from collections.abc import Mapping
from datetime import date

from so_tui.domain.checklist import Task
from so_tui.domain.state import AppState
from so_tui.forms.task import task_filling
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import form_of


def task_form(
    task: Task, state: AppState, today: date, drafts: Mapping[str, Draft], *, new: bool
) -> Form[Task]:
    """Return the form for a task, new or saved."""
    return form_of(task_filling(task, state, today, new=new), drafts)
