"""Insurance and costs: the call log, approvals with what became of them, costs and bills."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from textual.app import ComposeResult
from textual.widgets import TextArea

from so_tui.content import text
from so_tui.content.packs import call_script
from so_tui.domain.approvals import Approval
from so_tui.domain.approvals import in_order as by_kind
from so_tui.domain.bills import Bill
from so_tui.domain.bills import in_order as by_last_day
from so_tui.domain.calls import Call
from so_tui.domain.costs import Cost, totals
from so_tui.domain.costs import in_order as by_state
from so_tui.domain.dates import show_day
from so_tui.domain.events import Event, EventKind
from so_tui.domain.requests import STEPS, RequestState
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import first_line
from so_tui.forms.insurance import approval_filling, bill_filling, call_filling, cost_filling
from so_tui.forms.requests import event_filling, new_event, step_of
from so_tui.logic.approvals import drop_approval, events_of, standing
from so_tui.logic.call_log import as_call, call_log
from so_tui.logic.case_lifecycle import new_approval, new_bill, new_call, new_cost
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.papers import print_paper
from so_tui.ui.bases.screen import read, say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.cell import NoteLines
from so_tui.ui.dialogs.form import Form
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.sections import heading, section, sections
from so_tui.ui.screens.insurance.rows import (
    approval_parts,
    approval_row,
    bill_parts,
    bill_row,
    call_parts,
    call_row,
    cost_parts,
    cost_row,
    event_row,
    total_words,
)
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

NEXT_STEP = {
    RequestState.TO_ASK: EventKind.ASKED,
    RequestState.ASKED: EventKind.APPROVED,
    RequestState.PROMISED: EventKind.APPROVED,
    RequestState.REFUSED: EventKind.APPEALED,
    RequestState.APPEALED: EventKind.APPROVED,
}
"""The step on which the cursor starts when what happened is asked for."""


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


def _fresh_bill(screen: EntityList) -> Bill:
    """Return a bill for the chosen cost, if one is chosen."""
    chosen = screen.chosen
    return new_bill(screen.state, chosen if isinstance(chosen, Cost) else None)


CALL = EditedKind[Call](
    table="calls",
    fresh=lambda screen: new_call(screen.state, screen.clock()),
    filling=lambda screen, call, new: call_filling(call, screen.today, new=new),
    called=lambda _, call: call.whom,
    parts=lambda screen, call: call_parts(screen.state, call, screen.today),
    form=CallForm,
)
APPROVAL = EditedKind[Approval](
    table="approvals",
    fresh=lambda screen: new_approval(screen.state),
    filling=lambda screen, approval, new: approval_filling(approval, screen.state, new=new),
    called=lambda _, approval: approval.what,
    parts=lambda screen, approval: approval_parts(screen.state, approval, screen.today),
    drop=lambda screen, approval: drop_approval(screen.state, approval),
)
COST = EditedKind[Cost](
    table="costs",
    fresh=lambda screen: new_cost(screen.state),
    filling=lambda screen, cost, new: cost_filling(cost, screen.state, screen.today, new=new),
    called=lambda _, cost: cost.what,
    parts=lambda screen, cost: cost_parts(screen.state, cost),
)
BILL = EditedKind[Bill](
    table="bills",
    fresh=_fresh_bill,
    filling=lambda screen, bill, new: bill_filling(bill, screen.state, screen.today, new=new),
    called=lambda _, bill: bill.what,
    parts=lambda screen, bill: bill_parts(screen.state, bill, screen.today),
)


class InsuranceScreen(EntityList):
    """Calls, approvals, costs and bills under their headings, with the totals of the costs."""

    SIDE = "insurance"
    COLUMNS = (Column(0, 14, lines=2), Column(1, lines=3), Column(2, 14))
    NEEDS = {"settle": Call | Bill, "answer": Approval, "history": Approval}
    KINDS = {"call": CALL, "approval": APPROVAL, "cost": COST, "bill": BILL}

    def rows(self) -> list[Row]:
        state, today = self.state, self.today
        bills = state.bills.values()
        approvals = by_kind(state.approvals.values())
        rows = sections(
            "insurance",
            self.sought,
            calls=(call_row(call, today) for call in call_log(state)),
            approvals=(approval_row(state, each, today) for each in approvals),
            costs=(cost_row(state, cost) for cost in by_state(state.costs.values(), bills)),
            bills=(bill_row(bill, today) for bill in by_last_day(bills)),
        )
        sums = [] if self.sought else enumerate(totals(state.costs.values(), bills))
        lines = [heading(f"total{n}", total_words(total), "dim") for n, total in sums]
        return [*rows, *section("insurance", "totals", lines)]

    def detail(self, key: str) -> Sequence[Part]:
        if chase := self.state.chases.get(key):
            return call_parts(self.state, as_call(self.state, chase), self.today)
        return super().detail(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.is_mounted and action == "delete" and self.key in self.state.chases:
            return False
        return super().check_action(action, parameters)

    def action_edit(self) -> None:
        if chase := self.state.chases.get(self.key):
            self.post_message(GoTo("records", next(iter(chase.record_ids), "")))
        else:
            super().action_edit()

    def action_settle(self) -> None:
        if isinstance(bill := self.chosen, Bill):
            if bill.paid_on is not None:
                say(self, "insurance.paid_before", day=show_day(bill.paid_on))
                return
            bill = replace(bill, paid_on=self.today)
            self.commit(self.label("paid", bill), Put(bill))
            return
        call = replace(self.chosen, settled=not self.chosen.settled)
        self.commit(self.label("settled" if call.settled else "opened", call), Put(call))

    def action_answer(self) -> None:
        approval: Approval = self.chosen
        rows = [Row(kind.name.lower(), (_step(kind),)) for kind in STEPS]
        start = NEXT_STEP.get(standing(self.state, approval).state, EventKind.ASKED)
        name = first_line(approval.what, 40)
        title = text("insurance.answer_form", what=name, step=text("insurance.history"))

        def choose(name: str) -> None:
            self._write(approval, new_event(approval, step_of(name), self.clock()), new=True)

        self.ask(Pick(title, rows, start=start.name.lower()), choose)

    def action_history(self) -> None:
        approval: Approval = self.chosen
        events, name = events_of(self.state, approval), first_line(approval.what, 40)
        if not events:
            say(self, "insurance.history_none", name=name)
            return

        def choose(found: str) -> None:
            what, _, key = found.partition(":")
            if what == "new":
                self.action_answer()
            elif (event := self.state.events.get(key)) is None:
                return
            elif what == "delete":
                self.commit(_said("answer_deleted", event, approval), Drop(event))
            else:
                self._write(approval, event, new=False)

        title = text("insurance.answer_form", what=name, step=text("insurance.history"))
        self.ask(ApprovalHistory(title, events, self.today), choose)

    def _write(self, approval: Approval, event: Event, *, new: bool) -> None:
        """Open the form of what happened to an approval, and save it."""
        old = None if new else event

        def keep(result: Event) -> None:
            self.commit(_said("answered", result, approval), Put(result, old))
            self.seek(approval.id)

        self.ask(event_filling(event, approval, self.today, new=new), keep, old)

    def resume(self, what: str, key: str) -> None:
        if what != "answer":
            super().resume(what, key)
        elif event := self.state.events.get(key):
            if approval := self.state.approvals.get(event.about):
                self._write(approval, event, new=False)
        else:
            _, approval_id, step = key.split("-")
            if approval := self.state.approvals.get(approval_id):
                self._write(approval, new_event(approval, step_of(step), self.clock()), new=True)

    def action_print(self) -> None:
        from so_tui.papers.writing import PaperKind

        print_paper(self, kinds=(PaperKind.CALLS, PaperKind.INSURER))

    def action_script(self) -> None:
        script = (
            (f"{n}. {line.label}", text("insurance.script_line", say=line.say, write=line.write))
            for n, line in enumerate(call_script(), 1)
        )
        read(self, [("", text("insurance.script_about")), *script])


def _step(kind: EventKind) -> str:
    return text(f"insurance.steps.{kind.name.lower()}")


def _said(key: str, event: Event, approval: Approval) -> str:
    name = first_line(approval.what, 40)
    return text(f"insurance.{key}", step=_step(event.kind), name=name)


class ApprovalHistory(Pick):
    """What happened to an approval; dismissed with 'edit:id', 'delete:id' or 'new:'."""

    BINDINGS = [*bindings("pick"), *bindings("history")]

    def __init__(self, title: str, events: Sequence[Event], today: date) -> None:
        rows = [event_row(event, today) for event in events]
        super().__init__(title, rows, Column(0, 14), Column(1, lines=3))

    def action_choose(self) -> None:
        """Edit the line under the cursor."""
        self.dismiss(f"edit:{self.key}")

    def action_delete(self) -> None:
        self.dismiss(f"delete:{self.key}")

    def action_add(self) -> None:
        """Add something that happened."""
        self.dismiss("new:")
