"""One run of the command line: its exit code, and its messages on failure."""

import io
import os
import sys
from collections.abc import Sequence
from functools import partial

from so_tui.cli.options import Misunderstood, NotFound, Options, Refused, Request
from so_tui.cli.output import OutputFailed, printing, tell
from so_tui.content import text
from so_tui.session.crash_log import CrashLog
from so_tui.session.wording import words_of
from so_tui.storage.disk.paths import locate
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.terminal.crash import guarded

INTERRUPTED = 130


def run(words: Sequence[str]) -> int:
    """Run one command and return the exit code of the process.

    Errors are reported in plain sentences on stderr.

    Raises:
        SystemExit: The program crashed; that was reported and logged without any user text.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        request = understand(words)
        if isinstance(request, int):
            return request
        folder = locate(request.options.data_dir)
    except (Misunderstood, StoreError) as error:
        return _fail(error)
    with guarded(CrashLog(folder), lambda error: False):
        return _carry_out(request)


def understand(words: Sequence[str]) -> Request | int:
    """Return the command that the words mean, or the exit code if everything is done already.

    Raises:
        Misunderstood: They are invalid.
    """
    if any(name.startswith("SO_TUI") and "PASS" in name for name in map(str.upper, os.environ)):
        raise Misunderstood(text("lock.never"))  # other programs of this user can read variables
    if list(words) in ([], ["visit"]):  # the usual starts do not import click, which takes a tenth
        from so_tui.cli.opening import open_program, visit

        return Request(Options(), partial(visit, author="") if words else open_program)
    from so_tui.cli.group import parse

    return parse(words)


def _carry_out(request: Request) -> int:
    options = request.options
    try:
        code = request.action(options)
        with printing():
            pass  # flush what the program itself may have printed
    except (StoreError, Refused) as error:
        return _fail(error)
    except NotFound as error:
        code = _fail(error)
        # It may be among the entries that cannot be shown.
        return StoreDamaged.exit_code if options.left_out else code
    except OutputFailed as error:
        return error.told(saved=options.saved)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code or (StoreDamaged.exit_code if options.left_out else 0)


def _fail(error: StoreError | Misunderstood | NotFound | Refused) -> int:
    """Report an error, and return the exit code of the process."""
    told = words_of(error) if isinstance(error, StoreError) else (str(error),)
    tell("\n".join(("so-tui: " + told[0], *filter(None, told[1:]))))
    return error.exit_code
