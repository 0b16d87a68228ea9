"""Keeping the process private: its memory and files are for its user alone."""

import os
import resource
import stat
import sys

_PR_SET_DUMPABLE = 4


def keep_private() -> str:
    """Protect this process, and the files it creates from now on, from other users and programs.

    Call before any user data is read. A crash leaves no core file, other programs of the same user
    cannot read its memory (root still can), new files are private to their owner, and so is an
    empty file that the shell has created for standard output.

    Returns:
        Why its memory can still be read by other programs of the same user, or '' if it cannot.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _close_fresh_output()
    return _hide_memory()


def _hide_memory() -> str:
    """Make the system refuse debuggers, and core dumps to a program, which ignore the limit."""
    if not sys.platform.startswith("linux"):
        return "only Linux has a switch for it"
    import ctypes

    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        return os.strerror(ctypes.get_errno())
    return ""


def _close_fresh_output() -> None:
    """Make an empty file that the shell created for standard output private to its owner."""
    try:
        status = os.fstat(1)
        is_fresh = stat.S_ISREG(status.st_mode) and status.st_size == 0
        if is_fresh and status.st_mode & 0o077 and status.st_uid == os.geteuid():
            os.fchmod(1, stat.S_IMODE(status.st_mode) & 0o700)
    except OSError:  # no output at all, or a file system without modes
        return
