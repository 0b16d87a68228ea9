"""Insurance and costs: the call log, approvals, and costs."""

from dataclasses import replace

from so_tui.content import text
from so_tui.content.packs import call_script
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.calls import Call
from so_tui.domain.costs import Cost
from so_tui.domain.state import Put
from so_tui.domain.text import BLANK
from so_tui.forms.insurance import approval_filling, call_filling, cost_filling
from so_tui.logic.case_lifecycle import new_call
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.reader import Reader
from so_tui.ui.screens.insurance.call_form import CallForm
from so_tui.ui.screens.insurance.rows import approval_parts, call_parts, cost_parts, insurance_rows
from so_tui.ui.widgets.layout import Column, Row


def _fresh_cost(screen: EntityList) -> Cost:
    """Return a cost in the currency of the others, if they are all in the same one."""
    used = {cost.currency for cost in screen.state.costs.values()}
    currency = used.pop() if len(used) == 1 else BLANK
    return Cost(case_id=screen.state.case_id, what=BLANK, currency=currency)


CALL = EditedKind[Call](
    table="calls",
    words="insurance",
    fresh=lambda screen: new_call(screen.state, screen.clock()),
    filling=lambda screen, call, new: call_filling(call, screen.today, new=new),
    called=lambda _, call: call.whom,
    parts=lambda screen, call: call_parts(call, screen.today),
    form=CallForm,
)
APPROVAL = EditedKind[Approval](
    table="approvals",
    words="insurance",
    fresh=lambda s: Approval(case_id=s.state.case_id, kind=ApprovalKind.COVER, what=BLANK),
    filling=lambda screen, approval, new: approval_filling(approval, screen.today, new=new),
    called=lambda _, approval: approval.what,
    parts=lambda screen, approval: approval_parts(approval, screen.today),
)
COST = EditedKind[Cost](
    table="costs",
    words="insurance",
    fresh=_fresh_cost,
    filling=lambda screen, cost, new: cost_filling(cost, screen.today, new=new),
    called=lambda _, cost: cost.what,
    parts=lambda _, cost: cost_parts(cost),
)


class InsuranceScreen(EntityList):
    """Calls, approvals and costs under their headings, with the totals of the costs below."""

    SIDE = "insurance"
    LIST_ID = "insurance"
    BINDINGS = bindings("insurance")
    NEEDS_ROW = EntityList.NEEDS_ROW | {"settle"}
    KINDS = {"call": CALL, "approval": APPROVAL, "cost": COST}

    def rows(self) -> list[Row]:
        return insurance_rows(self.state, self.today, self.sought)

    def columns(self) -> list[Column]:
        return [Column(0, 14), Column(1, lines=3), Column(2, 14)]

    def words_for_none(self) -> str:
        return text("insurance.none_found")

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
