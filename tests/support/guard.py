"""Keeps tests out of the user's own directories, by watching what the tests themselves do.

Somebody may use the program meanwhile, so nothing is told from the directories themselves. What a
test's own process opens, makes, moves or removes is looked at before it happens, and so is where a
process that it starts would keep its files.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs

APP = "so-tui"
REAL_DIRS = frozenset(
    os.path.realpath(find(APP, appauthor=False))
    for find in (
        platformdirs.user_data_dir,
        platformdirs.user_config_dir,
        platformdirs.user_state_dir,
        platformdirs.user_cache_dir,
    )
)
"""Where the program keeps its files when no test runs it, found before any test changes HOME."""

_PLACES = {
    "XDG_DATA_HOME": ".local/share",
    "XDG_CONFIG_HOME": ".config",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
}
_TOUCHING = frozenset({
    "open", "os.chmod", "os.chown", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename",
    "os.rmdir", "os.scandir", "os.symlink", "os.truncate", "os.utime", "shutil.rmtree",
})  # fmt: skip
_STARTING = {"subprocess.Popen": 3, "os.posix_spawn": 2, "os.exec": 2}
"""Where the environment of the new process stands."""

_found: list[str] = []
_homes_count = False
"""Whether a process may be started only with a home of its own: while tests run."""


class Trespass(AssertionError):
    """A test was about to touch the user's own directories."""


def install() -> None:
    """Watch this process, and those it forks, from now on."""
    sys.addaudithook(_watch)


def found() -> list[str]:
    """Return what was about to be touched since the last call."""
    told = list(_found)
    _found.clear()
    return told


@contextmanager
def homes_count(count: bool = True) -> Iterator[None]:
    """Let each process that is started in the block have a home that is not the user's.

    Args:
        count: False to start the program without a home: it is to find that out, and do nothing.
    """
    global _homes_count
    before, _homes_count = _homes_count, count
    try:
        yield
    finally:
        _homes_count = before


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if event in _TOUCHING:
        for path in given[:2]:
            if isinstance(path, str | bytes | os.PathLike) and _is_real(path):
                _refuse(f"{event} {os.fsdecode(path)}")
    elif _homes_count and event in _STARTING and _is_program(given[:2]):
        environ = given[_STARTING[event]]
        if _leads_there(os.environ if environ is None else _as_text(environ)):
            _refuse(f"{event} {given[0]!r} without a home of its own")


def _is_program(command: tuple[Any, ...]) -> bool:
    """Return whether what is started names the program anywhere."""
    words = [
        word for part in command for word in (part if isinstance(part, list | tuple) else [part])
    ]
    texts = [os.fsdecode(w) for w in words if isinstance(w, str | bytes | os.PathLike)]
    return any("so_tui" in text or APP in text for text in texts)


def _refuse(what: str) -> None:
    _found.append(what)
    raise Trespass(f"the test touched the user's own directories: {what}")


def _is_real(path: "str | bytes | os.PathLike[Any]") -> bool:
    text = os.fsdecode(path)
    if APP not in text:  # nearly all
        return False
    here = os.path.abspath(text)
    return any(here == real or here.startswith(f"{real}{os.sep}") for real in REAL_DIRS)


def _as_text(environ: Mapping[Any, Any]) -> dict[str, str]:
    return {os.fsdecode(name): os.fsdecode(value) for name, value in environ.items()}


def _leads_there(environ: Mapping[str, str]) -> bool:
    """Return whether the program would use the real directories with these variables."""
    named = environ.get("SO_TUI_HOME")
    if named:
        return _is_real(named)
    home = environ.get("HOME", "")
    return not os.path.isabs(home) or any(
        _is_real(Path(environ.get(name) or Path(home, below), APP))
        for name, below in _PLACES.items()
    )
