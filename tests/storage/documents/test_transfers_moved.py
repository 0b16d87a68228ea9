"""From schema 4 to 5: the days of a transfer become events."""

from typing import Any

import pytest

from so_tui.domain.events import Event, EventKind
from so_tui.domain.records import Transfer
from so_tui.domain.state import Conflict
from so_tui.storage.documents.codec import decode, number_of
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Tables, conflict_of, digest_id, fingerprint
from so_tui.storage.documents.schema import is_sound, migrate
from so_tui.storage.documents.transfers_moved import event_id
from so_tui.storage.documents.undo import Reversal, reversal_of

LANE, OTHER, CASE = "0000000000e1", "0000000000e2", "0000000000c1"
AT = "2026-11-20T10:00:00"
META = {"schema": 4, "number": 9, "at": AT, "counts": {}, "settings": {}}
DAYS = (
    "asked_on",
    "promised_on",
    "promised_by",
    "copied_on",
    "sent_on",
    "confirmed_on",
    "loaded_on",
    "returned_on",
)
REST = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}

Document = dict[str, Any]


def lane(id_: str = LANE, **given: Any) -> Document:
    """Return a transfer of schema 4."""
    place = {"id": id_, "case_id": CASE, "record_id": "0000000000a1", "doctor_id": "0000000000d1"}
    blank = dict.fromkeys(DAYS)
    return {**place, "skip": False, **blank, "how": "", "tracking": "", **given}


def moved(**tables: Any) -> Tables:
    """Return the tables in schema 5."""
    after = migrate({"meta": {"1": META}, **tables}, 5)
    assert is_sound(after)
    return after


def events(after: Tables) -> dict[EventKind, Event]:
    """Return the events, by kind."""
    made = [decode(Event, each) for each in after.get("events", {}).values()]
    assert all(number_of(each.id) in after["events"] for each in made)
    assert all(each.about == LANE for each in made)
    return {each.kind: each for each in made}


def lanes(*documents: Document) -> dict[str, Any]:
    """Return the table of these transfers."""
    return {number_of(each["id"]): each for each in documents}


def entry(*steps: Any) -> dict[str, Any]:
    """Return the history with one entry."""
    head = {"number": 9, "name": "w.1", "session": "w", "at": AT, "by": "Pat", "said": "x"}
    return {"9": {**head, "steps": list(steps)}}


def undone(tables: Tables) -> tuple[Reversal, Ledger]:
    """Undo the newest change."""
    ledger = Ledger(tables)
    reversal = reversal_of(next(ledger.newest_first()), ledger)
    ledger.fold(JournalEntry(10, "v", 1, AT, "Pat", "", reversal.operations, "w.1"))
    return reversal, ledger


def held(ledger: Ledger) -> dict[str, str]:
    """Return the day of each event in a ledger, by kind."""
    return {each["kind"]: each["day"] for each in ledger.tables.get("events", {}).values()}


FULL = lane(
    asked_on="2026-11-01",
    promised_on="2026-11-02",
    promised_by="2026-11-09",
    sent_on="2026-11-08",
    confirmed_on="2026-11-12",
    how="post",
    tracking="EX 44",
)


def test_each_day_becomes_an_event_with_what_belongs_to_it() -> None:
    after = moved(lanes=lanes(FULL))
    found = events(after)
    assert {kind.value: str(each.day) for kind, each in found.items()} == {
        "asked": "2026-11-01",
        "promised": "2026-11-02",
        "sent": "2026-11-08",
        "confirmed": "2026-11-12",
    }
    assert str(found[EventKind.PROMISED].until) == "2026-11-09"
    sent = found[EventKind.SENT]
    assert (sent.how, sent.reference, sent.id) == ("post", "EX 44", event_id(LANE, "sent"))
    (document,) = after["lanes"].values()
    assert decode(Transfer, document) == Transfer(
        id=LANE, case_id=CASE, record_id="0000000000a1", doctor_id="0000000000d1"
    )
    assert not {*DAYS, "how", "tracking"} & document.keys()
    assert moved(lanes=lanes(FULL)) == after


