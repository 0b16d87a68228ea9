"""Costs: sums as people type them, and totals that leave nothing out unsaid."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.costs import (
    MOST,
    Billed,
    Cost,
    CostState,
    Sum,
    cost_state,
    in_order,
    parse_amount,
    show_amount,
    totals,
)
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, TODAY, any_text

amounts = st.none() | st.integers(0, MOST)
costs = st.lists(
    st.builds(
        lambda quoted, covered, mine, bill, asked, currency: cost(
            quoted=quoted,
            covered=covered,
            mine=mine,
            bill=bill,
            asked_on=asked,
            currency=Clean(currency),
        ),
        amounts,
        amounts,
        amounts,
        st.sampled_from(Billed),
        st.none() | st.just(TODAY),
        st.sampled_from(["", "EUR", "eur", "crowns"]),
    ),
    max_size=8,
)


def cost(**values: Any) -> Cost:
    """Return a cost."""
    return Cost(case_id=CASE_ID, **{"what": Clean("The visit"), **values})


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1200", 120_000),
        ("1,200", 120_000),
        ("1.200", 120_000),
        ("1,200.50", 120_050),
        ("1.200,50", 120_050),
        ("1'200.5", 120_050),
        ("1\N{RIGHT SINGLE QUOTATION MARK}200", 120_000),
        ("1 200,05", 120_005),
        ("1\N{NO-BREAK SPACE}200", 120_000),
        ("12,345,678.90", 1_234_567_890),
        ("0.05", 5),
        ("12,5", 1_250),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, amount: int | None) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    ["a lot", "-5", "1,2,3", "1,200,50", "1.200.5", "12 EUR", "$5", "5.", ".5", "1200.505",
     "1 20", "1,200'000", "\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT FIVE}", "9" * 20, "1e3"],
)  # fmt: skip
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # what it says is for the program alone
        parse_amount(text)


@given(st.integers(0, MOST))
def test_what_is_shown_is_read_as_the_same(amount: int) -> None:
    assert parse_amount(show_amount(amount)) == amount


@given(any_text)
def test_any_text_is_a_sum_or_refused(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValueError:
        return
    assert amount is None or 0 <= amount <= MOST


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, CostState.NOT_ASKED),
        ({"asked_on": TODAY}, CostState.ASKED),
        ({"received_on": TODAY}, CostState.ESTIMATED),
        ({"asked_on": TODAY, "received_on": TODAY}, CostState.ESTIMATED),
        ({"bill": Billed.BILLED, "asked_on": TODAY}, CostState.BILLED),
        ({"bill": Billed.PAID}, CostState.PAID),
    ],
)
def test_the_state_follows_from_what_has_come(values: dict[str, Any], state: CostState) -> None:
    assert cost_state(cost(**values)) is state


def test_totals_say_what_they_leave_out() -> None:
    asked = {"asked_on": date(2026, 11, 1), "currency": Clean("EUR")}
    (total,) = totals([
        cost(quoted=100_00, covered=80_00, **asked),
        cost(quoted=50_50, mine=0, **asked),
        cost(**asked),
    ])  # fmt: skip
    assert (total.currency, total.state) == ("EUR", CostState.ASKED)
    assert total.quoted == Sum(150_50, known=2, unknown=1)
    assert total.covered == Sum(80_00, known=1, unknown=2)
    assert total.mine == Sum(0, known=1, unknown=2)


@given(costs)
def test_every_cost_is_in_the_totals_once(made: list[Cost]) -> None:
    found = totals(made)
    for currency in {c.currency.casefold() for c in made}:
        group = [c for c in made if c.currency.casefold() == currency]
        lines = [t for t in found if t.currency.casefold() == currency]
        states = [t for t in lines if t.state is not None]
        assert {t.state for t in states} == {cost_state(c) for c in group}
        assert sum(t.mine.known + t.mine.unknown for t in states) == len(group)
        assert sum(t.quoted.amount for t in states) == sum(c.quoted or 0 for c in group)
        alls = [t for t in lines if t.state is None]
        assert len(alls) == (len(states) > 1)
        for line in alls:
            assert line.covered.amount == sum(c.covered or 0 for c in group)
            assert line.covered.unknown == sum(c.covered is None for c in group)


def test_without_costs_there_are_no_totals() -> None:
    assert totals([]) == []


@given(costs)
def test_costs_stand_in_the_order_of_their_states(made: list[Cost]) -> None:
    places = [list(CostState).index(cost_state(c)) for c in in_order(made)]
    assert places == sorted(places)
