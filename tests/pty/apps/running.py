"""Run the notebook app in a terminal."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.pty.apps import notebook
from tests.support.terminal import Terminal


@contextmanager
def open_notebook(directory: Path, before: Sequence[str] = ()) -> Iterator[Terminal]:
    """Start the notebook, by way of the command `before`, and wait until it shows."""
    argv = [*before, sys.executable, notebook.__file__, str(directory)]
    with Terminal(argv, env={"PYTHONPATH": str(Path(__file__).parents[3])}) as terminal:
        terminal.wait_for("second")
        yield terminal


def appears(path: Path) -> None:
    """Wait until the program has made a file."""
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"no {path.name}"
        threading.Event().wait(0.01)
