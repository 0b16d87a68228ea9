"""From schema 5 to 6: what became of an approval is told by events."""

from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.approvals import Approval
from so_tui.domain.events import Event, in_order
from so_tui.domain.requests import RequestState, standing_of
from so_tui.storage.documents.codec import decode, number_of
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Tables, conflict_of, digest_id, fingerprint
from so_tui.storage.documents.schema import is_sound, migrate
from so_tui.storage.documents.undo import reversal_of
from so_tui.storage.store import Store
from tests.support.old_stores import unpacked

KEY, OTHER, CASE = "0000000000b1", "0000000000b2", "0000000000c1"
AT = "2026-11-20T10:00:00"
META = {"schema": 5, "number": 9, "at": AT, "counts": {}, "settings": {}}
BARE = {"id": KEY, "case_id": CASE, "kind": "cover", "what": "The slides", "by": "Example Health"}
ASKED_ON, EXPIRES = "2026-11-01", "2026-12-20"

Document = dict[str, Any]


def approval(state: str = "", id_: str = KEY, **values: Any) -> Document:
    """Return an approval of schema 5."""
    rest = {"number": "", "asked_on": None, "expires": None, "note": "", **values}
    return {**BARE, "id": id_, "state": state, **rest}


def tables(document: Document, **more: Any) -> Tables:
    """Return tables of schema 5 with an approval."""
    return {"meta": {"1": META}, "approvals": {number_of(document["id"]): document}, **more}


def moved(before: Tables) -> Tables:
    """Return the tables in today's schema."""
    after = migrate(before)
    assert is_sound(after)
    return after


def read(after: Tables) -> tuple[Approval, list[Event]]:
    """Return the approval and its events."""
    (found,) = (decode(Approval, each) for each in after["approvals"].values())
    events = [decode(Event, each) for each in after.get("events", {}).values()]
    assert all(event.about == found.id for event in events)
    return found, events


def entry(*steps: Any) -> dict[str, Any]:
    """Return an entry of the history."""
    head = {"number": 9, "name": "w.1", "session": "w", "at": AT, "by": "Pat", "said": "x"}
    return {**head, "steps": list(steps)}


def undone(after: Tables) -> Ledger:
    """Return the ledger after the newest change was undone."""
    ledger = Ledger(after)
    reversal = reversal_of(next(ledger.newest_first()), ledger)
    assert reversal.complete
    ledger.fold(JournalEntry(10, "v", 1, AT, "Pat", "", reversal.operations, "w.1"))
    return ledger


@pytest.mark.parametrize(
    ("state", "asked_on", "kinds", "stands"),
    [
        ("", None, [], RequestState.TO_ASK),
        ("asked", None, ["asked"], RequestState.ASKED),
        ("asked", ASKED_ON, ["asked"], RequestState.ASKED),
        ("promised", ASKED_ON, ["asked", "promised"], RequestState.PROMISED),
        ("given", None, ["approved"], RequestState.APPROVED),
        ("given", ASKED_ON, ["asked", "approved"], RequestState.APPROVED),
        ("refused", ASKED_ON, ["asked", "refused"], RequestState.REFUSED),
        ("not needed", None, ["not needed"], RequestState.NOT_NEEDED),
    ],
)
def test_each_state_is_told_by_events(
    state: str, asked_on: str | None, kinds: list[str], stands: RequestState
) -> None:
    document = approval(state, asked_on=asked_on)
    found, events = read(moved(tables(document)))
    assert [event.kind for event in events] == kinds
    assert standing_of(events).state is stands
    assert {str(event.day) for event in events if event.day_known} == {*filter(None, [asked_on])}
    assert (found.what, found.by, found.note) == ("The slides", "Example Health", "")


def test_the_number_and_the_last_day_go_to_the_answer() -> None:
    document = approval("given", asked_on=ASKED_ON, number="R-1", expires=EXPIRES)
    _, (asked, given) = read(moved(tables(document)))
    assert (asked.reference, asked.until) == ("", None)
    assert (given.reference, str(given.until), given.day_known) == ("R-1", EXPIRES, False)


