"""Costs: what was quoted, what is covered, what is left to pay. In hundredths, as integers."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from so_tui.domain.bills import Bill, bills_of
from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean

MOST = 10**12
"""Largest amount in hundredths; more is taken for a typing mistake."""
_GROUPED = r"\d{1,3}([ .,'])\d{3}(?:\1\d{3})*"
_DECIMALS = r"(.*)([.,])(\d{1,2})"


class CostState(StrEnum):
    """The state of a cost; each is a word, so that it reads without colour."""

    NOT_ASKED = "not asked"
    ASKED = "estimate asked"
    ESTIMATED = "estimate here"
    BILLED = "billed"
    PAID = "paid"


class Billed(StrEnum):
    """Whether there is a bill, for a cost whose bills are not written down one by one."""

    NONE = ""
    BILLED = "billed"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(CaseEntity):
    """One thing that costs money.

    Attributes:
        currency: A word or sign, as the user writes it.
        quoted: The quoted price, in hundredths of the currency; None if not known.
        covered: How much of it somebody else pays, in hundredths; None if not known.
        mine: What is left to pay, in hundredths, as the user was told; None if not known. Never
            computed from the other two: a plan may calculate differently.
        asked_on: The day a written estimate was asked for.
        bill: As the user was told; bills that are written down count in its place.
    """

    what: Clean
    currency: Clean = BLANK
    quoted: int | None = None
    covered: int | None = None
    mine: int | None = None
    asked_on: date | None = None
    received_on: date | None = None
    bill: Billed = Billed.NONE
    note: Clean = BLANK


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of amounts.

    Attributes:
        amount: Sum of the known amounts, in hundredths.
        known: Number of known amounts.
        unknown: Number of unknown amounts, which are left out.
    """

    amount: int = 0
    known: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """The sums of all costs of one currency in one state; `state` None means all states."""

    currency: Clean
    state: CostState | None
    quoted: Sum
    covered: Sum
    mine: Sum


def cost_state(cost: Cost, bills: Iterable[Bill] = ()) -> CostState:
    """Return the state of a cost; `bills` has all bills, of which its own count."""
    if own := bills_of(bills, cost.id):
        paid = all(bill.paid_on is not None for bill in own)
        return CostState.PAID if paid else CostState.BILLED
    if cost.bill is not Billed.NONE:
        return CostState.PAID if cost.bill is Billed.PAID else CostState.BILLED
    if cost.received_on is not None:
        return CostState.ESTIMATED
    return CostState.NOT_ASKED if cost.asked_on is None else CostState.ASKED


def in_order(costs: Iterable[Cost], bills: Collection[Bill] = ()) -> list[Cost]:
    """Return the costs by state, then by name."""
    states = list(CostState)

    def place(cost: Cost) -> tuple[int, str, str]:
        return states.index(cost_state(cost, bills)), cost.what, cost.id

    return sorted(costs, key=place)


def totals(costs: Iterable[Cost], bills: Collection[Bill] = ()) -> list[Total]:
    """Return the totals of each currency, state by state, followed by that of all states.

    Amounts in different currencies are never added. A currency with costs in only one state has no
    line for all states, which would be the same.
    """
    groups: dict[str, list[Cost]] = {}
    for cost in in_order(costs, bills):
        groups.setdefault(cost.currency.casefold(), []).append(cost)
    found: list[Total] = []
    for _, group in sorted(groups.items()):
        by_state = {s: [c for c in group if cost_state(c, bills) is s] for s in CostState}
        states = [state for state, those in by_state.items() if those]
        found += [_total(state, by_state[state]) for state in states]
        if len(states) > 1:
            found.append(_total(None, group))
    return found


def _total(state: CostState | None, costs: list[Cost]) -> Total:
    quoted = _sum([cost.quoted for cost in costs])
    covered, mine = _sum([cost.covered for cost in costs]), _sum([cost.mine for cost in costs])
    return Total(costs[0].currency, state, quoted, covered, mine)


def _sum(amounts: list[int | None]) -> Sum:
    known = [amount for amount in amounts if amount is not None]
    return Sum(sum(known), len(known), len(amounts) - len(known))


def parse_amount(text: str) -> int | None:
    """Return an amount in hundredths; None for ''.

    Reads '1200', '1,200.50', '1.200,50', "1'200", '1 200,5'. A mark before three digits separates
    thousands, one before one or two digits at the end is the decimal mark.

    Raises:
        ValueError: It is no amount, or a very large one.
    """
    word = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    word = word.strip()
    if not word:
        return None
    match = re.fullmatch(_DECIMALS, word)
    units, mark, decimals = match.groups() if match else (word, "", "0")
    if not (word.isascii() and (units.isdigit() or re.fullmatch(_GROUPED, units))):
        raise ValueError("no amount")
    if mark and mark in units:
        raise ValueError("one mark for two things")
    amount = int(re.sub(r"\D", "", units)) * 100 + int(decimals.ljust(2, "0"))
    if amount > MOST:
        raise ValueError("too large")
    return amount


def show_amount(amount: int | None) -> str:
    """Return '1,200.50', '1,200' for a whole amount, or '' for None."""
    if amount is None:
        return ""
    units, hundredths = divmod(amount, 100)
    return f"{units:,}.{hundredths:02}" if hundredths else f"{units:,}"


@dataclass(frozen=True, slots=True)
class Against:
    """The estimate of a cost beside its bills, in hundredths of one currency.

    Attributes:
        of_mine: Whether the estimate is of what is left to pay; else it is the quoted price.
        unknown: Number of bills left out: without an amount, or in another currency.
    """

    currency: Clean
    of_mine: bool
    estimate: int
    billed: int
    unknown: int

    @property
    def more(self) -> int:
        """By how much the bills are more than the estimate; negative is less."""
        return self.billed - self.estimate


def against_bills(cost: Cost, bills: Iterable[Bill]) -> Against | None:
    """Return the estimate of a cost beside its bills; None if there is nothing to compare."""
    estimate = cost.quoted if cost.mine is None else cost.mine
    own = bills_of(bills, cost.id)
    alike = [b.amount for b in own if b.currency.casefold() == cost.currency.casefold()]
    known = [amount for amount in alike if amount is not None]
    if estimate is None or not known:
        return None
    unknown = len(own) - len(known)
    return Against(cost.currency, cost.mine is not None, estimate, sum(known), unknown)
