"""The emergency card, one key away from everywhere: numbers first, then fixed advice."""

from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from so_tui.content import text
from so_tui.domain.emergency_card import UrgentCard
from so_tui.domain.state import AppState, Put, apply
from so_tui.logic.emergency import card_of, fixed_words, numbers
from so_tui.papers.emergency import make_card
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.forms.paper import paper_form
from so_tui.ui.messages import Commit, Say
from so_tui.ui.screens.emergency.forms import emergency_form
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class EmergencyCard(ModalScreen[None]):
    """The card; it asks nothing and assesses nothing, and leaves the screen below unchanged."""

    BINDINGS = bindings("emergency")
    AUTO_FOCUS = "RowList"

    def __init__(
        self, state: AppState, today: date, author: str, drafts: Mapping[str, Draft]
    ) -> None:
        """Make the card.

        Args:
            state: The open case, or none.
            today: The current day.
            author: Who is typing.
            drafts: A live mapping of drafts by key.
        """
        super().__init__()
        self._state = state
        self._today = today
        self._author = author
        self._drafts = drafts

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label(text("emergency.title"), id="form-title", markup=False)
            yield RowList(Column(0, 19), Column(1, lines=3), id="emergency")
            yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one(RowList).show(card_rows(self._state))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._state.case is not None if action in ("edit", "sheet") else True

    def action_edit(self) -> None:
        """Edit the numbers."""
        old = card_of(self._state)

        def keep(result: UrgentCard | None) -> None:
            if result is not None and result != old:
                change = Put(result, self._state.urgent_cards.get(old.id))
                self.post_message(Commit((change,), text("emergency.saved")))
                self._state = apply(self._state, (change,))
                self._show()

        self.app.push_screen(emergency_form(old, self._drafts), keep)

    def action_sheet(self) -> None:
        """Write the card as a file to print."""

        def written(path: str | None) -> None:
            if path is not None:
                self.post_message(Say(text("ticks.saved", path=path)))

        card = make_card(self._state, self._today, self._author)
        self.app.push_screen(paper_form(card, "emergency", self._drafts), written)

    def action_back(self) -> None:
        """Close the card."""
        self.dismiss(None)


def card_rows(state: AppState) -> list[Row]:
    """Return the numbers, one per row, and the fixed advice below them."""
    found = numbers(state) if state.case else []
    rows = [Row(f"{n}", pair, ("", "strong")) for n, pair in enumerate(found)]
    if not rows:
        none = text("emergency.none" if state.case else "emergency.no_case")
        rows = [Row("#none", (none,), ("strong",), heading=True)]
    rows.append(Row("#fixed", (text("emergency.fixed"),), heading=True))
    words = fixed_words(state) if state.case else fixed_words(AppState())
    return [*rows, *(Row(f"#w{n}", (w,), ("",), heading=True) for n, w in enumerate(words))]
