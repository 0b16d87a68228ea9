"""A screen that edits the case."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.state import Change
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.messages import Commit, Say

if TYPE_CHECKING:
    from so_tui.forms.fields import Filling

T = TypeVar("T")


class EntityScreen(BaseScreen):
    """Shared actions: commit changes, require a case, open a form, go back."""

    def commit(self, label: str, *changes: Change) -> None:
        """Commit these changes together, if there are any.

        Args:
            label: What happened, for the status line and for undo.
            changes: The changes.
        """
        if changes:
            self.post_message(Commit(changes, label))

    def need_case(self) -> Case | None:
        """Return the open case; without one, say that a case is needed."""
        case = self.state.case
        if case is None:
            self.post_message(Say(text("status.needs_case")))
        return case

    def ask(
        self,
        dialog: "ModalScreen[T | None] | Filling[T]",
        keep: Callable[[T], None],
        old: T | None = None,
    ) -> None:
        """Open a dialog, and pass on its result unless it is cancelled or nothing was changed.

        Args:
            dialog: The dialog, or the fields of a form.
            keep: Called with the result.
            old: A result with nothing changed, or None if there is none.
        """

        def made(result: T | None) -> None:
            if result is not None and result != old:
                keep(result)

        if not isinstance(dialog, ModalScreen):
            from so_tui.ui.dialogs.form import Form

            dialog = Form(dialog, self.view_now)
        self.app.push_screen(dialog, made)

    def action_back(self) -> None:
        """Go back to the previous screen."""
        self.app.pop_screen()
