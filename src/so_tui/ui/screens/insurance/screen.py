"""Insurance and costs: the call log, approvals, and costs."""

from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets import TextArea

from so_tui.content import text
from so_tui.content.callscript import call_script
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.calls import Call
from so_tui.domain.costs import Cost
from so_tui.domain.state import Put
from so_tui.domain.text import BLANK
from so_tui.forms.call import call_filling
from so_tui.forms.insurance import approval_filling, cost_filling
from so_tui.logic.defaults import new_call
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.dialogs.cell import NoteLines
from so_tui.ui.dialogs.form import Form
from so_tui.ui.screens.insurance.rows import approval_parts, call_parts, cost_parts, insurance_rows
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class CallForm(Form[Call]):
    """The form for one call, with the call script below it."""

    def extra(self) -> ComposeResult:
        yield NoteLines(Column(0, lines=0), Column(1, 20, lines=0), id="lines")

    def on_mount(self) -> None:
        super().on_mount()
        rows = [Row("#script", (text("insurance.script"),), heading=True)]
        rows += [Row(line.key, (line.say, line.write), ("", "dim")) for line in call_script()]
        self.query_one(NoteLines).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Begin a line of the notes that answers the chosen line of the script."""
        label = next((line.label for line in call_script() if line.key == event.key), None)
        if label is None:
            return
        area = self.query_one("#field-said", TextArea)
        if f"{label}:" not in area.text:
            begun = f"{label}: "
            area.insert(f"\n{begun}" if area.text.strip() else begun, area.document.end)
        area.move_cursor(area.document.end)
        area.focus()


def _fresh_cost(screen: EntityList) -> Cost:
    """Return a cost in the currency of the others, if they are all in the same one."""
    used = {cost.currency for cost in screen.state.costs.values()}
    currency = used.pop() if len(used) == 1 else BLANK
    return Cost(case_id=screen.state.case_id, what=BLANK, currency=currency)


CALL = EditedKind[Call](
    table="calls",
    fresh=lambda screen: new_call(screen.state, screen.clock()),
    filling=lambda screen, call, new: call_filling(call, screen.today, new=new),
    called=lambda _, call: call.whom,
    parts=lambda screen, call: call_parts(call, screen.today),
    form=CallForm,
)
APPROVAL = EditedKind[Approval](
    table="approvals",
    fresh=lambda s: Approval(case_id=s.state.case_id, kind=ApprovalKind.COVER, what=BLANK),
    filling=lambda screen, approval, new: approval_filling(approval, screen.today, new=new),
    called=lambda _, approval: approval.what,
    parts=lambda screen, approval: approval_parts(approval, screen.today),
)
COST = EditedKind[Cost](
    table="costs",
    fresh=_fresh_cost,
    filling=lambda screen, cost, new: cost_filling(cost, screen.today, new=new),
    called=lambda _, cost: cost.what,
    parts=lambda _, cost: cost_parts(cost),
)


class InsuranceScreen(EntityList):
    """Calls, approvals and costs under their headings, with the totals of the costs below."""

    SIDE = "insurance"
    COLUMNS = (Column(0, 14), Column(1, lines=3), Column(2, 14))
    NEEDS = {"settle": Call}
    KINDS = {"call": CALL, "approval": APPROVAL, "cost": COST}

    def rows(self) -> list[Row]:
        return insurance_rows(self.state, self.today, self.sought)

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
        self.read(parts)
