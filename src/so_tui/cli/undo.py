"""`so-tui undo`: take back the newest change, as the key does."""

import click

from so_tui.cli.group import AUTHOR, ShellCommand
from so_tui.cli.opening import author_of, open_case
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo
from so_tui.cli.stdin import received_line
from so_tui.content import text
from so_tui.domain.text import clean_line
from so_tui.session.wording import undo_words


@click.command(cls=ShellCommand, help=text("cli.undo.help"), params=[AUTHOR])
def undo(options: Options, author: str) -> int:
    """Undo the newest change of an author that is not undone, made here or in the program.

    What an open window has changed is left to that window.

    Args:
        author: Whose change; '' for who was chosen last in the program, else the patient.

    Raises:
        NotFound: There is nothing to undo.
        Refused: All of it was changed again since.
    """
    with open_case(options) as store:
        by = clean_line(received_line(author)) or author_of(store)
        undone = store.undo(by)
        if undone is None:
            raise NotFound(text("status.nothing_to_undo"))
        if not undone.operations:
            raise Refused(undo_words(undone))
        options.saved = True
        echo(undo_words(undone))
    return 0
