"""The command `check`: the condition of the store, the terminal and the versions."""

import json
import locale
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import get_terminal_size

import click

from so_tui import __version__
from so_tui.cli.group import ShellCommand
from so_tui.cli.options import Options
from so_tui.cli.output import STDOUT, put
from so_tui.cli.prompt import seal_for
from so_tui.content import text
from so_tui.session.wording import Words, words_of
from so_tui.storage.checkup.findings import CheckState, Finding, fine, look, unknown
from so_tui.storage.disk.paths import locate
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.errors import StoreDamaged
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.vault.vault import is_locked, open_only
from so_tui.terminal.environment import is_remote

LEAST_SIZE = 60, 20
"""Least columns and rows for the program."""
QUICK = 100
"""Most milliseconds tmux should wait after Esc; its default is 500."""
TMUX_SECONDS = 2.0
TESTED = {"textual": "8.2.", "tinydb": "4."}
"""Version prefixes that the program is tested with."""


def check_terminal(environ: Mapping[str, str] = os.environ) -> Finding:
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


def check_letters() -> Finding:
    """Check whether the terminal and locale use UTF-8."""
    codes = {
        locale.getencoding().lower(),
        (sys.stdout.encoding or "").lower(),
    }
    strange = sorted(code for code in codes if code.replace("-", "") not in ("utf8", ""))
    return look("letters.not_all", codes=", ".join(strange)) if strange else fine("letters.fine")


def check_tmux(environ: Mapping[str, str] = os.environ) -> Finding:
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


def check_versions() -> Finding:
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


ATTENTION = 7
"""Exit code: something needs attention."""

_WORD, _NAME = 9, 12


@click.command(cls=ShellCommand, help=text("check.help"))
@click.option("--json", "as_json", is_flag=True, help=text("check.json"))
def check(options: Options, *, as_json: bool) -> int:
    """Print the findings of all checks, and change nothing.

    Locked notes are examined only if a passphrase is given; nobody is asked for one.
    """
    findings = list(_all(locate(options.data_dir), options.passphrase_fd, datetime.now()))
    told = [(finding, words_of(finding)) for finding in findings]
    looks = sum(finding.state is CheckState.LOOK for finding in findings)
    if as_json:
        checks = [
            {"name": f.name, "state": f.state.value.lower(), "said": words.what, "todo": words.todo}
            for f, words in told
        ]
        put(json.dumps({"version": __version__, "attention": looks, "checks": checks}, indent=2))
    else:
        put("\n".join(_lines(told)))
        put("\n" + (text("check.looks", count=looks) if looks else text("check.all_fine")))
    return ATTENTION if looks else 0


doctor = copy(check)
doctor.hidden = True  # its old name


def _all(folder: Path, descriptor: int | None, now: datetime) -> Iterator[Finding]:
    from so_tui.storage.checkup import checkup

    seal: Seal | None = PLAIN
    damage: StoreDamaged | None = None
    if is_locked(folder):
        try:
            seal = None if descriptor is None else seal_for(folder, descriptor, open_only)
        except StoreDamaged as error:  # examine the rest as if no passphrase had been given
            seal, damage = None, error
    yield from checkup.examine(folder, seal, now)
    if damage is not None:
        yield Finding("key", CheckState.LOOK, damage.code, damage.values)
    yield check_terminal()
    yield check_letters()
    yield check_tmux()
    yield check_versions()


def _lines(told: Iterable[tuple[Finding, Words]]) -> Iterator[str]:
    """Yield a line for each finding: its state, its name, a sentence; then what to do."""
    indent = " " * (_WORD + _NAME)
    for found, words in told:
        yield from _wrapped(f"{found.state.value:{_WORD}}{found.name:{_NAME}}", words.what)
        if words.todo:
            yield from _wrapped(indent, words.todo)


def _wrapped(start: str, sentence: str) -> list[str]:
    """Return a line, wrapped if it is too wide for the terminal; a path is never broken."""
    if not sys.stdout.isatty():
        return [start + sentence]
    width = max(40, get_terminal_size().columns)
    return textwrap.wrap(
        sentence,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
