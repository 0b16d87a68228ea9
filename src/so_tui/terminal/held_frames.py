"""Holding frames back for a moment, so that what changes twice within it is drawn once."""

from contextlib import ExitStack
from typing import Any

from textual.app import App


class HeldFrames:
    """Holds back the frames of an app, which goes on handling keys.

    Args:
        app: The running app.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: ExitStack | None = None

    def hold(self, seconds: float) -> None:
        """Show nothing for this many seconds, or until `release`."""
        if self._held is None:
            self._held = ExitStack()
            self._held.enter_context(self._app.batch_update())
            self._held.callback(self._app.set_timer(seconds, self.release).stop)

    def release(self) -> None:
        """Show what is held back."""
        held, self._held = self._held, None
        if held is not None:
            held.close()
            if self._app.screen_stack:
                self._app.screen.check_idle()
