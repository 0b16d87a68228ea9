"""A screen that edits the case."""

from collections.abc import Callable
from typing import TypeVar

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.state import Change
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.dialogs.form import Form
from so_tui.ui.messages import Commit, Say

T = TypeVar("T")


class EntityScreen(BaseScreen):
    """Shared actions: commit changes, require a case, open a form, go back."""

    _form_key = ""
    """Draft key of the form whose result is being passed on."""

    def commit(self, label: str, *changes: Change, draft_key: str = "") -> None:
        """Commit these changes together, if there are any.

        Args:
            label: What happened, for the status line and for undo.
            changes: The changes.
            draft_key: The field whose text they hold; the form, if they are made of its result.
        """
        if changes:
            self.post_message(Commit(changes, label, draft_key or self._form_key))

    def need_case(self) -> Case | None:
        """Return the open case; without one, say that a case is needed."""
        case = self.state.case
        if case is None:
            self.post_message(Say(text("status.needs_case")))
        return case

    def edit(self, form: Form[T], keep: Callable[[T], None]) -> None:
        """Open a form, and pass on its result unless it is cancelled.

        Args:
            form: The form.
            keep: Called with the result.
        """

        def made(result: T | None) -> None:
            if result is not None:
                self._form_key = form.draft_key
                keep(result)
                self._form_key = ""

        self.app.push_screen(form, made)

    def action_back(self) -> None:
        """Go back to the previous screen."""
        self.app.pop_screen()
