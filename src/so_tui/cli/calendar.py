"""The calendar file on the command line."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from so_tui.cli.command import ShellCommand
from so_tui.cli.opening import look_at_store
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, put_bytes
from so_tui.cli.stdin import DASH
from so_tui.content import text


@click.command(cls=ShellCommand, help=text("calendar.cli.help"))
@click.argument("file", default="")
@click.option("--force", is_flag=True, help=text("calendar.cli.force"))
def calendar(options: Options, file: str, *, force: bool) -> int:
    """Write the visits and due dates as a calendar. Another session may have the store open.

    Args:
        options: The options.
        file: The file; '' or '-' to print it.
        force: Whether to replace an existing file, if that is such a calendar.

    Raises:
        NotFound: There is no case.
        Refused: The file exists, or it could not be written.
    """
    from so_tui.papers.calendar import make_calendar
    from so_tui.papers.files import put_at

    state = look_at_store(options).state()
    if state.case is None:
        raise NotFound(text("sheet.cli.no_case"))
    written = make_calendar(state, datetime.now(UTC))
    if not file or file == DASH:
        put_bytes(written)
        return 0
    path = Path(file)
    if force and os.path.lexists(path) and not _is_ours(path):
        raise Refused(text("calendar.not_ours", path=path))
    try:
        put_at(path, written, replace=force)
    except FileExistsError:
        raise Refused(text("calendar.exists", path=path)) from None
    except OSError as error:
        raise Refused(text("sheet.not_written", reason=error.strerror)) from None
    echo(text("calendar.done", path=path))
    return 0


def _is_ours(path: Path) -> bool:
    """Return whether a file is a calendar written by this program."""
    from so_tui.papers.calendar import MAKER
    from so_tui.storage.backup.copy_files import read_file
    from so_tui.storage.errors import StoreError

    try:
        start = read_file(path)[:1000]
    except (OSError, StoreError):
        return False
    return start.startswith(b"BEGIN:VCALENDAR") and MAKER.encode() in start
