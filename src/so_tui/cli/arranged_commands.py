"""What the command line adds, lists and sets of insurance, consent forms and portals."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from so_tui.cli.entity_commands import EntityCommand
from so_tui.cli.field_values import Given, choose, fill
from so_tui.cli.options import Refused
from so_tui.content import text
from so_tui.domain.approvals import Approval, Consent, Portal, by_end, signed
from so_tui.domain.approvals import in_order as by_kind
from so_tui.domain.bills import Bill, bill_state
from so_tui.domain.bills import in_order as by_last_day
from so_tui.domain.costs import Cost, cost_state
from so_tui.domain.costs import in_order as by_state
from so_tui.domain.dates import show_day
from so_tui.domain.requests import STEPS
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import Clean, clean_line
from so_tui.forms.consents import consent_filling, portal_filling
from so_tui.forms.insurance import approval_filling, bill_filling, cost_filling
from so_tui.forms.requests import event_filling, new_event
from so_tui.logic.approvals import standing, standing_words
from so_tui.logic.case_lifecycle import (
    new_approval,
    new_bill,
    new_consent,
    new_cost,
    new_portal,
)

ANSWER = {"on": "on", "since": "since", "until": "until", "who": "who",
          "reference": "reference", "reason": "note"}  # fmt: skip
"""The fields of what happened to an approval, by their options."""


def _write_answer(
    state: AppState, approval: Approval, given: Given, today: date
) -> tuple[Change, ...]:
    """Return the change that writes down what happened to an approval."""
    told = {ANSWER[name]: value for name, value in given.items() if name in ANSWER}
    if "state" not in given:
        if told:
            raise Refused(text("cli.lines.approval.no_state"))
        return ()
    choices = [(kind.value, text(f"insurance.states.{kind.name.lower()}")) for kind in STEPS]
    kind = choose(text("cli.lines.approval.state"), choices, str(given["state"]))
    (step,) = (each for each in STEPS if each.value == kind)
    event = new_event(approval, step, datetime.now())
    filling = event_filling(event, approval, today, new=True)
    names = {field.name for field in filling.fields}
    if odd := told.keys() - names:
        flags = ", ".join(f"--{option}" for option, name in ANSWER.items() if name in odd)
        word = text(f"insurance.states.{step.name.lower()}")
        raise Refused(text("cli.lines.approval.not_then", flags=flags, state=word))
    return (Put(fill(filling, told)),)


def _fresh_bill(state: AppState, given: Given, now: datetime) -> Bill:
    """Return a bill in the currency of its cost, if it is for one."""
    costs = [(cost.id, clean_line(cost.what)) for cost in state.costs.values()]
    named = str(given.get("cost_id", ""))
    cost = choose(text("insurance.cost_id"), costs, named) if named else ""
    return replace(new_bill(state, state.costs.get(cost)), what=Clean(""))


APPROVAL = EntityCommand[Approval](
    said="insurance",
    naming="what",
    every=lambda state: by_kind(state.approvals.values()),
    fresh=lambda state, given, now: new_approval(state),
    fillings=(lambda state, approval, today, new: approval_filling(approval, state, new=new),),
    called=lambda state, approval: approval.what,
    more=lambda state, approval, today: standing_words(standing(state, approval), today),
    aside=("state", *ANSWER),
    also=_write_answer,
)
COST = EntityCommand[Cost](
    said="insurance",
    naming="what",
    every=lambda state: by_state(state.costs.values(), state.bills.values()),
    fresh=lambda state, given, now: new_cost(state),
    fillings=(lambda state, cost, today, new: cost_filling(cost, state, today, new=new),),
    called=lambda state, cost: cost.what,
    more=lambda state, cost, today: cost_state(cost, state.bills.values()),
)
BILL = EntityCommand[Bill](
    said="insurance",
    naming="what",
    every=lambda state: by_last_day(state.bills.values()),
    fresh=_fresh_bill,
    fillings=(lambda state, bill, today, new: bill_filling(bill, state, today, new=new),),
    called=lambda state, bill: bill.what,
    more=lambda state, bill, today: ", ".join(
        filter(None, (bill_state(bill, today), show_day(bill.paid_on or bill.pay_by)))
    ),
)
CONSENT = EntityCommand[Consent](
    said="consents",
    naming="what",
    every=lambda state: by_end(state.consents.values()),
    fresh=lambda state, given, now: new_consent(state),
    fillings=(lambda state, consent, today, new: consent_filling(consent, today, new=new),),
    called=lambda state, consent: consent.what,
    more=lambda state, consent, today: ", ".join(
        filter(None, (signed(consent, today), show_day(consent.expires)))
    ),
)
PORTAL = EntityCommand[Portal](
    said="consents",
    naming="place",
    every=lambda state: sorted(state.portals.values(), key=lambda p: (p.place, p.id)),
    fresh=lambda state, given, now: new_portal(state),
    fillings=(lambda state, portal, today, new: portal_filling(portal, datetime.now(), new=new),),
    called=lambda state, portal: portal.place,
    more=lambda state, portal, today: text(f"consents.login.{portal.can_log_in.name.lower()}"),
)
ARRANGED: dict[str, tuple[EntityCommand[Any], ...]] = {
    "approval": (APPROVAL,),
    "cost": (COST,),
    "bill": (BILL,),
    "consent": (CONSENT,),
    "portal": (PORTAL,),
}
"""The kinds of entity for each of these nouns."""
