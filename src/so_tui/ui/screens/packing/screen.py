"""The packing list of a visit."""

from collections.abc import Sequence

from so_tui.content import text
from so_tui.domain.edited_lines import Listed, Tick
from so_tui.domain.encounters import Encounter
from so_tui.domain.folding import holds
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.logic.encounters import doctor_name
from so_tui.logic.private import beside
from so_tui.logic.tick_lists import facts, line_words, packing_lines, visit_to_pack
from so_tui.papers.listing import Listing, make_packing
from so_tui.ui.bases.screen import say
from so_tui.ui.bases.tick_list import TickScreen, tick_kind
from so_tui.ui.rows.sections import heading, section, tick_row
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

FACT = "fact-"
"""Key prefix of a row that is a fact about the visit, with nothing to tick."""


def words_of(state: AppState, tick: Tick) -> Clean:
    """Return the text of a line of the list as it is shown."""
    visit = state.visits.get(tick.visit_id)
    lines = packing_lines(state, visit) if visit else ()
    return next((line.words for line in lines if line.tick.id == tick.id), line_words(tick))


class PackingScreen(TickScreen):
    """The list for the next visit, or for the one that was asked for."""

    SIDE = "packing"
    COLUMNS = (Column(0, 3), Column(1, lines=4))
    KINDS = {"item": tick_kind("item", words_of)}
    NEEDS = {**TickScreen.NEEDS, "edit": Tick}

    _visit_id = ""

    @property
    def visit(self) -> Encounter | None:
        """The visit to pack for."""
        return visit_to_pack(self.state, self.today, self._visit_id)

    def show_state(self) -> None:
        self._visit_id = self.visit.id if self.visit else ""  # stays, whatever others plan
        super().show_state()

    def rows(self) -> list[Row]:
        state, visit = self.state, self.visit
        if visit is None:
            return []
        found: dict[bool, list[Row]] = {True: [], False: []}
        for line in packing_lines(state, visit):
            if holds(self.sought, line.words):
                tick, words = line.tick, beside(line.tick, line.words)
                found[line.of_case].append(tick_row(tick.id, tick.on, words, "done"))
        records = section("packing", "records", found[True])
        lines = [*records, *section("packing", "usual", found[False])]
        title = heading("title", text("packing.title", name=doctor_name(state, visit)))
        told = [Row(f"{FACT}{fact}", ("", fact)) for fact in facts(state, visit, self.today)]
        return [title, *told, *lines] if lines else []

    @property
    def without_rows(self) -> str:
        return "packing.none_found" if self.visit else "packing.no_visit"

    def ticks(self) -> list[Tick]:
        return [line.tick for line in packing_lines(self.state, self.visit)] if self.visit else []

    def list_here(self) -> tuple[Listed, str]:
        return Listed.PACKING, self.visit.id if self.visit else ""

    def paper(self) -> Listing | None:
        visit = self.visit
        return make_packing(self.state, visit, self.today) if visit else None

    def detail(self, key: str) -> Sequence[Part]:
        row = next((row for row in self.rows() if row.key == key and not row.heading), None)
        return [("", row.cells[1] if row else ""), ("", text("packing.lead"))]

    def focus_key(self, key: str) -> None:
        if key in self.state.visits:
            self._visit_id = key
            self.show_state()
        else:
            super().focus_key(key)

    def action_add(self, what: str) -> None:
        if self.state.case is not None and self.visit is None:
            say(self, "packing.no_visit")
        else:
            super().action_add(what)
