"""Trials of a piece of work: each fault of each of its system calls, on a copy of a store."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.support.faults import in_processes

FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO", "retval=1")
"""The last one is a disk that says one byte was written, and takes none."""
SHORT = ("write", "pwrite64")
HARMLESS = {
    "brk", "mmap", "munmap", "mremap", "madvise", "mprotect", "futex", "clock_nanosleep",
    "getpid", "geteuid", "gettid", "getrandom", "rt_sigaction", "rt_sigprocmask",
    "restart_syscall",
}  # fmt: skip
"""What has nothing to do with files; a kill there is one before the next call that has."""

Trial = tuple[str, int, str]
"""The system call, the how-manieth of its part, and what happens to it."""


def trials_of(calls: list[str]) -> list[Trial]:
    """Return every fault of every call."""
    return [
        (call, nth, fault)
        for call, amount in sorted(Counter(calls).items())
        if call not in HARMLESS
        for nth in range(1, amount + 1)
        for fault in FAULTS
        if fault != "retval=1" or call in SHORT
    ]


def share_out(action: Callable[[Path, Any], None], trials: Sequence[Any], scratch: Path) -> None:
    """Do all trials, each on a copy of the base, on all processors at once."""
    shares = os.cpu_count() or 1

    def do(share: int) -> None:
        for trial in trials[share::shares]:
            folder = shutil.copytree(scratch / "base", scratch / f"trial-{share}")
            action(folder, trial)
            shutil.rmtree(folder)

    troubles = in_processes(do, shares)
    assert not troubles, "\n".join(troubles)
