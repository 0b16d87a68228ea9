"""The process keeps to itself: what it holds and writes is for its user alone."""

import os
import resource
import stat
import sys

_PR_SET_DUMPABLE = 4


def keep_private() -> str:
    """Keep this process, and the files it makes from now on, from all other eyes.

    To be called before anything of the user is read. A crash leaves no core file, other programs
    of the same user cannot look into its memory (root still can), new files are for their owner
    only, and so is a file into which the shell sends what is printed.

    Returns:
        Why its memory can still be read by other programs of the same user, or '' when it cannot.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _close_fresh_output()
    return _hide_memory()


def _hide_memory() -> str:
    """Have the system refuse debuggers, also where cores go to a program and know no limit."""
    if not sys.platform.startswith("linux"):
        return "only Linux has a switch for it"
    import ctypes

    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        return os.strerror(ctypes.get_errno())
    return ""


def _close_fresh_output() -> None:
    """Close the file that the shell has made for what is printed; a file with text in it stays."""
    try:
        status = os.fstat(1)
        is_fresh = stat.S_ISREG(status.st_mode) and status.st_size == 0
        if is_fresh and status.st_mode & 0o077 and status.st_uid == os.geteuid():
            os.fchmod(1, stat.S_IMODE(status.st_mode) & 0o700)
    except OSError:  # no output at all, or a file system without modes
        return
