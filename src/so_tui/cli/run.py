"""One run of the command line: its exit code, and its last words when it fails."""

import io
import os
import sys
from collections.abc import Sequence
from functools import partial

from so_tui.cli.wishes import Misunderstood, NotFound, Refused, Request, Wishes
from so_tui.content import say
from so_tui.domain.text import clean
from so_tui.runtime.crash import guarded
from so_tui.storage.errors import StoreError
from so_tui.storage.paths import locate

INTERRUPTED = 130


def run(words: Sequence[str]) -> int:
    """Run one command and return the exit code of the process.

    What went wrong is told in plain sentences on stderr.

    Args:
        words: What stands after the program's name.

    Raises:
        SystemExit: The program itself failed; it was told and logged without any user text.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        request = understand(words)
    except Misunderstood as error:
        return _fail(error.exit_code, str(error))
    if isinstance(request, int):
        return request
    try:
        folder = locate(request.wishes.data_dir)
    except StoreError as error:
        return _fail(error.exit_code, error.what, error.safe, error.todo)
    with guarded(folder, lambda error: False):
        return _carry_out(request)


def understand(words: Sequence[str]) -> Request | int:
    """Return the command that the words mean, or the exit code where all is done already.

    Raises:
        Misunderstood: They make no sense.
    """
    if any(name.startswith("SO_TUI") and "PASS" in name for name in map(str.upper, os.environ)):
        raise Misunderstood(say("lock.never"))  # other programs of this user can read variables
    if list(words) in ([], ["visit"]):  # the usual starts do without importing click, a tenth
        from so_tui.cli.commands import open_program, visit

        return Request(Wishes(), partial(visit, author="") if words else open_program)
    from so_tui.cli.group import parse

    return parse(words)


def _carry_out(request: Request) -> int:
    try:
        code = request.carry_out()
        if sys.stdout is not None:
            sys.stdout.flush()
    except StoreError as error:
        return _fail(error.exit_code, error.what, error.safe, error.todo)
    except (NotFound, Refused) as error:
        return _fail(error.exit_code, str(error))
    except BrokenPipeError:
        # Whoever read our output has left. Python would complain again when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _fail(code: int, first: str, *rest: str) -> int:
    print(clean("\n".join((f"so-tui: {first}", *rest))), file=sys.stderr)
    return code
