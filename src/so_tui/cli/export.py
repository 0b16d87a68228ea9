"""The command `export`."""

import click

from so_tui.cli.command import ShellCommand
from so_tui.cli.opening import look_at_store
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import put_bytes, tell
from so_tui.content import text


@click.command(cls=ShellCommand, help=text("cli.export.help"))
@click.option(
    "--format",
    "layout",
    type=click.Choice(["json"]),
    default="json",
    help=text("cli.export.format"),
)
def export(options: Options, layout: str) -> int:
    """Print the whole store. Another session may have the store open.

    Args:
        options: The options.
        layout: 'json', in UTF-8 whatever the locale is.

    Raises:
        NotFound: The store is empty.
    """
    from so_tui.storage.backup.export import export_json, unfinished

    store = look_at_store(options)
    if not store.entities() and not store.drafts.all():
        raise NotFound(text("cli.export.nothing"))
    put_bytes(export_json(store).encode("utf-8"))
    if count := len(unfinished(store)):
        tell(text("cli.export.drafts", count=count))
    return 0