def test_what_no_event_can_tell_is_in_the_note() -> None:
    found, events = read(moved(tables(approval("", number="R-1", expires=EXPIRES, note="Kim"))))
    assert events == []
    assert found.note == f"Kim\nNumber: R-1\nGood until: {EXPIRES}"


def test_two_windows_make_the_same_events() -> None:
    before = tables(approval("given", asked_on=ASKED_ON))
    assert moved(before)["events"] == moved(before)["events"]
    again = migrate({**moved(before), "meta": {"1": META}})
    assert again["events"] == moved(before)["events"]


@pytest.mark.parametrize("odd", [{"state": "maybe"}, {"asked_on": "soon"}, {"number": 5}])
def test_an_odd_value_stays_as_it_is(odd: Document) -> None:
    document = {**approval("given"), **odd}
    after = moved(tables(document))
    assert after["approvals"] == {number_of(KEY): document}
    assert not after.get("events")


def test_the_trash_follows() -> None:
    gone = approval("refused", OTHER, asked_on=ASKED_ON)
    item = {"at": AT, "by": "Sam", "table": "approvals", "id": OTHER, "document": gone}
    trash = {number_of(digest_id("approvals", OTHER)): item}
    after = moved(tables(approval(), trash=trash))
    found = {(i["table"], i["at"], i["by"]): i["document"] for i in after["trash"].values()}
    assert found.keys() == {("approvals", AT, "Sam"), ("events", AT, "Sam")}
    assert len(after["trash"]) == 3
    assert "state" not in found["approvals", AT, "Sam"]


def test_a_conflict_follows_to_the_event() -> None:
    rest = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}
    told = [
        conflict_of("approvals", KEY, "state", "promised", **rest),
        conflict_of("approvals", KEY, "expires", "2026-12-24", **rest),
        conflict_of("approvals", KEY, "what", "Slides", **rest),
    ]
    before = tables(
        approval("given", expires=EXPIRES), conflicts={number_of(c["id"]): c for c in told}
    )
    after = moved(before)
    (event,) = after["events"].values()
    fields = {(c["table"], c["entity_id"], c["field"]) for c in after["conflicts"].values()}
    assert ("approvals", KEY, "what") in fields
    assert ("events", event["id"], "kind") in fields
    assert ("events", event["id"], "until") in fields


def test_an_event_that_only_the_other_value_tells_can_be_put_back() -> None:
    rest = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}
    told = conflict_of("approvals", KEY, "asked_on", ASKED_ON, **rest)
    after = moved(tables(approval(), conflicts={number_of(told["id"]): told}))
    assert after["conflicts"] == {}
    (item,) = after["trash"].values()
    assert (item["table"], item["document"]["day"], item["by"]) == ("events", ASKED_ON, "Sam")


@pytest.mark.parametrize(("field", "other"), [("state", "maybe"), ("expires", "soon")])
def test_a_conflict_about_an_odd_value_stays(field: str, other: str) -> None:
    rest = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}
    told = conflict_of("approvals", KEY, field, other, **rest)
    before = tables(approval("given"), conflicts={number_of(told["id"]): told})
    assert moved(before)["conflicts"] == before["conflicts"]


def test_an_event_of_an_old_conflict_is_not_let_go_at_once() -> None:
    """The trash is emptied after 30 days, and the conflict may be older than that."""
    told = conflict_of("approvals", KEY, "asked_on", "2026-05-01", at="2026-06-01T10:00:00")
    after = moved(tables(approval(), conflicts={number_of(told["id"]): told}))
    (item,) = after["trash"].values()
    assert (item["at"], item["by"]) == (AT, "")


def test_choosing_in_a_conflict_can_be_undone() -> None:
    rest = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}
    told = conflict_of("approvals", KEY, "state", "refused", **rest)
    drop = ["drop", "conflicts", told["id"], told]
    ledger = undone(moved(tables(approval("given"), history={"9": entry(drop)})))
    (event,) = ledger.tables["events"].values()
    (conflict,) = ledger.tables["conflicts"].values()
    assert conflict == conflict_of("events", event["id"], "kind", "refused", **rest)


