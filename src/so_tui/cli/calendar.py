"""The calendar file on the command line."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from so_tui.cli.commands import _echo, _look_at_store
from so_tui.cli.wishes import NotFound, Refused, Wishes
from so_tui.content import say


def calendar(wishes: Wishes, name: str, *, force: bool) -> int:
    """Write the visits and due dates as a calendar. Another session may have the store open.

    Args:
        wishes: The options.
        name: The file; '' to print it.
        force: Whether it may take the place of a file that is there.

    Raises:
        NotFound: There is no case.
        Refused: There is such a file, or it could not be written.
    """
    from so_tui.papers.calendar import make_calendar
    from so_tui.papers.files import put_at

    state = _look_at_store(wishes.data_dir, wishes.passphrase_fd).state()
    if state.case is None:
        raise NotFound(say("sheet.cli.no_case"))
    written = make_calendar(state, datetime.now(UTC))
    if not name:
        sys.stdout.buffer.write(written)
        return 0
    path = Path(name)
    try:
        put_at(path, written, replace=force)
    except FileExistsError:
        raise Refused(say("calendar.exists", path=path)) from None
    except OSError as error:
        raise Refused(say("sheet.not_written", reason=error.strerror)) from None
    _echo(say("calendar.done", path=path))
    return 0
