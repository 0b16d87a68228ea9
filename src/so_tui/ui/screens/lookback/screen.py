"""Look back: the cases, the timeline of the open one, and a search in all of them."""

import asyncio
from collections.abc import Callable, Sequence

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState, Put, of_case
from so_tui.domain.text import first_line
from so_tui.logic.archive import Archive, archive, find, timeline
from so_tui.logic.case_lifecycle import new_round, put_away, reopened
from so_tui.logic.search_entries import Entry
from so_tui.papers.writing import PaperKind
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.papers import print_paper
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.messages import GoTo, OpenCase, Say
from so_tui.ui.screens.lookback.rows import (
    CASE,
    case_parts,
    case_rows,
    columns,
    entry_keys,
    entry_parts,
    entry_rows,
)
from so_tui.ui.view import Sources
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.search import SearchLine

MOST_SHOWN = 1000
"""Most entries listed in the timeline; the search finds the others."""


class LookbackScreen(ListScreen):
    """The cases and the timeline; while filtering, the matches in all cases."""

    SIDE = "lookback"
    LIST_ID = "lookback"
    BINDINGS = bindings("lookback")
    NEEDS_ROW = frozenset({"open", "read"})

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._said = False
        self._archive: Archive | None = None
        self._known: AppState | None = None
        self._entries: Sequence[Entry] = ()
        self._told: Sequence[Entry] | None = None
        self._shown: dict[str, Entry] = {}

    def on_mount(self) -> None:
        self.watch(self.query_one(SearchLine), "has_focus", self._show_rows, init=False)

    def show_state(self) -> None:
        if self._known is not self.state:
            self._known, self._told = self.state, None
            self._gather()
        self._show_rows()

    def _show_rows(self) -> None:
        self._entries = self._to_show()
        super().show_state()

    def _gather(self) -> None:
        """Build the search index of all cases in the background."""
        self.run_worker(self._make_archive(self.reader("")), group="archive", exclusive=True)

    async def _make_archive(self, read: Callable[[], Sequence[Entity]]) -> None:
        self._archive = await asyncio.to_thread(lambda: archive(read()))
        if self.sought:
            self._show_rows()

    def _to_show(self) -> Sequence[Entry]:
        if not self.sought:
            if self._told is None:
                self._told = timeline(self.state, said=self._said)[:MOST_SHOWN]
            return self._told
        return find(self._archive, self.sought) if self._archive else ()

    def rows(self) -> list[Row]:
        shown = self._entries[: self.app.size.height] if self._types else self._entries
        self._shown = dict(zip(entry_keys(shown), shown, strict=True))
        found = entry_rows(shown, self.today, self.state.cases, self.state.case_id)
        if not self.sought:
            happened = Row("#happened", (text("lookback.happened"),), heading=True)
            return [*case_rows(self.state, self.today), happened, *found]
        if self._archive is None:
            return [Row("", (text("lookback.gathering"),), ("dim",), heading=True)]
        if not found:
            return []
        count = text("lookback.found", count=len(self._entries))
        return [Row("#found", (count,), heading=True), *found]

    @property
    def _types(self) -> bool:
        """Whether the user is typing a search; then only the visible rows are laid out."""
        return bool(self.sought) and self.query_one(SearchLine).has_focus

    def columns(self) -> list[Column]:
        return columns(self.app.size.width)

    def words_for_none(self) -> str:
        return text("lookback.none_found")

    def detail(self, key: str) -> Sequence[Part]:
        if entry := self._entry(key):
            return entry_parts(entry, self.state.cases)
        case = self.state.cases.get(key.removeprefix(CASE))
        return case_parts(case, self.today) if case else ()

    def _entry(self, key: str) -> Entry | None:
        return self._shown.get(key)

    @property
    def _case(self) -> Case | None:
        """The case under the cursor, else the open one."""
        return self.state.cases.get(self.key.removeprefix(CASE)) or self.state.case

    def action_open(self) -> None:
        """Open the case, or the entry's place."""
        entry = self._entry(self.key)
        case_id = entry.case_id if entry else self.key.removeprefix(CASE)
        if entry is None and case_id not in self.state.cases:
            return
        mode, key = (entry.mode, entry.key) if entry else ("home", "")
        if case_id == self.state.case_id:
            self.post_message(GoTo(mode, key))
        else:
            self.post_message(OpenCase(case_id, mode=mode if entry else "", key=key))

    def action_put_away(self) -> None:
        """Close the case, or reopen a past one."""
        case = self._case
        if case is None:
            return
        changed = put_away(case, self.today) if case.closed is None else reopened(case)
        name = "put_away_said" if changed.closed else "reopened_said"
        said = text(f"lookback.{name}", title=first_line(case.title, 40))
        self.commit(said, Put(changed, case))

    def action_round(self) -> None:
        """Start a new round of the case."""
        case = self._case
        if case is not None:
            read = self.reader(case.id)
            fresh, changes = new_round(of_case(case.id, read()), self.today)
            self.post_message(OpenCase(fresh.id, changes, mode="home"))

    def action_print(self) -> None:
        """Write the timeline of the open case to a file."""
        print_paper(self, PaperKind.TIMELINE)

    def action_lines(self) -> None:
        """Include the note lines of the visits, or leave them out again."""
        self._said, self._told = not self._said, None
        self.post_message(Say(text("lookback.with_lines" if self._said else "lookback.no_lines")))
        self._show_rows()


SCREEN = LookbackScreen
