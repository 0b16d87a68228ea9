"""A dialog with a list."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

T = TypeVar("T")


class ListDialog(ModalScreen[T | None], Generic[T]):
    """A titled list over the screen below; subclasses give the rows.

    Args:
        title: What is listed, or ''.
        columns: How the rows are shown.
    """

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
