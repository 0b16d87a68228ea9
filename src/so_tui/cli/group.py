"""The click commands and options. They only parse; nothing is done yet."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import partial

import click

from so_tui import __version__
from so_tui.cli import papers, program
from so_tui.cli.lines_group import GROUPS
from so_tui.cli.options import Misunderstood, Options, Request
from so_tui.cli.output import printing
from so_tui.cli.parameters import everywhere, later, options_of, user_words
from so_tui.content import text, words


def parse(words: Sequence[str]) -> Request | int:
    """Return the request, or an exit code if help was printed instead.

    Raises:
        Misunderstood: The words are invalid.
        OutputFailed: Help could not be printed.
    """
    try:
        with printing():  # help and version; nothing is done yet
            found: Request | int = group.main(
                args=list(words), prog_name="so-tui", standalone_mode=False
            )
    except click.ClickException as error:
        raise Misunderstood(f"{error.format_message()}\n{text('cli.see_help')}") from None
    return found


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    help=text("cli.help"),
    epilog=text("cli.epilog"),
)
@click.version_option(__version__, message="so-tui %(version)s", help=text("cli.option.version"))
@everywhere
@click.pass_context
def group(context: click.Context) -> Request | None:
    """Open the program if no command is named."""
    if context.invoked_subcommand is None:
        return Request(options_of(context), program.open_program)
    return None


@group.command(help=text("cli.demo.help"))
@everywhere
@click.pass_context
def demo(context: click.Context) -> Request:
    """Show the made-up case."""
    return Request(options_of(context), later("demo", "demo"))


@group.command(help=text("cli.status.help"))
@everywhere
@click.pass_context
def status(context: click.Context) -> Request:
    """Print the status."""
    return Request(options_of(context), later("status", "status"))


@group.command(help=text("cli.export.help"))
@click.option(
    "--format",
    "layout",
    type=click.Choice(["json"]),
    default="json",
    help=text("cli.export.format"),
)
@everywhere
@click.pass_context
def export(context: click.Context, layout: str) -> Request:
    """Print the whole store."""
    return Request(options_of(context), later("export", "export", layout=layout))


@group.command(help=text("backup.help"))
@click.argument("file", default="")
@click.option("--force", is_flag=True, help=text("backup.force"))
@everywhere
@click.pass_context
def backup(context: click.Context, file: str, force: bool) -> Request:
    """Copy the whole store to one file."""
    return Request(options_of(context), later("backup", "back_up", name=file, force=force))


@group.command(help=text("restore.help"))
@click.argument("file")
@click.option("--replace", is_flag=True, help=text("restore.replace"))
@everywhere
@click.pass_context
def restore(context: click.Context, file: str, replace: bool) -> Request:
    """Restore the whole store from a file."""
    return Request(
        options_of(context), later("restore", "restore_from", name=file, replace=replace)
    )


@group.command("lock", help=text("lock.help.lock"), epilog=text("lock.help.exit"))
@everywhere
@click.pass_context
def lock_notes(context: click.Context) -> Request:
    """Lock the notes with a passphrase."""
    return Request(options_of(context), _locking("lock"))


@group.command("unlock", help=text("lock.help.unlock"), epilog=text("lock.help.exit"))
@everywhere
@click.pass_context
def unlock_notes(context: click.Context) -> Request:
    """Remove the passphrase."""
    return Request(options_of(context), _locking("unlock"))


@group.command("passphrase", help=text("lock.help.passphrase"), epilog=text("lock.help.exit"))
@everywhere
@click.pass_context
def change_passphrase(context: click.Context) -> Request:
    """Change the passphrase."""
    return Request(options_of(context), _locking("passphrase"))


def _locking(name: str) -> Callable[[Options], int]:
    def act(options: Options) -> int:
        from so_tui.cli import lock

        done: int = getattr(lock, name)(options)
        return done

    return act


@group.command(help=text("check.help"))
@click.option("--json", "as_json", is_flag=True, help=text("check.json"))
@everywhere
@click.pass_context
def check(context: click.Context, as_json: bool) -> Request:
    """Check the store, the terminal and the versions."""
    return Request(options_of(context), later("check", "examine", as_json=as_json))


_old_name = copy(check)
_old_name.hidden = True
group.add_command(_old_name, "doctor")


@group.command(help=text("sheet.cli.help"))
@click.option(
    "--format", "layout", type=click.Choice(["text", "md", "html"]), help=text("sheet.cli.layout")
)
@click.option("--large", is_flag=True, help=text("sheet.cli.large"))
@click.option(
    "--doctor", metavar="NAME", default="", help=text("sheet.cli.doctor"), type=user_words
)
@everywhere
@click.pass_context
def sheet(context: click.Context, layout: str | None, large: bool, doctor: str) -> Request:
    """Print a question sheet for the doctor."""
    if large and layout not in (None, "html"):
        raise click.UsageError(text("sheet.cli.not_large"))
    chosen = layout or ("html" if large else "text")
    action = partial(papers.sheet, layout=chosen, large=large, doctor=doctor)
    return Request(options_of(context), action)


@group.command(help=text("dates.cli.help"))
@everywhere
@click.pass_context
def dates(context: click.Context) -> Request:
    """Print all dates in order."""
    return Request(options_of(context), later("dates", "dates"))


@group.command(help=text("calendar.cli.help"))
@click.argument("file", default="")
@click.option("--force", is_flag=True, help=text("calendar.cli.force"))
@everywhere
@click.pass_context
def calendar(context: click.Context, file: str, force: bool) -> Request:
    """Write visits and due dates as a calendar."""
    return Request(options_of(context), later("calendar", "calendar", name=file, force=force))


@group.command(help=text("packing.cli.help"))
@click.option(
    "--format", "layout", type=click.Choice(["text", "md", "html"]), help=text("sheet.cli.layout")
)
@click.option("--large", is_flag=True, help=text("sheet.cli.large"))
@everywhere
@click.pass_context
def packing(context: click.Context, layout: str | None, large: bool) -> Request:
    """Print what to take to the next visit."""
    if large and layout not in (None, "html"):
        raise click.UsageError(text("sheet.cli.not_large"))
    chosen = layout or ("html" if large else "text")
    return Request(options_of(context), later("packing", "packing", layout=chosen, large=large))


@group.command(help=text("followup.cli.help"))
@click.argument("kind", type=click.Choice(list(words("followup.paper"))))
@click.option(
    "--format", "layout", type=click.Choice(["text", "md", "html"]), help=text("sheet.cli.layout")
)
@click.option("--large", is_flag=True, help=text("sheet.cli.large"))
@everywhere
@click.pass_context
def paper(context: click.Context, kind: str, layout: str | None, large: bool) -> Request:
    """Print one of the papers about the case."""
    if large and layout not in (None, "html"):
        raise click.UsageError(text("sheet.cli.not_large"))
    chosen = layout or ("html" if large else "text")
    action = later("lookup", "paper", kind=kind, layout=chosen, large=large)
    return Request(options_of(context), action)


@group.command(help=text("lookback.cli.help"))
@click.argument("sought", nargs=-1, required=True, metavar="WORDS...", type=user_words)
@everywhere
@click.pass_context
def find(context: click.Context, sought: tuple[str, ...]) -> Request:
    """Print the entries of all cases that contain the words."""
    return Request(options_of(context), later("lookup", "find", words=" ".join(sought)))


for each in GROUPS:
    group.add_command(each)
