"""A screen on which something of the case is written, changed or taken away."""

from collections.abc import Callable
from typing import TypeVar

from textual.screen import ModalScreen

from so_tui.content import say
from so_tui.domain.case import Case
from so_tui.domain.state import Change
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.messages import Commit, Say

T = TypeVar("T")


class EntityScreen(BaseScreen):
    """What such screens do alike: make a change, need a case, open a form, go back."""

    def commit(self, label: str, *changes: Change) -> None:
        """Make these changes together, if there are any.

        Args:
            label: What happened, for the status line and for undo.
            changes: The changes.
        """
        if changes:
            self.post_message(Commit(changes, label))

    def need_case(self) -> Case | None:
        """Return the open case; say that it takes one where there is none."""
        case = self.state.case
        if case is None:
            self.post_message(Say(say("status.needs_case")))
        return case

    def edit(self, form: ModalScreen[T | None], keep: Callable[[T], None]) -> None:
        """Open a form, and keep what it makes unless it is left without.

        Args:
            form: The form.
            keep: Called with what it makes.
        """

        def made(result: T | None) -> None:
            if result is not None:
                keep(result)

        self.app.push_screen(form, made)

    def action_back(self) -> None:
        """Go back to the screen before."""
        self.app.pop_screen()
