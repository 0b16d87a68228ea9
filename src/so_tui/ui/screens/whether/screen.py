"""Whether to get a second opinion: lists to tick, the decision, and what to say."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from so_tui.content import text
from so_tui.domain.edited_lines import Listed, Tick
from so_tui.domain.folding import holds
from so_tui.domain.state import AppState
from so_tui.forms.decision import WHETHER, label, shown, whether_filling
from so_tui.logic.case_lifecycle import decision_of
from so_tui.logic.private import beside
from so_tui.logic.tick_lists import line_words, lines_of, shipped, shipped_words
from so_tui.papers.listing import Listing, make_telling
from so_tui.ui.bases.screen import edit
from so_tui.ui.bases.tick_list import TickScreen, tick_kind
from so_tui.ui.rows.sections import section, tick_row
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

LISTS = (Listed.REASONS, Listed.ASK_FIRST, Listed.KINDS, Listed.TELLING)
"""The lists of the screen; the fields of the decision come before the last one."""
FIELD = "field:"
"""Key prefix of a row that is a field of the decision."""


class WhetherScreen(TickScreen):
    """Space ticks a line, Enter edits a field. Nothing is scored."""

    SIDE = "whether"
    COLUMNS = (Column(0, 3), Column(1, lines=4))
    KINDS = {"reason": tick_kind("reason")}

    def rows(self) -> list[Row]:
        if self.state.case is None:
            return []
        ticked = [_ticked(self.state, listed, self.sought) for listed in LISTS]
        ticked.insert(-1, _fields(self.state, self.today, self.sought))
        return [*chain.from_iterable(ticked)]

    def ticks(self) -> list[Tick]:
        return [tick for listed in LISTS for tick in ticks_of(self.state, listed)]

    def list_here(self) -> tuple[Listed, str]:
        tick = self.find(self.key)
        return tick.listed if tick else Listed.REASONS, ""

    def paper(self) -> Listing | None:
        return make_telling(self.state, self.today)

    def detail(self, key: str) -> Sequence[Part]:
        if key.startswith(FIELD):
            name = key.removeprefix(FIELD)
            value = shown(decision_of(self.state), name, self.today) or text("decision.not_written")
            return [(label(name), value), ("", text(f"whether.hint.{name}"))]
        tick = self.find(key)
        if tick is None:
            return [("", text("whether.lead"))]
        came_with = shipped_words(tick) if tick.text else ""
        return [("", line_words(tick)), (text("whether.came_with"), came_with)]

    def focus_key(self, key: str) -> None:
        super().focus_key(f"{FIELD}{key}" if key in WHETHER else key)

    def resume(self, what: str, key: str) -> None:
        if what == "whether":
            self._write("")
        else:
            super().resume(what, key)

    def action_open(self) -> None:
        if self.chosen:
            self.action_tick()
        else:
            self.action_edit()

    def action_edit(self) -> None:
        if self.chosen:
            super().action_edit()
        else:
            self._write(self.key.removeprefix(FIELD))

    def _write(self, focus: str) -> None:
        if self.state.case:
            decision = decision_of(self.state)
            filling = whether_filling(decision, self.state, self.today, focus)
            edit(self, filling, decision, lambda _: text("decision.saved"))


def ticks_of(state: AppState, listed: Listed) -> list[Tick]:
    """Return the lines of one list."""
    return lines_of(state, listed, shipped(listed))


def _ticked(state: AppState, listed: Listed, sought: str) -> list[Row]:
    worded = [(tick, beside(tick, line_words(tick))) for tick in ticks_of(state, listed)]
    rows = [tick_row(t.id, t.on, words, "strong") for t, words in worded if holds(sought, words)]
    return section("whether.list", listed, rows)


def _fields(state: AppState, today: date, sought: str) -> list[Row]:
    decision = decision_of(state)
    rows = []
    for name in WHETHER:
        value = shown(decision, name, today)
        line = f"{label(name)}: {value or text('decision.not_written')}"
        rows.append(Row(f"{FIELD}{name}", ("", line), ("", "" if value else "dim")))
    return section("whether.list", "fields", rows, sought=sought)
