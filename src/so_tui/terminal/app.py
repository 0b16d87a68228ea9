"""The base app: keys in order, and surviving a dropped connection, signals and crashes.

Frames can be held back for a moment, so that what changes twice within it is drawn once.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from typing import Any

from rich.text import Text
from textual.app import App
from textual.driver import Driver
from textual.events import Resize
from textual.screen import Screen

from so_tui.domain.text import is_typed
from so_tui.terminal.crash import CrashRecorder, attempt, guarded
from so_tui.terminal.driver import TerminalDriver
from so_tui.terminal.environment import may_set_clipboard
from so_tui.terminal.keyboard import OrderedKeys
from so_tui.terminal.sanitize import guard_the_terminal
from so_tui.terminal.signals import Signals
from so_tui.terminal.stylesheet import fit_to_window, parse_once, take_for_styled
from so_tui.terminal.textual_internals import keep_every_character, render_only_what_changes

LAST_KEYS = 2.0
"""Seconds the keys that have come may take once the app has to exit; well under `GRACE`."""


class HeldFrames:
    """Holds back the frames of a running app, which goes on handling keys."""

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


class TerminalApp(OrderedKeys):
    """An app that loses nothing when the connection drops, a signal comes or the program crashes.

    Args:
        flush: Saves unfinished input, such as a half-typed line. It may be called at any moment,
            also inside a signal handler, and more than once.
        crashes: Records the crashes of this run.
    """

    def __init__(self, *, flush: Callable[[], None], crashes: CrashRecorder) -> None:
        super().__init__()
        guard_the_terminal()
        render_only_what_changes()
        keep_every_character(is_typed)
        parse_once(self)
        self._styled = self._css_update_count
        self._flush_all = flush
        self._crashes = crashes
        self._holds = False
        self._leaving: asyncio.Task[None] | None = None

    def get_driver_class(self) -> type[Driver]:
        """Return the driver for a real terminal."""
        return TerminalDriver

    def on_mount(self) -> None:
        """Save unfinished input also in the background; collect garbage from the first frame on."""
        take_for_styled(self, self.screen)
        self.app_suspend_signal.subscribe(self, lambda _: self.keep())
        self.call_after_refresh(_collect_again)

    def on_resize(self, event: Resize) -> None:
        """Tell the driver the terminal's size: the content of the screen is now unknown."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.resized(*event.size)

    @asynccontextmanager
    async def one_picture(self) -> AsyncIterator[None]:
        """Show what the block opens in one frame, as soon as it is complete.

        When switching to a mode's screen, Textual instead holds frames back for 50 ms, whether or
        not the screen takes that long.
        """
        self._holds = True
        try:
            with ExitStack() as held:
                held.enter_context(self.batch_update())
                yield
                lets_go = held.pop_all()
        finally:
            self._holds = False

        def show() -> None:
            lets_go.close()
            self.screen.refresh()

        if not self.screen.call_later(show):
            show()

    def delay_update(self, delay: float = 0.05) -> None:
        """Hold frames back for this many seconds, unless `one_picture` does."""
        if not self._holds:
            super().delay_update(delay)

    def refresh_css(self, animate: bool = True) -> None:
        """Restyle everything after the theme has changed."""
        super().refresh_css(animate)
        self._styled = self._css_update_count

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the styles that a screen defines."""
        super()._load_screen_css(screen)
        fit_to_window(self, screen)
        if self._styled == self._css_update_count:
            take_for_styled(self, screen)

    def action_redraw(self) -> None:
        """Redraw the whole screen, whatever the terminal shows."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.redraw()

    def keep(self) -> None:
        """Save unfinished input; a failure is logged and not raised."""
        attempt(self._flush_all, self._crashes)

    def leave(self, code: int) -> bool:
        """Ask the app, from a signal handler or another thread, to exit.

        The keys that have come are applied first: what the screen shows already may still be on
        its way to what is saved.

        Returns:
            Whether the app is running and could be asked.
        """

        async def go() -> None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.keys_done(), LAST_KEYS)
            self.exit(return_code=code)

        def begin() -> None:
            self._leaving = asyncio.create_task(go())

        return self._ask(begin)

    def restore_terminal(self) -> None:
        """Restore the terminal without waiting for it, from any thread."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.restore_now()

    def take_error(self, error: BaseException) -> bool:
        """End the app because of an error in another thread or in a callback.

        Returns:
            Whether the app is running and could be told.
        """
        wrapped = error if isinstance(error, Exception) else RuntimeError()
        return self._ask(lambda: self._handle_exception(wrapped))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the program and, if allowed, to the terminal's clipboard."""
        if may_set_clipboard():
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    def deliver_screenshot(self, *_: object, **__: object) -> None:
        """Do nothing: Textual would save a picture of the screen where any user can read it."""

    async def run_async(self, **options: Any) -> int | None:
        """Run the app in the running event loop."""
        asyncio.get_running_loop().set_exception_handler(self._on_loop_error)
        return await super().run_async(**options)

    def _ask(self, action: Callable[[], None]) -> bool:
        """Run something in the app's loop; return False if it is not running."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        loop.call_soon_threadsafe(action)
        return True

    def _on_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception) and not self._exit:
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """End the app because of an uncaught error, without showing any data."""
        self.drop_keys()
        self.keep()
        self._return_code = 1
        self._crashes.record(error)
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.panic(Text(self._crashes.sorry()))
        else:
            self._close_messages_no_wait()


def _collect_again() -> None:
    """Collect garbage again, if that was suspended for the start."""
    if not gc.isenabled():
        gc.freeze()  # what was made so far stays: scanning it for garbage would only delay keys
        gc.enable()


def run_app(app: TerminalApp, *, mouse: bool = True) -> int:
    """Run the app in this terminal, in the main thread, and return the exit code.

    Returns:
        The app's own code, 1 after a crash, 128 + n after signal n or a dropped connection (129).
    """
    with (
        guarded(app._crashes, app.take_error),
        Signals(flush=app.keep, leave=app.leave, restore=app.restore_terminal) as line,
    ):
        try:
            app.run(mouse=mouse)
        finally:
            app.keep()
    return line.code or app.return_code or 0
