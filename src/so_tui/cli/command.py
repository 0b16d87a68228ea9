"""Click commands made of the functions that carry them out, which comes later."""

from functools import partial
from typing import Any

import click

from so_tui.cli.options import Request
from so_tui.cli.parameters import EVERYWHERE, LARGE, LAYOUT, options_of
from so_tui.cli.stdin import dashes
from so_tui.content import text


class ShellCommand(click.Command):
    """A command whose callback takes the `Options` first; invoking it only returns a `Request`."""

    def __init__(self, name: str | None, **told: Any) -> None:
        super().__init__(name, **told)
        self.params = [*self.params, *EVERYWHERE]

    def invoke(self, ctx: click.Context) -> Request | None:
        """Return what is to be carried out; None for a group that does nothing by itself."""
        if dashes(ctx.params.values()) > 1:
            raise click.UsageError(text("cli.stdin.one_dash"))
        if self.callback is None:
            return None
        return Request(options_of(ctx), partial(self.callback, **ctx.params))


class ShellGroup(click.Group, ShellCommand):
    """A group of such commands."""

    command_class = ShellCommand


class PaperCommand(ShellCommand):
    """A command that prints a paper in a layout; large print is for HTML."""

    def __init__(self, name: str | None, **told: Any) -> None:
        super().__init__(name, **told)
        self.params = [LAYOUT, LARGE, *self.params]

    def invoke(self, ctx: click.Context) -> Request | None:
        """Return what is to be carried out, with a `papers.render.Layout`."""
        from so_tui.papers.render import Layout

        large, layout = ctx.params["large"], ctx.params["layout"]
        if large and layout not in (None, "html"):
            raise click.UsageError(text("sheet.cli.not_large"))
        ctx.params["layout"] = Layout(layout or ("html" if large else "text"))
        return super().invoke(ctx)
