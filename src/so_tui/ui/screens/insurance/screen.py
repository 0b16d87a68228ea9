"""Insurance and costs: the call log, approvals, and costs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from so_tui.content import text
from so_tui.content.callscript import call_script
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.calls import Call
from so_tui.domain.costs import Cost
from so_tui.domain.entity import CaseEntity
from so_tui.domain.state import Put
from so_tui.domain.text import BLANK
from so_tui.logic.defaults import new_call
from so_tui.ui.bases.entity_list import KindsScreen
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.form import Form
from so_tui.ui.dialogs.reader import Reader
from so_tui.ui.screens.insurance.forms import approval_form, call_form, cost_form
from so_tui.ui.screens.insurance.rows import approval_parts, call_parts, cost_parts, insurance_rows
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row


class InsuranceScreen(KindsScreen):
    """Calls, approvals and costs under their headings, with the totals of the costs below."""

    SIDE = "insurance"
    LIST_ID = "insurance"
    BINDINGS = bindings("insurance")
    NEEDS_ROW = KindsScreen.NEEDS_ROW | {"settle"}

    def rows(self) -> list[Row]:
        return insurance_rows(self.state, self.today, self.sought)

    def columns(self) -> list[Column]:
        return [Column(0, 14), Column(1, lines=3), Column(2, 14)]

    def words_for_none(self) -> str:
        return text("insurance.none_found")

    def detail(self, key: str) -> Sequence[Part]:
        match self.find(key):
            case Call() as call:
                return call_parts(call, self.today)
            case Approval() as approval:
                return approval_parts(approval, self.today)
            case Cost() as cost:
                return cost_parts(cost)
            case _:
                return [("", text("insurance.hint"))]

    def find(self, key: str) -> CaseEntity | None:
        state = self.state
        return state.calls.get(key) or state.approvals.get(key) or state.costs.get(key)

    def fresh(self, what: str, case_id: str) -> CaseEntity | None:
        if what == "call":
            return new_call(self.state, self.clock())
        if what == "approval":
            return Approval(case_id=case_id, kind=ApprovalKind.COVER, what=BLANK)
        used = {cost.currency for cost in self.state.costs.values()}
        return Cost(case_id=case_id, what=BLANK, currency=used.pop() if len(used) == 1 else BLANK)

    def form_for(self, entity: CaseEntity, *, new: bool) -> Form[Any]:
        match entity:
            case Call():
                return call_form(entity, self.today, self.drafts, new=new)
            case Approval():
                return approval_form(entity, self.today, self.drafts, new=new)
            case Cost():
                return cost_form(entity, self.today, self.drafts, new=new)
            case _:
                raise TypeError(entity)

    def called(self, entity: CaseEntity) -> str:
        return entity.whom if isinstance(entity, Call) else getattr(entity, "what", "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "settle" and self.is_mounted:
            return isinstance(self.chosen, Call)
        return super().check_action(action, parameters)

    def action_settle(self) -> None:
        """Mark the chosen call as settled, or reopen it."""
        call = self.chosen
        if isinstance(call, Call):
            changed = replace(call, settled=not call.settled)
            label = self.label("settled" if changed.settled else "opened", changed)
            self.commit(label, Put(changed, call))

    def action_script(self) -> None:
        """Show the script for a call to the insurer."""
        parts = [("", text("insurance.script_about"))]
        for number, line in enumerate(call_script(), 1):
            parts.append((f"{number}. {line.label}", text("insurance.script_line", say=line.say,
                                                         write=line.write)))  # fmt: skip
        self.app.push_screen(Reader(parts))


SCREEN = InsuranceScreen
