"""Checks of the terminal, tmux and the installed packages."""

import locale
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from so_tui import __version__
from so_tui.cli.output import STDOUT
from so_tui.content import text
from so_tui.storage.checkup.findings import Finding, fine, look, unknown
from so_tui.storage.documents.schema import SCHEMA
from so_tui.terminal.environment import is_remote

LEAST_SIZE = 60, 20
"""Least columns and rows for the program."""
QUICK = 100
"""Most milliseconds tmux should wait after Esc; its default is 500."""
TMUX_SECONDS = 2.0
TESTED = {"textual": "8.2.", "tinydb": "4."}
"""Version prefixes that the program is tested with."""


def terminal(environ: Mapping[str, str] = os.environ) -> Finding:
    """Check the terminal: its kind, size and colours."""
    try:
        size = os.get_terminal_size(STDOUT)
    except (OSError, ValueError):
        return unknown("terminal.none")
    term = environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return look("terminal.dumb", term=term or "?")
    if size.columns < LEAST_SIZE[0] or size.lines < LEAST_SIZE[1]:
        return look("terminal.small", columns=size.columns, rows=size.lines)
    colours = _colours(term, environ)
    return fine("terminal.fine", term=term, columns=size.columns, rows=size.lines, colours=colours)


def _colours(term: str, environ: Mapping[str, str]) -> str:
    if environ.get("NO_COLOR"):
        return text("check.terminal.colours_off")
    if environ.get("COLORTERM", "") in ("truecolor", "24bit") or term.endswith("-direct"):
        return text("check.terminal.colours_many")
    many = "256" in term
    return text("check.terminal.colours_256") if many else text("check.terminal.colours_few")


def letters() -> Finding:
    """Check whether the terminal and locale use UTF-8."""
    codes = {
        locale.getencoding().lower(),
        (sys.stdout.encoding or "").lower(),
    }
    strange = sorted(code for code in codes if code.replace("-", "") not in ("utf8", ""))
    return look("letters.not_all", codes=", ".join(strange)) if strange else fine("letters.fine")


def tmux(environ: Mapping[str, str] = os.environ) -> Finding:
    """Check for tmux, screen or SSH, and ask tmux how long it waits after Esc."""
    if environ.get("TMUX"):
        waits = _escape_time(environ)
        if waits is None:
            return unknown("tmux.unasked")
        return look("tmux.slow", time=waits) if waits > QUICK else fine("tmux.fine", time=waits)
    if environ.get("STY"):
        return fine("tmux.screen")
    return fine("tmux.ssh") if is_remote(environ) else fine("tmux.not_needed")


def _escape_time(environ: Mapping[str, str]) -> int | None:
    """Return the time in ms that tmux reports; None if it does not."""
    try:
        asked = subprocess.run(
            ["tmux", "show", "-sv", "escape-time"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=dict(environ),
            timeout=TMUX_SECONDS,
            check=True,
        )
        return int(asked.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def versions() -> Finding:
    """Check the versions of the program's packages."""
    found = {name: _version(name) for name in TESTED}
    tested = all(found[name].startswith(start) for name, start in TESTED.items())
    python = sys.version.split()[0]
    values = {"so_tui": __version__, "python": python, "schema": str(SCHEMA), **found}
    return fine("versions.fine", **values) if tested else look("versions.untested", **values)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
