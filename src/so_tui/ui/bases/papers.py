"""Writing a paper to a file: which one, with which private lines, in which layout and where."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.content import text
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, FieldError, Filling, Values
from so_tui.logic.cases import earlier_rounds
from so_tui.papers.files import Layout, file_name, put_paper, write_out
from so_tui.papers.listing import Listing
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from so_tui.papers.writing import PaperKind

LARGE = "large"
LAYOUTS = (Layout.HTML.value, LARGE, Layout.MARKDOWN.value, Layout.TEXT.value)
"""The layouts to choose from: HTML in two sizes, and the others."""
HOME = "~"
"""Folder of a paper unless the user names another."""
Write = Callable[..., str]
"""Returns a whole file, given its layout and, as `large`, whether it is in large print."""


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


def print_paper(
    screen: BaseScreen,
    kind: "PaperKind | None" = None,
    about: str | None = None,
    kinds: "Iterable[PaperKind]" = (),
) -> None:
    """Ask for the options, and write a paper of the open case to a file.

    Args:
        screen: The screen that asks.
        kind: The paper; None asks which.
        about: What it is about, '' for all; None asks, if there is a choice.
        kinds: The papers to choose from; all if none are given.
    """
    from so_tui.papers.subjects import ROUNDS, choices
    from so_tui.papers.writing import PaperKind, paper_name, private_lines, write_paper

    if kind is None:
        rows = [Row(each.value, (paper_name(each),)) for each in kinds or PaperKind]
        dialog = Pick(text("followup.print"), rows)
        screen.ask(dialog, lambda key: print_paper(screen, PaperKind(key)))
        return
    if about is None and (found := choices(screen.state, kind)):
        rows = [Row(f"about:{key}", (words,)) for key, words in found]
        dialog = Pick(text(f"followup.which.{kind}"), rows)
        screen.ask(dialog, lambda key: print_paper(screen, kind, key.removeprefix("about:")))
        return
    which = about or ""
    earlier = _earlier(screen) if which == ROUNDS else []

    def ask_where(ticked: str) -> None:
        add = frozenset(filter(None, ticked.split("\n")))

        def write(layout: Layout, *, large: bool = False) -> str:
            state, today = screen.state, screen.today
            written = write_paper(
                state, kind, layout, today, add=add, about=which, earlier=earlier, large=large
            )
            return written or ""

        if not write(Layout.TEXT):
            say(screen, "followup.nothing_to_print")
            return
        name = paper_name(kind)
        filling = written_filling(write, name, name, f"form:paper-{kind}:new")
        save_file(screen, filling, "followup.saved")

    if lines := private_lines(screen.state, kind, screen.today, which, earlier):
        screen.ask(PrivateLines(lines), ask_where)
    else:
        ask_where("")


def _earlier(screen: BaseScreen) -> list[AppState]:
    """Return the rounds before the open case, the newest first."""
    cases = earlier_rounds(screen.state.cases, screen.state.case)
    return [of_case(case.id, screen.reader(case.id)()) for case in cases]


def save_file(screen: BaseScreen, filling: Filling[str], saved: str) -> None:
    """Ask where to write a file, and say its path in the words under the key `saved`."""
    screen.ask(filling, lambda path: say(screen, saved, path=path))


def paper_filling(listing: Listing, name: str) -> Filling[str]:
    """Return the fields of a list; what they make is the path of the written file.

    Args:
        listing: The list to print.
        name: Name of the words for the file's name, and of the draft.
    """
    called, key = text(f"{name}.file_name"), f"form:paper-{name}:new"
    return written_filling(partial(write_out, listing), listing.title, called, key)


def written_filling(write: Write, title: str, called: str, key: str) -> Filling[str]:
    """Return the fields of any paper; what they make is the path of the written file.

    Args:
        write: Makes the file.
        title: Title of the form.
        called: Base of the file's name.
        key: Key of the form's draft.
    """

    def build(values: Values) -> str:
        return write_in_layout(values, file_name(called), write)

    fields = (layout_field(), folder_field())
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False, changes=False)


def layout_field() -> Field:
    """Return the field of a paper's layout."""
    options = tuple((layout, text(f"sheet.layouts.{layout}")) for layout in LAYOUTS)
    return Field("layout", text("sheet.layout"), LAYOUTS[0], "choice", options)


def folder_field() -> Field:
    """Return the field of the folder that a file is written to."""
    hint = text("sheet.folder_hint")
    return Field("folder", text("sheet.folder"), HOME, hint=hint, required=True)


def write_in_layout(values: Values, name: str, write: Write) -> str:
    """Write a new file in the chosen layout, and return its path; see `write_file`."""
    large = values["layout"] == LARGE
    layout = Layout.HTML if large else Layout(values["layout"])
    return write_file(values, name, layout.ending, lambda: write(layout, large=large))


def write_file(values: Values, name: str, ending: str, write: Callable[[], str]) -> str:
    """Write a new file into the chosen folder, and return its path.

    Args:
        values: The values of the form, with the folder.
        name: The file's name, to which a number is added if there is such a file.
        ending: The ending of its name.
        write: Returns its content.

    Raises:
        FieldError: There is no such folder, or it cannot be written to.
    """
    try:
        folder = Path(values["folder"]).expanduser()
    except RuntimeError:  # '~name' of an unknown user
        folder = Path(values["folder"])
    if not folder.is_dir():
        raise FieldError("folder", text("sheet.no_folder", folder=values["folder"]))
    try:
        return str(put_paper(folder, name, ending, write()))
    except OSError as error:
        reason = text("sheet.not_written", reason=error.strerror)
        raise FieldError("folder", reason) from None