@pytest.mark.parametrize(
    ("given", "kind", "field", "value"),
    [
        ({"asked_on": "2026-11-01", "promised_by": "2026-11-09"}, "asked", "until", "2026-11-09"),
        ({"asked_on": "2026-11-01", "how": "post"}, "asked", "how", "post"),
        ({"copied_on": "2026-11-01"}, "received", "day", "2026-11-01"),
    ],
)
def test_what_has_no_event_of_its_own_goes_to_another(
    given: Document, kind: str, field: str, value: str
) -> None:
    (event,) = moved(lanes=lanes(lane(**given)))["events"].values()
    assert (event["kind"], event[field]) == (kind, value)


def test_what_was_written_before_anything_happened_is_kept_as_a_note() -> None:
    written = lane(how="by courier", tracking="EX 44", promised_by="2026-11-09")
    after = moved(lanes=lanes(written))
    assert not after.get("events")
    (document,) = after["lanes"].values()
    assert document["note"] == "2026-11-09, by courier, EX 44"


def test_what_is_no_day_stays_as_it_is() -> None:
    after = moved(lanes=lanes(lane(sent_on="soon", asked_on="2026-11-01")))
    assert list(events(after)) == [EventKind.ASKED]
    assert after["lanes"][number_of(LANE)]["sent_on"] == "soon"


def test_the_trash_follows() -> None:
    item = {"table": "lanes", "id": LANE, "at": AT, "by": "Sam", "document": FULL}
    after = moved(trash={number_of(digest_id("lanes", LANE)): item})
    places = {(each["table"], each["id"]) for each in after["trash"].values()}
    kinds = ("asked", "promised", "sent", "confirmed")
    assert places == {("lanes", LANE), *(("events", event_id(LANE, kind)) for kind in kinds)}
    assert {(each["at"], each["by"]) for each in after["trash"].values()} == {(AT, "Sam")}
    assert all(
        number == number_of(digest_id(each["table"], each["id"]))
        for number, each in after["trash"].items()
    )


def conflicts(*told: Document) -> dict[str, Any]:
    """Return the table of these conflicts."""
    return {number_of(each["id"]): each for each in told}


def test_conflicts_follow() -> None:
    told = [
        conflict_of("lanes", LANE, "sent_on", "2026-11-07", **REST),
        conflict_of("lanes", LANE, "tracking", "EX 45", **REST),
        conflict_of("lanes", LANE, "skip", True, **REST),
        conflict_of("lanes", LANE, "asked_on", None, **REST),
    ]
    after = moved(lanes=lanes(FULL), conflicts=conflicts(*told))
    sent = event_id(LANE, "sent")
    assert after["conflicts"] == conflicts(
        conflict_of("events", sent, "day", "2026-11-07", **REST),
        conflict_of("events", sent, "reference", "EX 45", **REST),
        told[2],
    )


def test_a_day_that_was_cleared_by_another_can_be_restored_from_the_trash() -> None:
    told = conflict_of("lanes", LANE, "loaded_on", "2026-11-15", **REST)
    after = moved(lanes=lanes(FULL), conflicts=conflicts(told))
    assert not after["conflicts"]
    (item,) = after["trash"].values()
    document = item["document"]
    assert (item["table"], document["kind"], document["day"]) == ("events", "loaded", "2026-11-15")


def test_what_an_older_text_was_is_chosen_with_all_that_is_in_the_note() -> None:
    written = lane(how="by courier", tracking="EX 44")
    told = conflict_of("lanes", LANE, "how", "by car", **REST)
    after = moved(lanes=lanes(written), conflicts=conflicts(told))
    expected = conflict_of("lanes", LANE, "note", "by car, EX 44", **REST)
    assert after["conflicts"] == conflicts(expected)


def test_a_conflict_about_what_is_no_day_stays() -> None:
    told = conflict_of("lanes", LANE, "sent_on", "soon", **REST)
    assert moved(lanes=lanes(FULL), conflicts=conflicts(told))["conflicts"] == conflicts(told)


def test_a_day_of_an_old_conflict_is_not_let_go_at_once() -> None:
    """The trash is emptied after 30 days, and the conflict may be older than that."""
    old = {**REST, "at": "2026-06-01T10:00:00"}
    told = conflict_of("lanes", LANE, "loaded_on", "2026-05-15", **old)
    odd = conflict_of("lanes", LANE, "returned_on", "2026-05-16")
    trash = (moved(lanes=lanes(FULL), conflicts=conflicts(each))["trash"] for each in (told, odd))
    (item,), (other,) = (each.values() for each in trash)
    assert (item["at"], item["by"]) == (AT, "Sam")
    assert (other["at"], other["by"]) == (AT, "")


