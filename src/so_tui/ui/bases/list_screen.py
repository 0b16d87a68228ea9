"""A screen with a filtered list, and the details of the chosen row."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from so_tui.content import text
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.view import Sources
from so_tui.ui.widgets.detail import Detail, Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList
from so_tui.ui.widgets.search import SearchLine


class ListScreen(BaseScreen):
    """A filtered list; subclasses give the rows, the columns and a row's details.

    Attributes:
        sought: Words that every shown row must contain; '' shows all.
    """

    AUTO_FOCUS = "RowList"
    HEADER: ClassVar[bool] = False
    """Whether the columns have titles above the list."""
    LIST_ID: ClassVar[str] = "list"
    """The list's id."""
    NEEDS_ROW: ClassVar[frozenset[str]] = frozenset()
    """Actions that do nothing while no row is chosen."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self.sought = ""

    def body(self) -> ComposeResult:
        yield SearchLine()
        with Container(classes="split"):
            yield RowList(Column(0), header=self.HEADER, id=self.LIST_ID)
            yield Detail()

    def rows(self) -> list[Row]:
        """Return the rows to show."""
        return []

    def columns(self) -> list[Column]:
        """Return the columns for the current width."""
        return [Column(0)]

    def words_for_none(self) -> str:
        """Return the text shown in place of the rows if there are none."""
        return text("status.needs_case")

    def detail(self, key: str) -> Sequence[Part]:
        """Return the details of the row with this key; '' is no row."""
        return ()

    @property
    def key(self) -> str:
        """Key of the chosen row; '' if there is none."""
        return self.query_one(RowList).key

    def show_state(self) -> None:
        listed = self.query_one(RowList)
        rows = self.rows() or [Row("", (self.words_for_none(),), ("dim",), heading=True)]
        listed.show(rows, self.columns())
        self.query_one(Detail).show(self.detail(listed.key))

    def focus_key(self, key: str) -> None:
        self.query_one(RowList).choose(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.key) if action in self.NEEDS_ROW and self.is_mounted else True

    def on_mount(self) -> None:
        # Not by messages: the row and its details appear in one frame.
        self.watch(self.query_one(RowList), "index", self._show_detail, init=False)
        self.watch(self.query_one(SearchLine), "value", self._seek_words, init=False)

    def _show_detail(self) -> None:
        self.query_one(Detail).show(self.detail(self.key))

    def action_search(self) -> None:
        """Open the line that filters the list."""
        self.query_one(SearchLine).open()

    def _seek_words(self, words: str) -> None:
        self.sought = words
        self.show_state()

    def action_back(self) -> None:
        """Clear the filter if there is one, else go back to the previous screen."""
        if self.sought:
            self.query_one(SearchLine).close()
        else:
            super().action_back()

    @on(SearchLine.Done)
    def _found(self) -> None:
        self.query_one(RowList).focus()


class EditedList(ListScreen):
    """A list whose rows the user adds and edits."""

    def action_new(self) -> None:
        """Add an entity."""

    def action_edit(self) -> None:
        """Edit the chosen one."""

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_new()
        else:
            self.focus_key(key)
            self.action_edit()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_edit()

    def key_escape(self) -> None:
        """Close and clear the filter."""
        self.query_one(SearchLine).close()
