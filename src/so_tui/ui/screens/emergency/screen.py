"""The emergency card, one key away from everywhere: numbers first, then fixed advice."""

from datetime import date

from so_tui.content import text
from so_tui.domain.people import UrgentCard
from so_tui.domain.state import AppState, Put, apply
from so_tui.forms.people import emergency_filling
from so_tui.logic.people import card_of, fixed_words, numbers
from so_tui.papers.listing import make_card
from so_tui.ui.bases.papers import paper_filling
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.form import Form
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.messages import Commit, Say
from so_tui.ui.rows.sections import none, section
from so_tui.ui.view import ViewNow
from so_tui.ui.widgets.layout import Column, Row


class EmergencyCard(ListDialog[None]):
    """The card; it asks nothing and assesses nothing, and leaves the screen below unchanged."""

    BINDINGS = bindings("emergency")
    LIST_ID = "emergency"

    def __init__(self, view: ViewNow, today: date) -> None:
        super().__init__(text("emergency.title"), Column(0, lines=3), Column(1, lines=3))
        self._view = view
        self._state = view().state
        self._today = today

    def rows(self) -> list[Row]:
        return card_rows(self._state, self._today)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._state.case is not None if action in ("edit", "sheet") else True

    def action_edit(self) -> None:
        old = card_of(self._state)

        def keep(result: UrgentCard | None) -> None:
            if result and result != old:
                change = Put(result, self._state.urgent_cards.get(old.id))
                self.post_message(Commit((change,), text("emergency.saved"), filling.key))
                self._state = apply(self._state, (change,))
                self.show_rows()

        filling = emergency_filling(old)
        self.app.push_screen(Form(filling, self._view), keep)

    def action_sheet(self) -> None:
        def written(path: str | None) -> None:
            if path is not None:
                self.post_message(Say(text("ticks.saved", path=path)))

        card = make_card(self._state, self._today)
        self.app.push_screen(Form(paper_filling(card, "emergency"), self._view), written)


def card_rows(state: AppState, today: date) -> list[Row]:
    """Return the numbers, one per row, and the fixed advice below them."""
    if not state.case:
        state = AppState()
    rows = [Row(f"{n}", pair, ("", "strong")) for n, pair in enumerate(numbers(state, today))]
    if not rows:
        rows = none(text("emergency.none" if state.case else "emergency.no_case"), "strong")
    words = enumerate(fixed_words(state))
    fixed = [Row(f"#w{n}", (line,), ("",), heading=True) for n, line in words]
    return [*rows, *section("emergency", "fixed", fixed)]
