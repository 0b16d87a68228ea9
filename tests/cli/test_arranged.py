"""`so-tui approval`, `cost`, `bill`, `consent` and `portal`: as in the program, from a shell."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.approvals import ApprovalKind, ConsentKind
from so_tui.domain.dates import show_day
from so_tui.domain.requests import RequestState
from so_tui.logic.approvals import standing
from tests.support.shell import DOCTOR, VISIT, keep_case, run, state_in

TODAY = show_day(date.today())


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory that holds a case with a visit to come."""
    return keep_case(data_dir)


def after(days: int) -> date:
    """Return the day so many days from today."""
    return date.today() + timedelta(days=days)


def test_an_approval_is_asked_for_refused_and_appealed_with_nothing_lost(kept: Path) -> None:
    """Hard case: "insurer refuses"."""
    asked = ("--state", "asked", "--who", "Kim", "--reference", "EX-1", "--until", "+3")
    added = run(kept, "approval", "add", "The scan", "--kind", "prior", "--visit", "Lee", *asked)
    assert (added.returncode, added.stdout) == (0, "Added: The scan\n")
    refused = ("--state", "refused", "--reason", "Not in the plan", "--until", "+10")
    assert run(kept, "approval", "set", "scan", *refused).returncode == 0
    state = state_in(kept)
    (approval,) = state.approvals.values()
    assert (approval.kind, approval.visit_id) == (ApprovalKind.AUTHORISATION, VISIT.id)
    stands = standing(state, approval)
    assert (stands.state, stands.appeal_by) == (RequestState.REFUSED, after(10))
    listed = run(kept, "approval", "list").stdout
    assert listed.startswith("The scan (refused, appeal by ")
    (document,) = json.loads(run(kept, "approval", "list", "--json").stdout)
    assert [(e["kind"], e["who"], e["note"]) for e in document["events"]] == [
        ("asked", "Kim", ""),
        ("refused", "", "Not in the plan"),
    ]
    letter = run(kept, "paper", "insurer")
    assert "The reason you gave was: Not in the plan." in letter.stdout
    assert "Appeal by: The scan" in run(kept, "status").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--until", "+3"), text("cli.lines.approval.no_state")),
        (("--state", "maybe"), "'maybe' is not one of them"),
        (("--state", "asked", "--since", "+1"), "'asked' does not take: --since"),
        (
            ("--state", "refused", "--until", "-2"),
            text("insurance.backwards", day=show_day(date.today())),
        ),
        (("--state", "approved", "--on", "+2"), text("insurance.not_yet")),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    kept: Path, words: tuple[str, ...], said: str
) -> None:
    done = run(kept, "approval", "add", "The scan", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert not state_in(kept).approvals


def test_a_bill_takes_the_currency_of_its_cost_and_is_paid(kept: Path) -> None:
    cost = run(kept, "cost", "add", "The visit", "--currency", "EUR", "--quoted", "450")
    assert cost.stdout == "Added: The visit\n"
    bill = run(kept, "bill", "add", "Clinic bill", "--cost", "visit", "--amount", "500.50",
               "--pay-by", "+6")  # fmt: skip
    assert bill.returncode == 0, bill.stderr
    state = state_in(kept)
    (of,), (made,) = state.costs.values(), state.bills.values()
    assert (made.what, made.cost_id, made.currency) == ("Clinic bill", of.id, "EUR")
    assert (made.amount, made.pay_by) == (500_50, after(6))
    assert run(kept, "cost", "list").stdout == "The visit (billed)\n"
    assert run(kept, "bill", "set", "clinic", "--paid-on", "today").returncode == 0
    assert run(kept, "bill", "list").stdout.startswith("Clinic bill (paid, ")


def test_a_sum_as_currency_is_asked_back(kept: Path) -> None:
    done = run(kept, "cost", "add", "The visit", "--currency", "1200 EUR")
    assert (done.returncode, done.stdout) == (1, "")
    assert "looks like a sum" in done.stderr


def test_consent_forms_and_portals_tell_who_may_act(kept: Path) -> None:
    """Hard case: "portal for the daughter"; consent that ends first."""
    power = run(kept, "consent", "add", "Health decisions", "--kind", "power", "--to", "Maria",
                "--signed-on", "today", "--expires", "+30")  # fmt: skip
    assert power.returncode == 0, power.stderr
    portal = run(kept, "portal", "add", "City Hospital", "--can-log-in", "yes", "--proxy", "Maria")
    assert portal.returncode == 0, portal.stderr
    state = state_in(kept)
    (consent,), (there,) = state.consents.values(), state.portals.values()
    assert (consent.kind, consent.taker) == (ConsentKind.POWER, "Maria")
    assert consent.expires == after(30)
    assert there.proxy == "Maria"
    assert run(kept, "consent", "list").stdout.startswith("Health decisions (ends soon, ")
    assert run(kept, "portal", "list").stdout == "City Hospital (can log in)\n"
    assert run(kept, "portal", "set", "City", "--note", "pin 12345").returncode == 1
    assert "Maria" in run(kept, "find", "Maria").stdout


def test_a_paper_about_one_of_several_is_asked_back(kept: Path) -> None:
    for what in ("The scan", "The slides"):
        run(kept, "approval", "add", what, "--with", DOCTOR.name)
    several = run(kept, "paper", "insurer")
    assert (several.returncode, several.stdout) == (1, "")
    assert "'The scan (Dr Lee)', 'The slides (Dr Lee)'" in several.stderr
    one = run(kept, "paper", "insurer", "--about", "slides")
    assert "Please approve this: The slides." in one.stdout
    assert run(kept, "paper", "agenda", "--about", "x").returncode == 1


def test_a_call_still_to_come_is_no_call(kept: Path) -> None:
    """It stood in the log of calls, on paper too, as one that was made."""
    done = run(kept, "call", "add", "Example Health", "--day", "+5")
    assert (done.returncode, done.stdout) == (1, "")
    assert text("insurance.not_called_yet") in done.stderr
    assert run(kept, "call", "add", "Example Health", "--next-call", "+5").returncode == 0
    (call,) = state_in(kept).calls.values()
    assert call.at.date() == date.today()
