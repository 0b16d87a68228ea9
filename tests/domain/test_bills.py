"""Bills: what is to be paid by when, and how they stand beside the estimate."""

from datetime import timedelta
from typing import Any

import pytest

from so_tui.domain.bills import Bill, BillState, bill_state, bills_of, in_order
from so_tui.domain.costs import Against, Billed, Cost, CostState, against_bills, cost_state, totals
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, TODAY

COST = Cost(case_id=CASE_ID, what=Clean("The visit"), currency=Clean("EUR"), quoted=450_00)


def bill(**values: Any) -> Bill:
    """Return a bill for the visit."""
    usual = {"what": Clean("A bill"), "cost_id": COST.id, "currency": Clean("eur")}
    return Bill(case_id=CASE_ID, **{**usual, **values})


@pytest.mark.parametrize(
    ("days", "paid", "state"),
    [
        (-1, False, BillState.OVER),
        (0, False, BillState.TO_PAY),
        (-1, True, BillState.PAID),
        (None, False, BillState.TO_PAY),
    ],
)
def test_a_bill_is_late_only_after_its_last_day(
    days: int | None, paid: bool, state: BillState
) -> None:
    pay_by = None if days is None else TODAY + timedelta(days=days)
    assert bill_state(bill(pay_by=pay_by, paid_on=TODAY if paid else None), TODAY) is state


def test_what_is_to_be_paid_first_comes_first() -> None:
    paid = bill(paid_on=TODAY, pay_by=TODAY)
    late, open_ = bill(pay_by=TODAY + timedelta(days=9)), bill()
    assert in_order([paid, open_, late]) == [late, open_, paid]
    assert bills_of([paid, bill(cost_id="")], COST.id) == [paid]
    assert bills_of([bill(cost_id="")], "") == []


def test_bills_that_are_written_down_tell_what_is_billed_and_paid() -> None:
    said = Cost(case_id=CASE_ID, what=Clean("Slides"), bill=Billed.PAID)
    assert cost_state(said, [bill()]) is CostState.PAID
    assert cost_state(said, [bill(cost_id=said.id)]) is CostState.BILLED
    both = [bill(cost_id=said.id, paid_on=TODAY), bill(cost_id=said.id)]
    assert cost_state(said, both) is CostState.BILLED
    assert cost_state(said, both[:1]) is CostState.PAID
    (total,) = totals([said], both)
    assert total.state is CostState.BILLED


def test_the_estimate_and_the_bills_are_two_figures_with_what_is_between() -> None:
    """Hard case: "insurer refuses: ... no pay-by day on a bill"; estimate against bill."""
    found = against_bills(COST, [bill(amount=300_00), bill(amount=200_50)])
    assert found == Against(Clean("EUR"), of_mine=False, estimate=450_00, billed=500_50, unknown=0)
    assert found.more == 50_50


def test_bills_that_cannot_be_compared_are_counted_and_left_out() -> None:
    bills = [bill(amount=300_00), bill(), bill(amount=1, currency=Clean("USD"))]
    found = against_bills(COST, bills)
    assert found is not None
    assert (found.billed, found.unknown, found.more) == (300_00, 2, -150_00)
    assert against_bills(COST, bills[1:]) is None
    assert against_bills(Cost(case_id=CASE_ID, id=COST.id, what=Clean("x")), bills) is None


def test_where_it_is_known_the_estimate_is_of_what_is_left_to_pay() -> None:
    mine = Cost(case_id=CASE_ID, what=Clean("x"), quoted=450_00, mine=90_00)
    found = against_bills(mine, [bill(cost_id=mine.id, currency=Clean(""), amount=90_00)])
    assert found is not None
    assert (found.of_mine, found.estimate, found.more) == (True, 90_00, 0)
