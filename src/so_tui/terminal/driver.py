"""The terminal driver: Textual's, hardened against bad bytes and stalled or dropped connections."""

import os
import select
import signal
import sys
import termios
import threading
import time
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from so_tui.terminal.outbox import Outbox
from so_tui.terminal.textual_internals import ask_for_other_layouts, is_leaving, supported
from so_tui.terminal.thin.cursor import abilities, wanted
from so_tui.terminal.thin.output import ThinOutput
from so_tui.terminal.typed import TypedInput

READ_SIZE = 4096
END_KEY_PROTOCOL = "\x1b[<u"

FALLBACK_SIZE = 80, 24
"""Columns and rows of a terminal that does not report them."""

MOST_CELLS = 10_000
"""Columns or rows above which a terminal's report is not believed."""

OTHER_SCREEN_LEFT = "\x1b[?1049l"

RESTORE = (
    "\x1b\\\x1b[0m\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l"
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    f"{END_KEY_PROTOCOL}{OTHER_SCREEN_LEFT}\x1b[?25h\x1b[?1004l"
)
"""Ends an unfinished sequence and resets every mode that the driver sets."""


class TerminalDriver(LinuxDriver):
    """A driver that reads any bytes, never waits for output, and leaves when the connection drops.

    A dropped connection is reported as SIGHUP to the main thread, whoever noticed it first.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._output = _output_descriptor()
        self._outbox: Outbox | None = None
        self._thin: ThinOutput | None = None
        if wanted() and supported():
            self._thin = ThinOutput(self._send, self._ask_for_repaint, abilities())
        self._pipe: tuple[int, int] | None = None
        self._rows = 0
        """The most rows that the terminal had while something was drawn."""

    # Output

    def write(self, data: str) -> None:
        """Send text, or what it changes on the screen, to the terminal; never waits."""
        if data == OTHER_SCREEN_LEFT:
            data = self._erased() + data
        if self._thin is not None:
            self._thin.write(data)
        else:
            self._send(data)

    def resized(self, columns: int, rows: int) -> None:
        """Set the terminal's size, in character cells."""
        self._rows = max(self._rows, rows)
        if self._thin is not None:
            self._thin.resized(columns, rows)

    def redraw(self) -> None:
        """Redraw the whole screen, whatever the terminal shows."""
        if self._thin is not None:
            self._thin.forget()
        self._repaint()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the terminal's real columns and rows, whatever COLUMNS and LINES say."""
        for descriptor in (self._output, self.fileno):
            with suppress(OSError):
                size = os.get_terminal_size(descriptor)
                if 0 < size.columns <= MOST_CELLS and 0 < size.lines <= MOST_CELLS:
                    return size.columns, size.lines
        return FALLBACK_SIZE

    def _erased(self) -> str:
        """Return the sequence that erases every row of the screen.

        Row by row: erasing the whole screen at once puts it into the scrollback of some terminals.
        tmux does that with rows that are still there after the screen has grown and is left.
        """
        rows = max(self._rows, self._get_terminal_size()[1])
        return "\x1b[0m" + "".join(f"\x1b[{row}H\x1b[2K" for row in range(1, rows + 1)) + "\x1b[H"

    def _send(self, data: str) -> bool:
        return self._outbox is not None and self._outbox.write(data)

    def start_application_mode(self) -> None:
        """Set the terminal up and start reading and writing."""
        if self._outbox is None:
            self._outbox = Outbox(self._output, drained=self._ask_for_repaint, lost=hang_up)
        self._pipe = os.pipe()
        ask_for_other_layouts()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # unannotated in Textual
        if self._writer_thread is not None:
            self._writer_thread.stop()
            self._writer_thread = None

    def stop_application_mode(self) -> None:
        """Restore the terminal; frames still waiting are dropped."""
        if self._outbox is not None:
            self._outbox.forget_frames()
        super().stop_application_mode()

    def close(self) -> None:
        """End the output, within bounds even if the terminal accepts nothing."""
        if self._outbox is not None:
            self._outbox.close(self._last_words())
            self._outbox = None

    def restore_now(self) -> None:
        """Restore the terminal from any thread, as far as possible without waiting."""
        if self.attrs_before is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        if self._outbox is not None:
            self._outbox.give_up(self._last_words())

    def _last_words(self) -> str:
        return RESTORE.replace(OTHER_SCREEN_LEFT, self._erased() + OTHER_SCREEN_LEFT)

    def _ask_for_repaint(self) -> None:
        # The loop may have been closed while the last bytes went out.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._repaint)

    def _repaint(self) -> None:
        if self._app.screen_stack:
            self._app.refresh(layout=True)

    # Stops

    def _sigcont_application(self, *_: object) -> None:
        """Continue after a stop, whether or not we could restore the terminal before it.

        The second kind is SIGSTOP, after which the shell has changed the terminal's modes. The
        system also sends SIGCONT with the SIGHUP of a dropped connection.
        """
        draw = self._renew
        if self._outbox is None:
            super()._sigcont_application()
            draw = self.redraw
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(draw)

    def _renew(self) -> None:
        """Set the terminal up again and redraw, without losing what was typed."""
        if self._outbox is None or is_leaving(self._app):
            return
        before = self.attrs_before
        self._end_reading()
        self.write(END_KEY_PROTOCOL)
        self.start_application_mode()
        self.attrs_before = before
        self.redraw()

    # Input

    def disable_input(self) -> None:
        """Stop reading; unread input is discarded."""
        self._end_reading()
        super().disable_input()

    def _end_reading(self) -> None:
        """End the reading thread, and wait for it."""
        if self._pipe is None:
            return
        os.close(self._pipe[1])
        if self._key_thread is not None:
            self._key_thread.join()
        os.close(self._pipe[0])
        self._pipe = None

    def send_message(self, message: Message) -> None:
        """Pass a message from the reading thread to the app."""
        # The loop may have been closed while a key came in.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._app.post_message, message)

    def run_input_thread(self) -> None:
        """Read input until told to stop or the connection drops."""
        if self._pipe is None:
            return
        stop = self._pipe[0]
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        poll.register(stop, select.POLLIN)
        typed = TypedInput()
        while True:
            wait = typed.wait(time.monotonic())
            # Rounded up, so that the deadline has passed.
            ready = dict(poll.poll(None if wait is None else int(wait * 1000) + 1))
            if stop in ready:
                return
            if self.fileno not in ready:
                messages = typed.tick(time.monotonic())
            elif data := self._read():
                messages = typed.feed(data, time.monotonic())
            else:
                hang_up()
                return
            for message in messages:
                self.process_message(message)

    def _read(self) -> bytes:
        """Return what was typed, or nothing if the connection has dropped."""
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""


def hang_up() -> None:
    """Tell the main thread that the connection has dropped, as the system does."""
    main = threading.main_thread().ident
    if main is not None:
        signal.pthread_kill(main, signal.SIGHUP)


def _output_descriptor() -> int:
    """Return the descriptor to draw on: standard error as in Textual, if that is a terminal."""
    for stream in (sys.__stderr__, sys.__stdout__):
        if stream is not None and stream.isatty():
            return stream.fileno()
    return 2
