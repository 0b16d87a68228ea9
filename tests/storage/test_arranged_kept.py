"""What is arranged is kept field by field, and older notes without the new fields still open."""

import json

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import Entity, YesNo
from so_tui.storage.documents.codec import decode, decode_all, encode
from tests.support.values import TODAY

DEMO = demo_state(TODAY)
ARRANGED: list[Entity] = [
    *DEMO.calls.values(),
    *DEMO.approvals.values(),
    *DEMO.costs.values(),
    *DEMO.bills.values(),
    *DEMO.consents.values(),
    *DEMO.portals.values(),
    *DEMO.visits.values(),
]
NEW_IN_VISITS = {
    "companion_ids", "typist", "travel", "interpreter", "access", "phone_in", "reception",
}  # fmt: skip


@pytest.mark.parametrize("entity", ARRANGED, ids=lambda e: f"{type(e).__name__}-{e.id}")
def test_each_comes_back_as_it_was(entity: Entity) -> None:
    document = json.loads(json.dumps(encode(entity)))
    assert decode(type(entity), document) == entity
    assert decode_all(type(entity), [document]) == [entity]


def test_the_demo_has_all_kinds() -> None:
    assert {type(entity).__name__ for entity in ARRANGED} == {
        "Call", "Approval", "Cost", "Bill", "Consent", "Portal", "Encounter",
    }  # fmt: skip


def test_a_visit_from_before_opens_with_nothing_settled() -> None:
    visit = next(v for v in DEMO.visits.values() if v.companion_ids)
    before = {name: value for name, value in encode(visit).items() if name not in NEW_IN_VISITS}
    opened = decode(Encounter, before)
    assert (opened.companion_ids, opened.typist, opened.travel) == ((), "", "")
    assert opened.reception is YesNo.OPEN
    assert (opened.day, opened.at, opened.place) == (visit.day, visit.at, visit.place)
