"""The command line."""

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code of the process.

    Args:
        arguments: What stands after the program's name; taken from the process if not given.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words == ["--version"]:
        from so_tui import __version__

        print(f"so-tui {__version__}")
        return 0
    gc.disable()  # nearly all that a start makes stays: searching it for garbage takes a tenth
    try:
        from so_tui.cli.run import run

        return run(words)
    finally:
        gc.enable()
