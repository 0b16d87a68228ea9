"""The form for a question."""

from collections.abc import Mapping

from so_tui.content import points
from so_tui.domain.questions import Question
from so_tui.domain.state import AppState
from so_tui.forms.question import question_filling
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import form_of


def question_form(
    question: Question, state: AppState, drafts: Mapping[str, Draft], *, new: bool
) -> Form[Question]:
    """Return the form for a question, new or saved, with a yes or no for each doctor."""
    return form_of(question_filling(question, state, new=new), drafts)


def point_label(key: str) -> str:
    """Return the label of a comparison point; '' for none."""
    return next((p.label for p in points() if p.key == key), "")
