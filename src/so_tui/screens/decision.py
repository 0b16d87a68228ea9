"""The decision: what, by when, what came of it, and the visit back with the first doctor."""

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.commands import bindings
from so_tui.content import say
from so_tui.domain.dates import show_day
from so_tui.domain.decision import Decision
from so_tui.intents import Commit, Say
from so_tui.screens.base import BaseScreen
from so_tui.screens.forms.decision import decision_form
from so_tui.state import AppState, Put
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList


class DecisionScreen(BaseScreen):
    """Each line of the decision; Enter writes it."""

    MODE = "decision"
    AUTO_FOCUS = "RowList"
    BINDINGS = bindings("decision")

    def body(self) -> ComposeResult:
        yield RowList(Column(0, 16), Column(1, lines=0), id="decision")
        yield Static(say("standing.waiting"), classes="muted", markup=False)

    def show_state(self) -> None:
        rows = decision_rows(self.state)
        self.query_one(RowList).show(rows)

    def resume(self, what: str, key: str) -> None:
        self.action_edit()

    def focus_key(self, key: str) -> None:
        self.query_one(RowList).choose(key)

    def on_row_list_chosen(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        """Write the chosen line."""
        case = self.state.case
        if case is None:
            self.post_message(Say(say("status.needs_case")))
            return
        decision = self.state.decision or Decision(case_id=case.id)

        def keep(result: Decision | None) -> None:
            if result is not None and result != decision:
                self.post_message(Commit((Put(result, decision),), say("decision.saved")))

        focus = self.query_one(RowList).key
        form = decision_form(decision, self.state, self.today, self.drafts, focus)
        self.app.push_screen(form, keep)


def decision_rows(state: AppState) -> list[Row]:
    """Return the lines of the decision under their headings."""
    case = state.case
    if case is None:
        return [Row("", (say("status.needs_case"),), ("dim",), heading=True)]
    decision = state.decision or Decision(case_id=case.id)
    visit = state.visits.get(decision.follow_up)
    doctor = state.doctors.get(visit.doctor_id) if visit else None
    when = show_day(visit.day) or say("people.no_date") if visit else ""
    outcome = str(decision.outcome)

    def row(key: str, label: str, text: str) -> Row:
        words = text or say("decision.not_written")
        return Row(key, (say(f"decision.{label}"), words), ("dim", "" if text else "dim"))

    return [
        Row("#whether", (say("decision.whether"),), heading=True),
        row("sentence", "sentence", decision.sentence),
        row("decide_by", "decide_by", show_day(decision.decide_by)),
        row("given_by", "given_by", decision.given_by),
        row("outcome", "outcome", outcome),
        row("outcome_on", "outcome_on", show_day(decision.outcome_on)),
        row("outcome_reason", "reason", decision.outcome_reason),
        Row("#what", (say("decision.what"),), heading=True),
        row("decided", "decided", decision.decided),
        row("decided_on", "decided_on", show_day(decision.decided_on)),
        row("decided_reason", "reason", decision.decided_reason),
        Row("#back", (say("decision.back"),), heading=True),
        row("follow_up", "follow_up", f"{doctor.name if doctor else ''} {when}".strip()),
    ]


SCREEN = DecisionScreen
