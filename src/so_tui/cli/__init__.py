"""The command line."""

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of the process, and return the exit code of the process."""
    from so_tui.cli.output import OutputFailed, hold_places, put, tell

    words = sys.argv[1:] if arguments is None else list(arguments)
    hold_places()
    gc.disable()  # nearly all objects made at a start stay: collecting garbage takes a tenth of it
    try:
        if words == ["--version"]:
            from so_tui import __version__

            put(f"so-tui {__version__}")
            return 0
        from so_tui.cli.run import run

        return run(words)
    except OutputFailed as error:
        return error.told()
    finally:
        gc.enable()
        tell("", end="")  # Python would fail on its buffer at exit, with a code of its own
