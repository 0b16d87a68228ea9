"""The dialogs of the passphrase flow, shown one after the other with no notes between them."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual.app import App

from so_tui.ui.controller import Controller
from so_tui.ui.passphrase_steps import PassphraseStep, Typed
from so_tui.ui.privacy import Privacy

if TYPE_CHECKING:
    from textual.worker import Worker


class ScreenAsk:
    """Shows the steps of the passphrase flow as dialogs, each only while the screen is visible.

    Args:
        app: Where they open.
        privacy: Knows whether the screen is hidden.
        controller: Shows the outcome.

    Attributes:
        at_work: Whether something takes a moment, and nothing else is shown.
    """

    def __init__(self, app: App[Any], privacy: Privacy, controller: Controller) -> None:
        self._app = app
        self._privacy = privacy
        self._controller = controller
        self._flow: Worker[None] | None = None
        self.at_work = False
        self.say = controller.say
        self.say_trouble = controller.say_trouble
        self.resumed = controller.resumed
        self.cover = privacy.cover

    def begin(self, flow: Coroutine[None, None, None]) -> None:
        """Start a passphrase flow, cancelling any other."""
        self._flow = self._app.run_worker(flow, group="locking", exclusive=True)

    @property
    def is_between_steps(self) -> bool:
        """Whether the next step is about to open: what is typed now is not a note."""
        if self._flow is None or self._flow.is_finished:
            return False
        if not self._privacy.visible.is_set():
            return False
        from so_tui.ui.dialogs.locking import StepDialog, Working

        return not any(
            isinstance(screen, StepDialog | Working) for screen in self._app.screen_stack
        )

    async def __call__(self, step: PassphraseStep) -> Typed | None:
        """Show a step once the screen is visible, and return what was typed."""
        from so_tui.ui.dialogs.locking import StepDialog

        await self.visible()
        return await self._app.push_screen_wait(StepDialog(step))

    async def visible(self) -> None:
        """Wait until the screen is not hidden."""
        await self._privacy.visible.wait()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """During the block, show only that something takes a moment."""
        from so_tui.ui.dialogs.locking import Working

        await self.visible()
        self.at_work = True
        await self._app.push_screen(Working())
        try:
            yield
        finally:
            await self._app.pop_screen()
            self.at_work = False
