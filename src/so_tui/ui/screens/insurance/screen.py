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
from so_tui.domain.state import Put
from so_tui.domain.text import BLANK
from so_tui.forms.insurance import approval_filling, call_filling, cost_filling
from so_tui.logic.case_lifecycle import new_call
from so_tui.logic.phrases import granted_word, standing_word
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import read
from so_tui.ui.dialogs.cell import NoteLines
from so_tui.ui.dialogs.form import Form
from so_tui.ui.rows.sections import details, heading, section, sections
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

CALL_LOOKS = {Standing.SETTLED: "done", Standing.LATE: "late", Standing.CALL_TODAY: "soon"}
SUMS = ("quoted", "covered", "mine")
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
        state, today = self.state, self.today
        rows = sections(
            "insurance",
            self.sought,
            calls=(_call_row(call, today) for call in newest_first(state.calls.values())),
            approvals=(_approval_row(each, today) for each in by_kind(state.approvals.values())),
            costs=map(_cost_row, by_state(state.costs.values())),
        )
        sums = [] if self.sought else enumerate(totals(state.costs.values()))
        lines = [heading(f"total{n}", total_words(total), "dim") for n, total in sums]
        return [*rows, *section("insurance", "totals", lines)]

    def action_settle(self) -> None:
        call = replace(self.chosen, settled=not self.chosen.settled)
        self.commit(self.label("settled" if call.settled else "opened", call), Put(call))

    def action_script(self) -> None:
        script = (
            (f"{n}. {line.label}", text("insurance.script_line", say=line.say, write=line.write))
            for n, line in enumerate(call_script(), 1)
        )
        read(self, [("", text("insurance.script_about")), *script])


def _call_row(call: Call, today: date) -> Row:
    word = standing(call, today)
    named = ", ".join(filter(None, (call.whom, call.person)))
    told = call.promised or call.said
    about = f"{named}: {told}" if told else named
    cells = (short_day(call.at.date(), today), about, word)
    return Row(call.id, cells, ("dim", "", CALL_LOOKS.get(word, "")))


def _approval_row(approval: Approval, today: date) -> Row:
    end = end_of(approval, today)
    kind = text(f"insurance.kinds.{approval.kind.value}")
    word = standing_word(approval, today)
    return Row(approval.id, (kind, approval.what, word), ("dim", "", END_LOOKS.get(end, "")))


def _cost_row(cost: Cost) -> Row:
    return Row(cost.id, (cost_state(cost), cost.what, money(cost.mine, cost.currency)), ("dim",))


def money(amount: int | None, currency: str) -> str:
    """Return an amount with its currency: '1,200.50 EUR', 'not known'."""
    if amount is None:
        return text("insurance.not_known")
    return f"{show_amount(amount)} {currency}".strip()


def total_words(total: Total) -> str:
    """Return a total as one line; incomplete sums say so."""
    state = total.state or text("insurance.all_states")
    state = f"{state}, {total.currency}" if total.currency else state
    sums = {name: sum_words(getattr(total, name)) for name in SUMS}
    return text("insurance.total", state=state, **sums)


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
    by = f"{show_day(call.promised_by)} {over}".strip()
    names = "promised", "promised_by", "next_call", "phone", "reference", "state", "said"
    return [
        ("", ", ".join(filter(None, (call.whom, call.person, when)))),
        *details("insurance", call, *names, promised_by=by, state=standing(call, today)),
    ]


def approval_parts(approval: Approval, today: date) -> list[Part]:
    """Return the details of an approval."""
    end = end_of(approval, today)
    told = {
        "state": granted_word(approval.state),
        "expires": f"{show_day(approval.expires)} {f'({end})' if end else ''}".strip(),
    }
    names = "state", "by", "number", "asked_on", "expires", "note"
    return [
        ("", f"{text(f'insurance.kinds.{approval.kind.value}')}: {approval.what}"),
        *details("insurance", approval, *names, **told),
    ]


def cost_parts(cost: Cost) -> list[Part]:
    """Return the details of a cost."""
    told = {
        **{name: money(getattr(cost, name), cost.currency) for name in SUMS},
        "state": cost_state(cost),
        "estimate_asked": cost.asked_on,
        "estimate_here": cost.received_on,
        "note": cost.note,
    }
    return [("", cost.what), *details("insurance", cost, *told, **told)]
