"""Costs: what was quoted, what is covered, what is left to pay. Whole hundredths, no fractions."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean

MOST = 10**12
"""An amount of more hundredths than this is taken for a slip of the finger."""
_GROUPED = re.compile(r"\d{1,3}([ .,'])\d{3}(?:\1\d{3})*")
_DECIMALS = re.compile(r"(.*)([.,])(\d{1,2})")


class CostState(StrEnum):
    """How far a cost has come; each is a word, so that it reads without colour."""

    NOT_ASKED = "not asked"
    ASKED = "estimate asked"
    ESTIMATED = "estimate here"
    BILLED = "billed"
    PAID = "paid"


class Bill(StrEnum):
    """Whether there is a bill."""

    NONE = ""
    BILLED = "billed"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(CaseEntity):
    """One thing that costs money.

    Attributes:
        what: What it is for.
        currency: A word or sign, as the user writes it.
        quoted: What they said it costs, in hundredths of the currency; None while not known.
        covered: How much of that somebody else pays, in hundredths; None while not known.
        mine: What is left to pay, in hundredths, as it was told; None while not known. It is
            never worked out from the other two: a plan may count in another way.
        asked_on: The day a written estimate was asked for.
        received_on: The day it came.
    """

    what: Clean
    currency: Clean = BLANK
    quoted: int | None = None
    covered: int | None = None
    mine: int | None = None
    asked_on: date | None = None
    received_on: date | None = None
    bill: Bill = Bill.NONE
    note: Clean = BLANK


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts added up.

    Attributes:
        amount: Of those that are known, in hundredths.
        known: How many are known.
        unknown: How many are left out since they are not known.
    """

    amount: int = 0
    known: int = 0
    unknown: int = 0

    def plus(self, amount: int | None) -> "Sum":
        """Return the sum with one more amount in it."""
        if amount is None:
            return Sum(self.amount, self.known, self.unknown + 1)
        return Sum(self.amount + amount, self.known + 1, self.unknown)


@dataclass(frozen=True, slots=True)
class Total:
    """The sums of all costs of one currency in one state; `state` None stands for all states."""

    currency: Clean
    state: CostState | None
    quoted: Sum
    covered: Sum
    mine: Sum


def cost_state(cost: Cost) -> CostState:
    """Return how far a cost has come."""
    if cost.bill is not Bill.NONE:
        return CostState.PAID if cost.bill is Bill.PAID else CostState.BILLED
    if cost.received_on is not None:
        return CostState.ESTIMATED
    return CostState.NOT_ASKED if cost.asked_on is None else CostState.ASKED


def in_order(costs: Iterable[Cost]) -> list[Cost]:
    """Return the costs by how far they have come, and by name."""
    states = list(CostState)
    return sorted(costs, key=lambda cost: (states.index(cost_state(cost)), cost.what, cost.id))


def totals(costs: Iterable[Cost]) -> list[Total]:
    """Return the totals of each currency, state by state, and at its end that of all states.

    Amounts in two currencies are never added. A currency with costs in one state only has no
    line for all states, which would say the same again.
    """
    groups: dict[str, list[Cost]] = {}
    for cost in in_order(costs):
        groups.setdefault(cost.currency.casefold(), []).append(cost)
    found: list[Total] = []
    for _, group in sorted(groups.items()):
        states = [s for s in CostState if any(cost_state(cost) is s for cost in group)]
        found += [_total(s, [c for c in group if cost_state(c) is s]) for s in states]
        if len(states) > 1:
            found.append(_total(None, group))
    return found


def _total(state: CostState | None, costs: list[Cost]) -> Total:
    quoted = covered = mine = Sum()
    for cost in costs:
        quoted, covered = quoted.plus(cost.quoted), covered.plus(cost.covered)
        mine = mine.plus(cost.mine)
    return Total(costs[0].currency, state, quoted, covered, mine)


def parse_amount(text: str) -> int | None:
    """Return an amount in hundredths; None for ''.

    Reads '1200', '1,200.50', '1.200,50', "1'200", '1 200,5'. A mark before three digits parts
    thousands, one before one or two digits at the end is the decimal mark.

    Raises:
        ValueError: It is no amount, or a very large one.
    """
    word = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    word = word.strip()
    if not word:
        return None
    match = _DECIMALS.fullmatch(word)
    whole, mark, part = match.groups() if match else (word, "", "0")
    if not (word.isascii() and (whole.isdigit() or _GROUPED.fullmatch(whole))):
        raise ValueError("no amount")
    if mark and mark in whole:
        raise ValueError("one mark for two things")
    amount = int(re.sub(r"\D", "", whole)) * 100 + int(part.ljust(2, "0"))
    if amount > MOST:
        raise ValueError("too large")
    return amount


def show_amount(amount: int | None) -> str:
    """Return '1,200.50', '1,200' for a whole amount, or '' for None."""
    if amount is None:
        return ""
    whole, part = divmod(amount, 100)
    return f"{whole:,}.{part:02}" if part else f"{whole:,}"
