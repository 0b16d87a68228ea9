"""Calls, approvals, costs, consents and portals of the made-up case."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from so_tui.content.files import read
from so_tui.domain.approvals import Approval, ApprovalKind, Granted
from so_tui.domain.calls import Call
from so_tui.domain.consents import Consent, Portal, Tried
from so_tui.domain.costs import Bill, Cost
from so_tui.domain.entity import Entity
from so_tui.domain.text import Clean, clean_line

Raw = dict[str, Any]
CURRENCY = Clean("EXD")
ASKS = ("same_system", "can_log_in", "linked", "sharing")


def arranged(case_id: str, make_id: Callable[[str, str], str], today: date) -> Iterator[Entity]:
    """Yield the calls, approvals, costs, consents and portals.

    Args:
        case_id: The made-up case.
        make_id: Returns the id for a table and a key.
        today: The day all days are counted from.
    """
    raw = read("demo_arranged.toml")

    def base(table: str, one: Raw, *texts: str) -> Raw:
        words = {name: clean_line(one.get(name, "")) for name in texts}
        return {"id": make_id(table, one["key"]), "case_id": case_id, **words}

    for one in raw["calls"]:
        yield Call(
            **base("calls", one, "whom", "phone", "person", "reference", "said", "promised"),
            at=datetime.combine(today + timedelta(days=one["day"]), one["at"]),
            **_days(one, today, "promised_by", "next_call"),
            settled=one.get("settled", False),
        )
    for one in raw["approvals"]:
        yield Approval(
            **base("approvals", one, "what", "by", "number", "note"),
            kind=ApprovalKind(one["kind"]),
            state=Granted(one["state"]),
            **_days(one, today, "asked_on", "expires"),
        )
    for one in raw["costs"]:
        yield Cost(
            **base("costs", one, "what", "note"),
            currency=CURRENCY,
            **{name: one.get(name) for name in ("quoted", "covered", "mine")},
            **_days(one, today, "asked_on", "received_on"),
            bill=Bill(one.get("bill", "")),
        )
    for one in raw["consents"]:
        yield Consent(
            **base("consents", one, "what", "giver", "taker", "copy_at"),
            **_days(one, today, "signed_on", "expires"),
        )
    for one in raw["portals"]:
        asks: Raw = {name: Tried(one.get(name, "")) for name in ASKS}
        yield Portal(
            **base("portals", one, "place", "code", "note"),
            **_tried(one, *asks),
            code_at=_moment(one, today),
        )


def _days(one: Raw, today: date, *names: str) -> dict[str, Any]:
    return {name: today + timedelta(days=one[name]) if name in one else None for name in names}


def _tried(one: Raw, *names: str) -> dict[str, Any]:
    return {name: Tried(one.get(name, "")) for name in names}


def _moment(one: Raw, today: date) -> datetime | None:
    if "code_day" not in one:
        return None
    return datetime.combine(today + timedelta(days=one["code_day"]), one["code_time"])
