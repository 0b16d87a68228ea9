"""Bills: what is to be paid, by when, and how it stands against the estimate. In hundredths."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(CaseEntity):
    """A bill that came.

    Attributes:
        cost_id: The cost whose estimate it stands beside, '' for none.
        amount: In hundredths of the currency; None if not known.
        currency: A word or sign, as the user writes it.
        pay_by: The last day to pay it.
        paid_on: The day it was paid; None while it is not.
        reference: Its number, to name when paying or calling.
    """

    what: Clean
    cost_id: str = ""
    amount: int | None = None
    currency: Clean = BLANK
    received_on: date | None = None
    pay_by: date | None = None
    paid_on: date | None = None
    reference: Clean = BLANK
    note: Clean = BLANK


class BillState(StrEnum):
    """The state of a bill; each is a word, so that it reads without colour."""

    TO_PAY = "to pay"
    OVER = "pay-by day passed"
    PAID = "paid"


def bill_state(bill: Bill, today: date) -> BillState:
    """Return the state of a bill; on its last day it is not late."""
    if bill.paid_on is not None:
        return BillState.PAID
    is_over = bill.pay_by is not None and bill.pay_by < today
    return BillState.OVER if is_over else BillState.TO_PAY


def in_order(bills: Iterable[Bill]) -> list[Bill]:
    """Return the bills, those to pay first, by their last day."""
    return sorted(bills, key=lambda b: (b.paid_on is not None, b.pay_by or date.max, b.what, b.id))


def bills_of(bills: Iterable[Bill], cost_id: str) -> list[Bill]:
    """Return the bills of one cost, in order."""
    return in_order(bill for bill in bills if cost_id and bill.cost_id == cost_id)
