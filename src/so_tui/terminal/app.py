"""The app's ground: keys in order, a line that may break, signals and crashes survived."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any

from rich.text import Text
from textual.driver import Driver
from textual.events import Resize
from textual.screen import Screen

from so_tui.domain.text import is_typed
from so_tui.terminal.crash import CrashLog, attempt, guarded
from so_tui.terminal.driver import TerminalDriver
from so_tui.terminal.environment import may_set_clipboard
from so_tui.terminal.ordered_keys import OrderedKeys
from so_tui.terminal.sanitize import guard_the_terminal
from so_tui.terminal.signals import Signals
from so_tui.terminal.stylesheet import parse_once, take_for_styled
from so_tui.terminal.textual_internals import keep_every_character, render_only_what_changes


class TerminalApp(OrderedKeys[int]):
    """An app that loses nothing when the line drops, a signal comes or the program fails.

    Args:
        flush: Keeps what is unfinished, such as a half-typed line. It may be called at any moment,
            inside a signal handler too, and more than once.
        crashes: Where the faults of this run are written down.
    """

    def __init__(self, *, flush: Callable[[], None], crashes: CrashLog) -> None:
        super().__init__()
        guard_the_terminal()
        render_only_what_changes()
        keep_every_character(is_typed)
        parse_once(self)
        self._styled = self._css_update_count
        self._flush_all = flush
        self._crashes = crashes
        self._holds = False

    def get_driver_class(self) -> type[Driver]:
        """Return the driver for a real terminal."""
        return TerminalDriver

    def on_mount(self) -> None:
        """Keep what is unfinished also when the program is put in the background."""
        take_for_styled(self, self.screen)
        self.app_suspend_signal.subscribe(self, lambda _: self.keep())

    def on_resize(self, event: Resize) -> None:
        """Let the driver know how large the terminal is: what it shows now is not known."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.resized(*event.size)

    @asynccontextmanager
    async def one_picture(self) -> AsyncIterator[None]:
        """Have what the block opens come in one picture, as soon as it is up to date.

        On the way to a mode's screen Textual holds the picture back for 50 ms instead, whether or
        not the screen takes as long.
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
        """Hold the picture back for so many seconds, unless `one_picture` does."""
        if not self._holds:
            super().delay_update(delay)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, after the theme has changed."""
        super().refresh_css(animate)
        self._styled = self._css_update_count

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the styles that a screen brings."""
        super()._load_screen_css(screen)
        if self._styled == self._css_update_count:
            take_for_styled(self, screen)

    def action_redraw(self) -> None:
        """Draw the whole screen anew, whatever the terminal shows."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.redraw()

    def keep(self) -> None:
        """Keep what is unfinished; a failure to do so is logged and does not spread."""
        attempt(self._flush_all, self._crashes)

    def leave(self, code: int) -> bool:
        """Ask the app, from a signal handler or another thread, to exit.

        Args:
            code: The exit code.

        Returns:
            Whether the app runs and could be asked.
        """
        return self._ask(lambda: self.exit(return_code=code))

    def restore_terminal(self) -> None:
        """Put the terminal back without waiting for it, from any thread."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.restore_now()

    def take_error(self, error: BaseException) -> bool:
        """Let the app end because of an error in another thread or in a callback.

        Returns:
            Whether the app runs and could be told.
        """
        wrapped = error if isinstance(error, Exception) else RuntimeError()
        return self._ask(lambda: self._handle_exception(wrapped))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the program and, unless one sits at another machine, to its clipboard."""
        if may_set_clipboard():
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Do nothing: Textual would leave a picture of the screen where any user can read it."""
        return None

    async def run_async(self, **options: Any) -> int | None:
        """Run the app in the running event loop."""
        asyncio.get_running_loop().set_exception_handler(self._on_loop_error)
        return await super().run_async(**options)

    def _ask(self, action: Callable[[], None]) -> bool:
        """Have the app's loop do something; return False when it does not run."""
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
        """End the app because of an error that no one caught, without showing any data."""
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


def run_app(app: TerminalApp, *, mouse: bool = True) -> int:
    """Run the app in this terminal, in the main thread, and return the exit code.

    Args:
        app: The app.
        mouse: Whether to listen to the mouse.

    Returns:
        The app's own code, 1 after a crash, 128 + n after signal n or a lost line (129).
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
