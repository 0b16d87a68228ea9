"""The form for who comes to a visit, who types, and what is needed there."""

from collections.abc import Mapping

from so_tui.domain.people import Visit
from so_tui.domain.state import AppState
from so_tui.forms.people import company_filling
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import form_of


def company_form(visit: Visit, state: AppState, drafts: Mapping[str, Draft]) -> Form[Visit]:
    """Return the form, with a yes or no for each companion of the case."""
    return form_of(company_filling(visit, state), drafts)
