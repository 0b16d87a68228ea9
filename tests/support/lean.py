"""Tests that fork often, each in a process that holds little: what is copied at a fork is dear."""

import functools
import gc
import pickle
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import ParamSpec

from tests.support import guard

P = ParamSpec("P")
ROOT = Path(__file__).parents[2]


def lean(test: Callable[P, None]) -> Callable[P, None]:
    """Let a test be done by a new process that has imported no more than the test's own module.

    Args:
        test: A function of its module, and with values that can be pickled.
    """

    @functools.wraps(test)
    def started(*args: P.args, **kwargs: P.kwargs) -> None:
        wish = (guard.REAL_DIRS, test.__module__, test.__name__, args, kwargs)
        command = [sys.executable, "-m", "tests.support.lean"]
        done = subprocess.run(command, input=pickle.dumps(wish), capture_output=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr.decode(errors="replace")

    return started


def _do() -> None:
    guard.REAL_DIRS, module, name, args, kwargs = pickle.load(sys.stdin.buffer)
    guard.install()
    with guard.homes_count():
        test = getattr(import_module(module), name).__wrapped__
        gc.freeze()
        test(*args, **kwargs)
    assert not guard.found()


if __name__ == "__main__":
    _do()
