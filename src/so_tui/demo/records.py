"""The records of the made-up case: their transfers, and the calls about them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from so_tui.content.files import read
from so_tui.content.record_list import record_from, record_templates
from so_tui.domain.entity import Entity
from so_tui.domain.records import OWN_COPY, Chase, Transfer, transfer_id
from so_tui.domain.text import clean_line

Raw = dict[str, Any]
MakeId = Callable[[str, str], str]
OWN = "own"


def tracked(case_id: str, make_id: MakeId, today: date) -> Iterator[Entity]:
    """Yield the records, their transfers, and the calls.

    Args:
        case_id: The made-up case.
        make_id: Returns the id for a table and a key.
        today: The day all days are counted from.
    """
    raw = read("demo_records.toml")
    templates = {template.key: template for template in record_templates()}

    def doctor(destination: str) -> str:
        return OWN_COPY if destination == OWN else make_id("doctors", destination)

    for order, one in enumerate(raw["records"], start=1):
        fresh = record_from(templates[one["key"]], case_id, order)
        record = replace(
            fresh,
            id=make_id("records", one["key"]),
            needed=one.get("needed", True),
            holder=clean_line(one.get("holder", "")),
            phone=clean_line(one.get("phone", "")),
        )
        yield record
        for transfer in one.get("transfers", ()):
            yield _transfer(transfer, case_id, record.id, doctor(transfer["destination"]), today)
    for one in raw["calls"]:
        ids = tuple(make_id("records", key) for key in one["records"])
        yield Chase(
            id=make_id("chases", one["key"]),
            case_id=case_id,
            record_ids=ids,
            lane_ids=tuple(
                transfer_id(record_id, doctor(destination))
                for record_id in ids
                for destination in one["destinations"]
            ),
            day=today + timedelta(days=one["day"]),
            who=clean_line(one["who"]),
            said=clean_line(one["said"]),
        )


def _transfer(raw: Raw, case_id: str, record_id: str, doctor_id: str, today: date) -> Transfer:
    days = {name: today + timedelta(days=n) for name, n in raw.items() if type(n) is int}
    fresh = Transfer(
        id=transfer_id(record_id, doctor_id),
        case_id=case_id,
        record_id=record_id,
        doctor_id=doctor_id,
        skip=raw.get("skip", False),
        how=clean_line(raw.get("how", "")),
        tracking=clean_line(raw.get("tracking", "")),
    )
    changes: dict[str, Any] = {**days}
    return replace(fresh, **changes)
