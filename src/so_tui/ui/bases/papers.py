"""Writing a paper to a file: which one, with which private lines, in which layout and where."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from so_tui.content import text
from so_tui.domain.text import Clean
from so_tui.papers.files import Layout
from so_tui.papers.writing import PaperKind, paper_name, private_lines, write_paper
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.pick import Pick
from so_tui.ui.forms.paper import written_filling
from so_tui.ui.messages import Say
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class PrivateLines(Pick):
    """Private lines, none ticked; dismissed with the ticked keys, one per line, or None."""

    BINDINGS = bindings("private")

    def __init__(self, lines: Sequence[tuple[str, Clean]]) -> None:
        rows = [Row(key, ("[ ]", words)) for key, words in lines]
        super().__init__(text("followup.private"), rows, Column(0, 3), Column(1, lines=3))
        self._ticked: set[str] = set()

    def action_tick(self) -> None:
        """Include the line under the cursor in the paper, or leave it out."""
        listed = self.query_one(RowList)
        self._ticked ^= {listed.key}
        listed.show(
            [
                replace(row, cells=("[x]" if row.key in self._ticked else "[ ]", row.cells[1]))
                for row in listed.rows
            ]
        )

    def action_choose(self) -> None:
        """Continue with the ticked lines."""
        self.dismiss("\n".join(sorted(self._ticked)))

    def on_row_list_chosen(self) -> None:
        self.action_tick()


def print_paper(screen: BaseScreen, kind: PaperKind | None = None) -> None:
    """Ask for the options, and write a paper of the open case to a file.

    Args:
        screen: The screen below.
        kind: Which paper; None asks for it first.
    """
    if kind is not None:
        _ask_private(screen, kind)
        return
    rows = [Row(each.value, (paper_name(each),)) for each in PaperKind]

    def choose(key: str) -> None:
        _ask_private(screen, PaperKind(key))

    screen.ask(Pick(text("followup.print"), rows), choose)


def _ask_private(screen: BaseScreen, kind: PaperKind) -> None:
    if write_paper(screen.state, kind, Layout.TEXT, screen.today) is None:
        screen.post_message(Say(text("followup.nothing_to_print")))
        return
    lines = private_lines(screen.state, kind)
    if lines:
        screen.ask(PrivateLines(lines), partial(_ask_where, screen, kind))
    else:
        _ask_where(screen, kind, "")


def _ask_where(screen: BaseScreen, kind: PaperKind, ticked: str) -> None:
    add = frozenset(filter(None, ticked.split("\n")))

    def write(layout: Layout, large: bool) -> str:
        state, today, author = screen.state, screen.today, screen.author
        return write_paper(state, kind, layout, today, author=author, add=add, large=large) or ""

    def told(path: str) -> None:
        screen.post_message(Say(text("followup.saved", path=path)))

    name = paper_name(kind)
    screen.ask(written_filling(write, name, name, f"form:paper-{kind}:new"), told)
