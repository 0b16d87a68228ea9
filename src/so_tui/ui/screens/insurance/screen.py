"""Insurance and costs: the call log, approvals, and costs."""

from dataclasses import replace
from datetime import date

from textual.app import ComposeResult
from textual.widgets import TextArea

from so_tui.content import text
from so_tui.content.packs import call_script
from so_tui.domain.approvals import Approval, ApprovalKind, Expiry, end_of
from so_tui.domain.approvals import in_order as by_kind
from so_tui.domain.calls import Call, Standing, newest_first, promise_is_over, standing
from so_tui.domain.costs import Cost, Sum, Total, cost_state, show_amount, totals
from so_tui.domain.costs import in_order as by_state
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.state import AppState, Put
from so_tui.domain.text import BLANK
from so_tui.forms.insurance import approval_filling, call_filling, cost_filling
from so_tui.logic.case_lifecycle import new_call
from so_tui.logic.phrases import granted_word, standing_word
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import read
from so_tui.ui.dialogs.cell import NoteLines
from so_tui.ui.dialogs.form import Form
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

CALL_LOOKS = {Standing.SETTLED: "done", Standing.LATE: "late", Standing.CALL_TODAY: "soon"}
END_LOOKS = {Expiry.OVER: "late", Expiry.SOON: "soon"}


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
        read(self, parts)


def insurance_rows(state: AppState, today: date, sought: str = "") -> list[Row]:
    """Return the calls, approvals and costs under their headings, filtered by the words."""
    groups = {
        "calls": [_call_row(call, today) for call in newest_first(state.calls.values())],
        "approvals": [_approval_row(each, today) for each in by_kind(state.approvals.values())],
        "costs": [_cost_row(cost) for cost in by_state(state.costs.values())],
    }
    rows = [
        row
        for name, group in groups.items()
        for row in section("insurance", name, group, sought=sought, empty=True)
    ]
    return rows if sought else [*rows, *total_rows(state)]


def total_rows(state: AppState) -> list[Row]:
    """Return the totals of the costs, one row each."""
    found = enumerate(totals(state.costs.values()))
    lines = [heading(f"total{n}", total_words(total), "dim") for n, total in found]
    return section("insurance", "totals", lines)


def _call_row(call: Call, today: date) -> Row:
    word = standing(call, today)
    named = ", ".join(filter(None, (call.whom, call.person)))
    told = call.promised or call.said
    about = f"{named}: {told}" if told else named
    when = f"{short_day(call.at.date(), today)}"
    return Row(call.id, (when, about, word), ("dim", "", CALL_LOOKS.get(word, "")))


def _approval_row(approval: Approval, today: date) -> Row:
    end = end_of(approval, today)
    kind = text(f"insurance.kinds.{approval.kind.value}")
    word = standing_word(approval, today)
    return Row(approval.id, (kind, approval.what, word), ("dim", "", END_LOOKS.get(end, "")))


def _cost_row(cost: Cost) -> Row:
    mine = text("insurance.not_known") if cost.mine is None else money(cost.mine, cost.currency)
    return Row(cost.id, (cost_state(cost), cost.what, mine), ("dim",))


def money(amount: int | None, currency: str) -> str:
    """Return an amount with its currency: '1,200.50 EUR'; '' for None."""
    return f"{show_amount(amount)} {currency}".strip() if amount is not None else ""


def total_words(total: Total) -> str:
    """Return a total as one line; incomplete sums say so."""
    state = total.state or text("insurance.all_states")
    return text(
        "insurance.total",
        state=f"{state}, {total.currency}" if total.currency else state,
        quoted=sum_words(total.quoted),
        covered=sum_words(total.covered),
        mine=sum_words(total.mine),
    )


def sum_words(sum_: Sum) -> str:
    """Return a sum in words: '1,200', '1,200 (2 not known)', 'not known'."""
    if not sum_.known:
        return text("insurance.not_known")
    amount = show_amount(sum_.amount)
    return text("insurance.partly", amount=amount, count=sum_.unknown) if sum_.unknown else amount


def call_parts(call: Call, today: date) -> list[Part]:
    """Return the details of a call."""
    when = f"{show_day(call.at.date())} {show_time(call.at.time())}"
    over = text("insurance.promise_over") if promise_is_over(call, today) else ""
    return [
        ("", ", ".join(filter(None, (call.whom, call.person, when)))),
        (text("insurance.promised"), call.promised),
        (text("insurance.promised_by"), " ".join(filter(None, (show_day(call.promised_by), over)))),
        (text("insurance.next_call"), show_day(call.next_call)),
        (text("insurance.phone"), call.phone),
        (text("insurance.reference"), call.reference),
        (text("insurance.state"), standing(call, today)),
        (text("insurance.said"), call.said),
    ]


def approval_parts(approval: Approval, today: date) -> list[Part]:
    """Return the details of an approval."""
    end = end_of(approval, today)
    until = " ".join(filter(None, (show_day(approval.expires), f"({end})" if end else "")))
    return [
        ("", f"{text(f'insurance.kinds.{approval.kind.value}')}: {approval.what}"),
        (text("insurance.state"), granted_word(approval.state)),
        (text("insurance.by"), approval.by),
        (text("insurance.number"), approval.number),
        (text("insurance.asked_on"), show_day(approval.asked_on)),
        (text("insurance.expires"), until),
        (text("insurance.note"), approval.note),
    ]


def cost_parts(cost: Cost) -> list[Part]:
    """Return the details of a cost."""
    sums = ("quoted", cost.quoted), ("covered", cost.covered), ("mine", cost.mine)
    not_known = text("insurance.not_known")
    return [
        ("", cost.what),
        *((text(f"insurance.{name}"), money(value, cost.currency) or not_known)
          for name, value in sums),
        (text("insurance.state"), cost_state(cost)),
        (text("insurance.estimate_asked"), show_day(cost.asked_on)),
        (text("insurance.estimate_here"), show_day(cost.received_on)),
        (text("insurance.note"), cost.note),
    ]  # fmt: skip
