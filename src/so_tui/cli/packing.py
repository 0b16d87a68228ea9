"""The command `packing`."""

from datetime import date

import click

from so_tui.cli.command import PaperCommand
from so_tui.cli.opening import look_at_store
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import put_bytes
from so_tui.cli.parameters import LARGE, LAYOUT
from so_tui.content import text


@click.command(cls=PaperCommand, help=text("packing.cli.help"), params=[LAYOUT, LARGE])
def packing(options: Options, layout: str, large: bool) -> int:
    """Print what to take to the next visit. Another session may have the store open.

    Args:
        options: The options.
        layout: A value of `papers.render.Layout`, in UTF-8 whatever the locale is.
        large: Large print; for HTML.

    Raises:
        NotFound: There is no case, or no coming visit.
    """
    from so_tui.logic.packing import visit_to_pack
    from so_tui.papers.packing import make_packing
    from so_tui.papers.render import Layout, write_out

    state = look_at_store(options).state()
    if state.case is None:
        raise NotFound(text("sheet.cli.no_case"))
    today = date.today()
    visit = visit_to_pack(state, today)
    if visit is None:
        raise NotFound(text("packing.no_visit"))
    written = write_out(make_packing(state, visit, today), Layout(layout), large=large)
    put_bytes(written.encode("utf-8"))
    return 0