@pytest.mark.parametrize("id_", [None, 5, "no id", OTHER])
def test_what_is_not_filed_under_its_id_stays(id_: Any) -> None:
    odd = {**lane(asked_on="2026-11-01"), "id": id_}
    item = {"table": "lanes", "id": LANE, "at": AT, "by": "Sam", "document": odd}
    after = moved(
        lanes={number_of(LANE): odd, **lanes(lane(OTHER, how="post"))},
        trash={number_of(digest_id("lanes", LANE)): item},
        history=entry(["drop", "lanes", LANE, odd]),
    )
    assert after["lanes"][number_of(LANE)] == odd
    assert after["lanes"][number_of(OTHER)]["note"] == "post"
    assert [*after["trash"].values()] == [item]
    assert after["history"]["9"]["steps"] == [["drop", "lanes", LANE, odd]]


def test_an_event_that_was_added_to_keeps_its_words() -> None:
    """A journal of schema 4 was put back after the events were made."""
    after = moved(lanes=lanes(FULL))
    number = number_of(event_id(LANE, "sent"))
    after["events"][number] = {**after["events"][number], "who": "Kim", "reference": "EX 45"}
    late = lane(sent_on="2026-11-08", tracking="EX 46", how="courier")
    again = moved(lanes=lanes(late), events=after["events"])
    event = again["events"][number]
    assert (event["who"], event["how"], event["reference"]) == ("Kim", "post", "EX 45")
    assert {(c["field"], c["other"]) for c in again["conflicts"].values()} == {
        ("reference", '"EX 46"'),
        ("how", '"courier"'),
    }
    assert all(decode(Conflict, each) for each in again["conflicts"].values())
    assert len(again["events"]) == len(after["events"])


def test_a_step_can_be_undone() -> None:
    step = ["set", "lanes", LANE, {"confirmed_on": [None, "2026-11-12"], "skip": [True, False]}]
    reversal, ledger = undone(moved(lanes=lanes(FULL), history=entry(step)))
    assert reversal.complete
    assert held(ledger) == {
        "asked": "2026-11-01",
        "promised": "2026-11-02",
        "sent": "2026-11-08",
    }
    document = ledger.document("lanes", LANE)
    assert document is not None
    assert document["skip"] is True


def test_a_step_back_can_be_undone() -> None:
    step = ["set", "lanes", LANE, {"loaded_on": ["2026-11-15", None]}]
    reversal, ledger = undone(moved(lanes=lanes(FULL), history=entry(step)))
    assert reversal.complete
    assert held(ledger)["loaded"] == "2026-11-15"


def test_another_day_can_be_undone() -> None:
    step = ["set", "lanes", LANE, {"sent_on": ["2026-11-05", "2026-11-08"]}]
    reversal, ledger = undone(moved(lanes=lanes(FULL), history=entry(step)))
    assert reversal.complete
    assert held(ledger)["sent"] == "2026-11-05"


def test_adding_and_deleting_a_transfer_can_be_undone() -> None:
    put = ["put", "lanes", LANE, fingerprint(FULL)]
    reversal, ledger = undone(moved(lanes=lanes(FULL), history=entry(put)))
    assert reversal.complete
    assert (held(ledger), ledger.document("lanes", LANE)) == ({}, None)
    item = {"table": "lanes", "id": LANE, "at": AT, "by": "Pat", "document": FULL}
    trash = {number_of(digest_id("lanes", LANE)): item}
    drop = ["drop", "lanes", LANE, FULL]
    reversal, ledger = undone(moved(trash=trash, history=entry(drop)))
    assert reversal.complete
    assert held(ledger)["sent"] == "2026-11-08"
    assert ledger.document("lanes", LANE) is not None


@pytest.mark.parametrize(
    "step",
    [
        ["put", "lanes", LANE, 1],
        ["set", "lanes", LANE, {"sent_on": ["2026-11-05", "2026-11-06"]}],
        ["set", "lanes", OTHER, {"sent_on": ["2026-11-05", None]}],
    ],
)
def test_what_cannot_be_undone_any_more_is_refused(step: Any) -> None:
    reversal, ledger = undone(moved(lanes=lanes(FULL), history=entry(step)))
    assert (reversal.operations, reversal.complete) == ([], False)
    assert held(ledger)["sent"] == "2026-11-08"
