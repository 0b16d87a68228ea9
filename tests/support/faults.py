"""Work in forked processes: what it ends with, and what strace lets fail in it or be its last."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

STRACE = shutil.which("strace") or ""

Tell = Callable[[str], None]
"""Tells the outside one line."""
Work = Callable[[Tell], Iterator[None]]
"""Some work in parts: it yields after each."""

OURS = ("readv", "writev", "exit_group")
"""The system calls of those who watch."""
_OVER = "\1"
_FAILED = "\2"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a piece of work ended.

    Attributes:
        code: Its exit code; minus the signal's number when one ended it.
        told: The lines that it told.
        trouble: The traceback of what it raised, or ''.
    """

    code: int
    told: tuple[str, ...]
    trouble: str


def watched(work: Work, part: int, *options: str) -> Outcome:
    """Do some work in a forked process; strace watches while one part of it is done.

    All is imported and set up already, so that only the calls of the work itself are counted,
    and a trial takes some hundredths of a second.

    Args:
        work: The work.
        part: Which of its parts is watched, from 0.
        options: What strace is to do.

    Raises:
        OSError: strace could not watch it.
    """
    wait, go = os.pipe()
    listen, speak = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.close(listen)
        _do(work, part, wait, speak)
    os.close(wait)
    os.close(speak)
    told: list[str] = []
    with open(listen, encoding="utf-8", newline="\n") as ear, open(go, "wb", 0) as start:
        for line in ear:
            if line == f"{_OVER}\n":
                break
            told.append(line)
        command = [STRACE, "-p", str(child), *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            # From this line on the child cannot run without being watched.
            said = strace.stderr.readline()
            if "attached" not in said:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                raise OSError(said or "strace does not run")
            start.write(b"g")
            for line in ear:
                if line == f"{_OVER}\n":
                    strace.terminate()  # which lets the child go on alone, and much quicker
                else:
                    told.append(line)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            strace.stderr.read()
    before, _, trouble = "".join(told).partition(_FAILED)
    return Outcome(code, tuple(before.splitlines()), trouble)


def _do(work: Work, part: int, wait: int, speak: int) -> NoReturn:
    """Do the work; the calls that are made for the watching are none that the store makes."""

    def tell(line: str) -> None:
        os.writev(speak, [f"{line}\n".encode()])

    code = 99
    try:
        for number, _ in enumerate(_with_start(work(tell))):
            if number == part:
                tell(_OVER)
                os.readv(wait, [bytearray(1)])
            elif number == part + 1:
                tell(_OVER)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, the test is to hear of it
        tell(_FAILED + traceback.format_exc())
    finally:
        os._exit(code)


def _with_start(parts: Iterator[None]) -> Iterator[None]:
    yield
    yield from parts


@cache
def why_not() -> str:
    """Return why strace cannot watch anything here, or ''."""
    if not STRACE:
        return "strace is not installed"
    try:
        watched(lambda tell: iter(()), 0, "-o", os.devnull)
    except OSError as error:
        return f"strace cannot watch a process here: {error}"
    return ""


def calls_of(work: Work, part: int, log: Path) -> list[str]:
    """Do the work without any fault; return the system calls of one part, in order.

    Args:
        work: The work.
        part: Which of its parts.
        log: A file for what strace writes.
    """
    outcome = watched(work, part, "-o", str(log))
    assert outcome.code == 0, outcome.trouble
    names: list[str] = []
    for line in log.read_text("utf-8", "replace").splitlines():
        if '"\\1\\n"' in line:  # the mark that ends the part
            break
        if (match := re.match(r"\w+", line)) and match[0] not in OURS:
            names.append(match[0])
    return names


def in_child(action: Callable[[], None]) -> int:
    """Run the action in a forked process; return its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            action()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_processes(action: Callable[[int], None], amount: int) -> list[str]:
    """Do something in so many forked processes at once.

    Args:
        action: Called in each process with its number, from 0.
        amount: How many there are.

    Returns:
        The traceback of each that failed.
    """
    children: list[tuple[int, int]] = []
    for number in range(amount):
        listen, speak = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                action(number)
                code = 0
            except BaseException:  # noqa: BLE001 - whatever it was, the test is to hear of it
                with contextlib.suppress(OSError):
                    os.write(speak, traceback.format_exc().encode())
            finally:
                os._exit(code)
        os.close(speak)
        children.append((child, listen))
    troubles: list[str] = []
    for child, listen in children:
        with open(listen, encoding="utf-8") as ear:
            trouble = ear.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code or trouble:
            troubles.append(trouble or f"ended with {code}")
    return troubles
