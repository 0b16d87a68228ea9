"""Dialogs with a list: to choose one row, to read, to decide on quitting."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from so_tui.content import text
from so_tui.ui.commands.specs import bindings
from so_tui.ui.rows.sections import heading
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

T = TypeVar("T")


class ListDialog(ModalScreen[T | None], Generic[T]):
    """A list over the screen below, with a title unless that is ''; subclasses give the rows."""

    AUTO_FOCUS = "RowList"
    LIST_ID: ClassVar[str | None] = None
    """The list's id."""

    def __init__(self, title: str, *columns: Column) -> None:
        super().__init__()
        self._title = title
        self._columns = columns or (Column(0),)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            if self._title:
                yield Label(self._title, id="form-title", markup=False)
            yield RowList(*self._columns, id=self.LIST_ID)
            yield from self.extra()
            yield KeyLine()

    def extra(self) -> ComposeResult:
        """Yield widgets to show below the list."""
        yield from ()

    def on_mount(self) -> None:
        self.show_rows()

    def rows(self) -> Sequence[Row]:
        """Return the current rows."""
        return ()

    def show_rows(self) -> None:
        """Update the list."""
        self.query_one(RowList).show(self.rows())

    @property
    def key(self) -> str:
        """Key of the chosen row; '' if there is none."""
        return self.query_one(RowList).key

    def action_back(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


class Pick(ListDialog[str]):
    """A titled list; dismissed with the chosen row's key, or None."""

    BINDINGS = bindings("pick")

    def __init__(self, title: str, rows: Sequence[Row], *columns: Column, start: str = "") -> None:
        """Make the list; `start` is the key of the row the cursor starts on."""
        super().__init__(title, *columns)
        self._rows = tuple(rows)
        self._start = start

    def rows(self) -> Sequence[Row]:
        return self._rows

    def show_rows(self) -> None:
        super().show_rows()
        self.query_one(RowList).choose(self._start)

    def on_row_list_chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self.dismiss(self.key or None)


class Reader(ListDialog[None]):
    """Titled paragraphs in a scrolling list."""

    BINDINGS = bindings("help")

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__("", Column(0, lines=0))
        self._parts = tuple(parts)

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        for number, (title, body) in enumerate(self._parts):
            if title:
                rows.append(heading(str(number), title))
            rows += [Row(f"{number}.{n}", (p,)) for n, p in enumerate(body.split("\n"))]
        return rows


class Leaving(Pick):
    """Offers to stay, to move to another folder, or to quit; dismissed with the choice."""

    def __init__(self, *, refused: bool = False) -> None:
        """Make the question; `refused` if these notes cannot be changed at all, in any folder."""
        words = {choice: text(f"leaving.{choice}") for choice in ("stay", "elsewhere", "leave")}
        if refused:
            words = {"stay": text("leaving.stay_refused"), "leave": words["leave"]}
        rows = [Row(choice, (label,)) for choice, label in words.items()]
        super().__init__(text("leaving.title"), rows)
