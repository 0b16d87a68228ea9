"""The command line."""

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
    from so_tui.cli.run import run

    return run(words)
