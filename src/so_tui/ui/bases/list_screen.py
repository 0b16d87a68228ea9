"""A screen with a filtered list, and the details of the chosen row."""

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.entity import CanBePrivate
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.rows.sections import none
from so_tui.ui.widgets.detail import Detail, Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class ListScreen(BaseScreen):
    """A list, which may be filtered; subclasses give the rows, the columns and a row's details.

    Attributes:
        sought: Words that every shown row must contain; '' shows all.
    """

    AUTO_FOCUS = "RowList"
    BINDINGS = [Binding("escape", "back", show=False)]
    HEADER: ClassVar[bool] = False
    """Whether the columns have titles above the list."""
    LIST: ClassVar[type[RowList]] = RowList
    """The list's class."""
    LIST_ID: ClassVar[str] = ""
    """The list's id, if it is not the screen's name."""
    COLUMNS: ClassVar[Sequence[Column]] = (Column(0),)
    """The columns, if they are the same for every width."""
    EMPTY: ClassVar[str] = ""
    """The table of the state without which the words for no rows are those for an empty list."""
    NEEDS_ROW: ClassVar[frozenset[str]] = frozenset()
    """Actions that do nothing while no row is chosen."""
    NEEDS: ClassVar[Mapping[str, type | UnionType]] = {}
    """Actions that do nothing unless an item of this kind is chosen."""
    RESUMES: ClassVar[Mapping[str, str]] = {}
    """The action that reopens the form of a kind of item, if it is not 'edit'."""

    sought = ""

    @property
    def list_id(self) -> str:
        """The list's id."""
        return self.LIST_ID or self.NAME

    def body(self) -> ComposeResult:
        from so_tui.ui.widgets.line import SearchLine

        yield SearchLine()
        with Container(classes="split"):
            yield self.LIST(Column(0), header=self.HEADER, id=self.list_id)
            yield Detail()

    @property
    def banner(self) -> str | None:
        """The lines above the list; None leaves no room for them."""
        return ""

    def rows(self) -> list[Row]:
        """Return the rows to show."""
        return []

    def columns(self) -> list[Column]:
        """Return the columns for the current width."""
        return [*self.COLUMNS]

    @property
    def words_for_none(self) -> str:
        """The text shown in place of the rows if there are none."""
        if self.state.case is None:
            return text("status.needs_case")
        if self.EMPTY and not getattr(self.state, self.EMPTY):
            return text(f"{self.NAME}.empty")
        return text(self.without_rows or f"{self.NAME}.none_found")

    @property
    def without_rows(self) -> str:
        """Key of that text while a case is open; '' for that nothing is found."""
        return ""

    def detail(self, key: str) -> Sequence[Part]:
        """Return the details of the row with this key; '' is no row."""
        return ()

    @property
    def key(self) -> str:
        """Key of the chosen row; '' if there is none."""
        return self.query_one(RowList).key

    @property
    def chosen(self) -> Any:
        """The item of the chosen row; None if there is none."""
        return None

    @property
    def markable(self) -> Sequence[CanBePrivate]:
        chosen = self.chosen
        return (chosen,) if isinstance(chosen, CanBePrivate) else ()

    def show_state(self) -> None:
        if self.BANNER:
            line, words = self.query_one(f"#{self.BANNER}", Static), self.banner
            if line.display is (words is None):
                line.display = words is not None
            line.update(words or "")
        rows = self.rows() or none(self.words_for_none)
        self.query_one(RowList).show(rows, self.columns())
        self.show_chosen()

    def focus_key(self, key: str) -> None:
        self.query_one(RowList).choose(key)

    def resume(self, what: str, key: str) -> None:
        self.focus_key(key)
        action = self.RESUMES.get(what, "edit")
        if self.check_action(action, ()):
            getattr(self, f"action_{action}")()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if kind := self.NEEDS.get(action):
            return isinstance(self.chosen, kind)
        return action not in self.NEEDS_ROW or bool(self.key)

    def on_mount(self) -> None:
        def seek(words: str) -> None:
            self.sought = words
            self.show_state()

        # Not by messages: the row and its details appear in one frame.
        self.watch(self.query_one(RowList), "index", self.show_chosen, init=False)
        if line := self.query_one_optional("#search"):
            self.watch(line, "value", seek, init=False)

    def show_chosen(self) -> None:
        """Show what depends on the chosen row: its details, and the keys that act on it."""
        if pane := self.query_one_optional(Detail):
            pane.show(self.detail(self.key))
        self.refresh_bindings()

    def action_search(self) -> None:
        """Open the line that filters the list."""
        from so_tui.ui.widgets.line import SearchLine

        self.query_one(SearchLine).open()

    def action_back(self) -> None:
        """Clear the filter if there is one, else go back to the previous screen."""
        from so_tui.ui.widgets.line import SearchLine

        line = self.query_one_optional(SearchLine)
        if line and (self.sought or self.MODE):
            line.close()
        elif not self.MODE:
            super().action_back()

    def on_row_list_chosen(self) -> None:
        """Do what Enter does."""
        self.app.simulate_key("enter")
