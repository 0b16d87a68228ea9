"""The command `check`: the condition of the store, the terminal and the versions."""

import json
import textwrap
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size

import click

from so_tui import __version__
from so_tui.cli.group import ShellCommand
from so_tui.cli.options import Options
from so_tui.cli.output import put, to_terminal
from so_tui.cli.prompt import seal_for
from so_tui.content import text
from so_tui.session.wording import words_of
from so_tui.storage.checkup.findings import CheckState, Finding
from so_tui.storage.disk.paths import locate
from so_tui.storage.errors import StoreDamaged
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.vault.vault import is_locked, open_only

ATTENTION = 7
"""Exit code: something needs attention."""

_WORD, _NAME = 9, 12


@click.command(cls=ShellCommand, help=text("check.help"))
@click.option("--json", "as_json", is_flag=True, help=text("check.json"))
def check(options: Options, *, as_json: bool) -> int:
    """Print the findings of all checks, and change nothing.

    Locked notes are examined only if a passphrase is given; nobody is asked for one.

    Args:
        options: The options.
        as_json: Whether to print JSON.

    Returns:
        0, or 7 if something needs attention.
    """
    findings = list(_all(locate(options.data_dir), options.passphrase_fd, datetime.now()))
    looks = sum(finding.state is CheckState.LOOK for finding in findings)
    if as_json:
        put(json.dumps(_as_json(findings, looks), indent=2))
    else:
        for line in _lines(findings, looks):
            put(line)
    return ATTENTION if looks else 0


doctor = copy(check)
doctor.hidden = True  # its old name


def _all(folder: Path, descriptor: int | None, now: datetime) -> Iterator[Finding]:
    from so_tui.cli import environment
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
    yield environment.terminal()
    yield environment.letters()
    yield environment.tmux()
    yield environment.versions()


def _lines(findings: Iterable[Finding], looks: int) -> Iterator[str]:
    """Yield a line for each finding: its state, its name, a sentence."""
    indent = " " * (_WORD + _NAME)
    for found in findings:
        words = words_of(found)
        yield from _wrapped(f"{found.state.value:{_WORD}}{found.name:{_NAME}}", words.what)
        if words.todo:
            yield from _wrapped(indent, words.todo)
    yield ""
    yield text("check.looks", count=looks) if looks else text("check.all_fine")


def _wrapped(start: str, sentence: str) -> list[str]:
    """Return a line, wrapped if it is too wide for the terminal; a path is never broken."""
    if not to_terminal():
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


def _as_json(findings: Iterable[Finding], looks: int) -> dict[str, object]:
    return {
        "version": __version__,
        "attention": looks,
        "checks": [
            {"name": f.name, "state": f.state.value.lower(), "said": words.what, "todo": words.todo}
            for f, words in ((finding, words_of(finding)) for finding in findings)
        ],
    }