@pytest.mark.parametrize("id_", [None, 5, "no id", OTHER])
def test_what_is_not_filed_under_its_id_stays(id_: Any) -> None:
    odd = {**approval("given"), "id": id_}
    item = {"table": "approvals", "id": KEY, "at": AT, "by": "Sam", "document": odd}
    before = tables(
        approval("asked", OTHER),
        trash={number_of(digest_id("approvals", KEY)): item},
        history={"9": entry(["drop", "approvals", KEY, odd])},
    )
    before["approvals"][number_of(KEY)] = odd
    after = moved(before)
    assert after["approvals"][number_of(KEY)] == odd
    assert [*after["trash"].values()] == [item]
    assert after["history"] == before["history"]
    assert [each["about"] for each in after["events"].values()] == [OTHER]


def test_an_answer_of_a_journal_that_was_put_back_comes_after_the_asking() -> None:
    """It tells only the state; the rest is in the events already, with words added since."""
    after = moved(tables(approval("asked", asked_on=ASKED_ON)))
    late = {**BARE, "state": "given", "note": ""}
    _, events = read(moved(tables(late, events=after["events"])))
    assert [event.kind for event in in_order(events)] == ["asked", "approved"]


def test_an_event_that_was_added_to_keeps_its_words() -> None:
    after = moved(tables(approval("given", number="R-1")))
    ((number, event),) = after["events"].items()
    added = {number: {**event, "who": "Kim", "day": "2026-11-09", "day_known": True}}
    late = {**BARE, "state": "refused", "number": "R-2", "note": ""}
    again = moved(tables(late, events=added))
    assert again["events"] == added
    assert {(c["field"], c["other"]) for c in again["conflicts"].values()} == {
        ("kind", '"refused"'),
        ("reference", '"R-2"'),
    }


def test_adding_it_can_be_undone() -> None:
    document = approval("given", asked_on=ASKED_ON)
    put = ["put", "approvals", KEY, fingerprint(document)]
    ledger = undone(moved(tables(document, history={"9": entry(put)})))
    assert not ledger.tables["approvals"]
    assert not ledger.tables["events"]


def test_what_became_of_it_can_be_undone() -> None:
    step = ["set", "approvals", KEY, {"state": ["promised", "given"], "expires": [None, EXPIRES]}]
    document = approval("given", asked_on=ASKED_ON, expires=EXPIRES)
    ledger = undone(moved(tables(document, history={"9": entry(step)})))
    events = [decode(Event, each) for each in ledger.tables["events"].values()]
    assert [(event.kind, event.until) for event in events] == [("asked", None), ("promised", None)]


def test_the_first_answer_can_be_undone() -> None:
    step = ["set", "approvals", KEY, {"state": ["asked", "refused"]}]
    ledger = undone(moved(tables(approval("refused"), history={"9": entry(step)})))
    (event,) = (decode(Event, each) for each in ledger.tables["events"].values())
    assert event.kind == "asked"


def test_deleting_it_can_be_undone() -> None:
    gone = approval("refused", asked_on=ASKED_ON)
    item = {"at": AT, "by": "Pat", "table": "approvals", "id": KEY, "document": gone}
    trash = {number_of(digest_id("approvals", KEY)): item}
    before = tables(approval(id_=OTHER), trash=trash)
    history = {"9": entry(["drop", "approvals", KEY, gone])}
    ledger = undone(moved({**before, "history": history}))
    assert number_of(KEY) in ledger.tables["approvals"]
    assert len(ledger.tables["events"]) == 2
    assert not ledger.tables["trash"]


@pytest.mark.parametrize("name", ["6a58c7e-plain", "b3e060f-plain"])
def test_an_old_store_opens_with_its_approval(name: str, tmp_path: Path) -> None:
    with Store.open(unpacked(name, tmp_path)) as store:
        (found,) = (e for e in store.entities() if isinstance(e, Approval))
        (event,) = (e for e in store.entities() if isinstance(e, Event) and e.about == found.id)
    assert found.what == "The visit with Dr Sample"
    assert (event.kind, event.reference, str(event.until)) == ("approved", "R-1", "2026-12-31")
