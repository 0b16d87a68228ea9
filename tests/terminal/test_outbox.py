"""Output waits for no one, and loses nothing that matters."""

import os
import pty
import termios
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from so_tui.terminal.outbox import ROOM, Outbox

FRAME = "\x1b[1;1H" + "x" * 10_000
MODE = "\x1b[?1000l"


@contextmanager
def line() -> Iterator[tuple[int, int]]:
    """A raw terminal: the far end's descriptor and the program's."""
    far, near = pty.openpty()
    tty.setraw(near, termios.TCSANOW)
    try:
        yield far, near
    finally:
        for descriptor in (far, near):
            with suppress(OSError):
                os.close(descriptor)


def read_until(far: int, end: bytes) -> bytes:
    data = b""
    while not data.endswith(end):
        data += os.read(far, 65536)
    return data


def nothing() -> None:
    """Do nothing."""


def test_what_is_written_arrives_in_order() -> None:
    with line() as (far, near):
        outbox = Outbox(near, drained=nothing, lost=nothing)
        for text in ("one", MODE, "é three"):
            outbox.write(text)
        assert read_until(far, b"three") == f"one{MODE}é three".encode()
        outbox.close("")


def test_a_line_with_room_is_written_to_before_the_call_returns() -> None:
    with line() as (far, near):
        outbox = Outbox(near, drained=nothing, lost=nothing)
        for text in ("one", MODE, "three"):
            assert outbox.write(text)
            assert outbox._size == 0  # nothing waits for the thread
            assert read_until(far, text.encode()) == text.encode()
        outbox.close("")


def test_what_the_line_did_not_take_at_once_comes_next() -> None:
    with line() as (far, near):
        outbox = Outbox(near, drained=nothing, lost=nothing)
        outbox.write(FRAME)
        outbox.forget_frames()
        outbox.write("end")
        assert read_until(far, b"end") == f"{FRAME}end".encode()
        outbox.close("")


def test_a_full_backlog_drops_frames_but_no_modes_and_tells_when_it_has_drained() -> None:
    drained = threading.Event()
    with line() as (far, near):
        outbox = Outbox(near, drained=drained.set, lost=nothing)
        for _ in range(100):
            outbox.write(FRAME)
        outbox.write(MODE)
        data = read_until(far, MODE.encode())
        assert len(data) < 100 * len(FRAME)
        assert len(data) < ROOM + 80_000
        assert data.count(b"\x1b[1;1H") * len(FRAME) + len(MODE) == len(data)
        assert drained.wait(10)
        outbox.write("after")
        assert read_until(far, b"after") == b"after"
        outbox.close("")


def test_closing_on_a_stalled_line_says_the_last_words() -> None:
    with line() as (far, near):
        outbox = Outbox(near, drained=nothing, lost=nothing)
        for _ in range(100):
            outbox.write(FRAME)
        outbox.close("last words")
        assert read_until(far, b"last words").count(b"x") < ROOM


def test_frames_are_forgotten_when_the_screen_is_left() -> None:
    with line() as (far, near):
        outbox = Outbox(near, drained=nothing, lost=nothing)
        for _ in range(12):
            outbox.write(FRAME)
        outbox.forget_frames()
        outbox.write(MODE)
        assert len(read_until(far, MODE.encode())) < 12 * len(FRAME)
        outbox.close("")


def test_a_lost_line_is_noticed() -> None:
    lost = threading.Event()
    with line() as (far, near):
        outbox = Outbox(near, drained=nothing, lost=lost.set)
        os.close(far)
        outbox.write("anything")
        assert lost.wait(10)
        outbox.write("more")
        outbox.close("")
