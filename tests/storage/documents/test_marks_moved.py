"""From schema 2 to 3: each pair of doctors has one mark on a point."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from so_tui.domain.opinions import mark_id
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Tables, digest_id, fingerprint
from so_tui.storage.documents.schema import is_sound, migrate
from so_tui.storage.documents.undo import reversal_of

CASE = "0000000000c1"
ONE, TWO, THREE = "0000000000d1", "0000000000d2", "0000000000d3"
CELL, OTHER_CELL = "0000000000ce", "0000000000cf"
META = {"schema": 2, "number": 9, "at": "2026-11-20T10:00:00", "counts": {}, "settings": {}}
PAIR = mark_id(CASE, ONE, TWO, "plan")

Document = dict[str, Any]


def table(*documents: Document) -> dict[str, Any]:
    """Return a table of these documents."""
    return {number_of(document["id"]): document for document in documents}


def doctors(*ids: str) -> dict[str, Any]:
    """Return the doctors in this order."""
    return table(*({"id": d, "case_id": CASE, "order": n} for n, d in enumerate(ids)))


def cell(state: str, doctor: str = TWO, id_: str = CELL) -> Document:
    """Return what a doctor said on the plan."""
    return {"id": id_, "case_id": CASE, "doctor_id": doctor, "point": "plan", "state": state}


def old_mark(doctor: str, against: str, state: str, number: int = 1) -> Document:
    """Return a mark of schema 2."""
    pair = {"doctor_id": doctor, "against": against, "point": "plan", "state": state}
    return {"id": f"{number:012x}", "case_id": CASE, **pair}


def moved(**tables: Any) -> Tables:
    """Return the tables in schema 3, which are whole and are not moved twice."""
    after = migrate({"meta": {"1": META}, "doctors": doctors(ONE, TWO, THREE), **tables})
    assert is_sound(after)
    again = migrate({**after, "meta": {"1": META}})
    assert {n: t for n, t in again.items() if n != "meta"} == {
        n: t for n, t in after.items() if n != "meta"
    }
    return after


def marks(tables: Tables) -> dict[str, tuple[str, str]]:
    """Return state and who adds something, by id."""
    return {m["id"]: (m["state"], m["adds"]) for m in tables.get("marks", {}).values()}


def conflicts(tables: Tables) -> set[tuple[str, str, str]]:
    """Return what is in conflict, and the other value."""
    found = tables.get("conflicts", {}).values()
    return {(c["entity_id"], c["field"], json.loads(c["other"])) for c in found}


@pytest.mark.parametrize(
    ("own", "sides", "mark", "others"),
    [
        ("same", [], ("same", ""), []),
        ("adds", [], ("adds", TWO), []),
        ("", [(ONE, TWO, "adds")], ("adds", ONE), []),
        ("differs", [(ONE, TWO, "differs")], ("differs", ""), []),
        ("adds", [(ONE, TWO, "adds")], ("adds", TWO), [("adds", ONE)]),
        ("same", [(ONE, TWO, "adds")], ("same", ONE), [("state", "adds")]),
        ("adds", [(ONE, TWO, "same")], ("adds", TWO), [("state", "same")]),
        (
            "same",
            [(ONE, TWO, "adds"), (TWO, ONE, "adds")],
            ("same", TWO),
            [("state", "adds"), ("adds", ONE)],
        ),
    ],
)
def test_the_mark_against_the_first_doctor_stays_and_none_is_lost(
    own: str,
    sides: list[tuple[str, str, str]],
    mark: tuple[str, str],
    others: list[tuple[str, str]],
) -> None:
    old = [old_mark(*side, number=n) for n, side in enumerate(sides, 1)]
    after = moved(cells=table(cell(own)), marks=table(*old))
    assert marks(after) == {PAIR: mark}
    assert conflicts(after) == {(PAIR, field, value) for field, value in others}
    assert after["cells"] == table(cell(""))


def test_two_others_are_marked_as_against_the_one_who_comes_first() -> None:
    old = [old_mark(TWO, THREE, "differs", 1), old_mark(THREE, TWO, "same", 2)]
    after = moved(marks=table(*old))
    pair = mark_id(CASE, TWO, THREE, "plan")
    assert marks(after) == {pair: ("same", "")}
    assert conflicts(after) == {(pair, "state", "differs")}


def test_the_cell_of_todays_first_doctor_is_about_the_first_one_of_before() -> None:
    gone = {"id": ONE, "case_id": CASE, "order": 0}
    item = {"table": "doctors", "id": ONE, "at": META["at"], "by": "", "document": gone}
    trash = {number_of(digest_id("doctors", ONE)): item}
    after = moved(doctors=doctors(TWO), trash=trash, cells=table(cell("differs")))
    assert marks(after) == {PAIR: ("differs", "")}


def test_without_another_doctor_a_cell_stays_as_it_is() -> None:
    after = moved(doctors=doctors(TWO), cells=table(cell("differs")))
    assert after["cells"] == table(cell("differs"))
    assert marks(after) == {}


def test_unread_documents_are_moved_and_others_stay_unread() -> None:
    cells = table(cell("same"), cell("", THREE, OTHER_CELL))
    raw = {number: json.dumps(document).encode() for number, document in cells.items()}
    after = migrate({"meta": {"1": META}, "doctors": doctors(ONE, TWO, THREE), "cells": dict(raw)})
    assert marks(after) == {PAIR: ("same", "")}
    assert after["cells"] == {
        number_of(CELL): cell(""),
        number_of(OTHER_CELL): raw[number_of(OTHER_CELL)],
    }


@pytest.mark.parametrize(
    "odd",
    [
        {"cells": table({"id": CELL, "state": "same"})},
        {"cells": table({**cell("same"), "point": 1})},
        {"marks": table({**old_mark(ONE, TWO, "same"), "against": None})},
        {"marks": table(old_mark(ONE, TWO, "of a later version"))},
        {"marks": {"7": {"state": "same"}}},
    ],
)
def test_what_is_not_understood_stays_as_it_is(odd: Tables) -> None:
    after = moved(**odd)
    assert {name: after[name] for name in odd} == odd


@pytest.mark.parametrize(
    ("shown", "other", "left"),
    [
        ("same", "differs", {(PAIR, "state", "differs")}),
        ("same", "", {(PAIR, "state", "")}),
        ("", "adds", {(PAIR, "state", "adds")}),
        ("not clear", "same", {(CELL, "state", "")}),
        ("same", "not clear", {(CELL, "state", "not clear")}),
        ("not clear", "", {(CELL, "state", "")}),
    ],
)
def test_a_conflict_about_a_mark_follows_it(
    shown: str, other: str, left: set[tuple[str, str, str]]
) -> None:
    conflict = {
        "id": digest_id("cells", CELL, "state", json.dumps(other)), "case_id": CASE,
        "table": "cells", "entity_id": CELL, "field": "state", "other": json.dumps(other),
        "by": "Maria", "shown_by": "Tom", "at": META["at"],
    }  # fmt: skip
    after = moved(cells=table(cell(shown)), conflicts=table(conflict))
    assert conflicts(after) == left
    (kept,) = after["conflicts"].values()
    assert (kept["by"], kept["shown_by"], kept["at"]) == ("Maria", "Tom", META["at"])
    words = {"same": ("same", ""), "adds": ("", TWO), "": ("", "")}
    expected = words.get(shown if shown != "not clear" else other)
    if {shown, other} & {"same", "adds"}:
        assert marks(after)[PAIR] == (words["adds"] if other == "adds" else expected)


def entry(number: int, *operations: list[Any]) -> Document:
    """Return an entry of the history."""
    name = {"name": f"w.{number}", "session": "w", "at": META["at"], "by": "", "said": "x"}
    return {"number": number, **name, "steps": list(operations)}


def test_the_history_of_a_mark_is_that_of_schema_3() -> None:
    history = {
        "1": entry(1, ["put", "cells", CELL, fingerprint(cell("same"))]),
        "2": entry(2, ["set", "cells", CELL, {"state": ["same", "not clear"]}]),
        "3": entry(3, ["set", "cells", CELL, {"state": ["not clear", "adds"]}]),
        "4": entry(4, ["drop", "cells", CELL, cell("adds")]),
    }
    after = moved(history=dict(history))
    assert marks(after) == {}
    assert marks(moved(history=history, cells=table(cell("")))) == {}
    del history["4"]
    assert marks(moved(history=history, cells=table(cell("not clear")))) == {PAIR: ("", "")}
    steps = [each["steps"] for each in after["history"].values()]
    pair = {"id": PAIR, "case_id": CASE, "doctor_id": ONE, "against": TWO, "point": "plan"}
    assert steps == [
        [
            ["put", "cells", CELL, fingerprint(cell(""))],
            ["set", "marks", PAIR, {"state": ["", "same"]}],
        ],
        [
            ["set", "cells", CELL, {"state": ["", "not clear"]}],
            ["set", "marks", PAIR, {"state": ["same", ""]}],
        ],
        [
            ["set", "cells", CELL, {"state": ["not clear", ""]}],
            ["set", "marks", PAIR, {"state": ["", "adds"], "adds": ["", TWO]}],
        ],
        [
            ["drop", "cells", CELL, cell("")],
            ["drop", "marks", PAIR, {**pair, "state": "adds", "adds": TWO}],
        ],
    ]


def undone(tables: Tables) -> Iterator[dict[str, tuple[str, str]]]:
    """Yield the marks after undoing each change of the history, the newest first."""
    ledger = Ledger(tables)
    for number, past in enumerate(list(ledger.newest_first()), 1):
        undo = reversal_of(past, ledger)
        assert undo.complete
        ledger.fold(
            JournalEntry(ledger.number + 1, "u", number, "", "", "", undo.operations, past["name"])
        )
        yield {key: mark for key, mark in marks(ledger.tables).items() if mark[0]}


HIDDEN = mark_id(CASE, TWO, THREE, "plan")
LATER = old_mark(TWO, THREE, "same")


@pytest.mark.parametrize("own", ["not clear", "not discussed"])
def test_a_mark_below_a_state_of_its_doctor_alone_is_seen_from_no_side(own: str) -> None:
    after = moved(cells=table(cell(own)), marks=table(LATER))
    assert marks(after) == {}
    assert conflicts(after) == set()
    assert after["cells"] == table(cell(own))
    (item,) = after["trash"].values()
    assert (item["id"], item["document"]["state"], item["by"]) == (HIDDEN, "same", "")


def test_a_mark_that_was_hidden_comes_back_when_that_is_undone() -> None:
    history = {
        "1": entry(1, ["put", "cells", CELL, fingerprint(cell(""))]),
        "2": entry(2, ["put", "marks", LATER["id"], fingerprint(LATER)]),
        "3": entry(3, ["set", "cells", CELL, {"state": ["", "not clear"]}]),
    }
    after = moved(history=history, cells=table(cell("not clear")), marks=table(LATER))
    assert marks(after) == {HIDDEN: ("", "")}
    assert "trash" not in after
    assert list(undone(after)) == [{HIDDEN: ("same", "")}, {}, {}]


def test_what_hides_one_side_leaves_the_other_as_it_was_seen() -> None:
    other = old_mark(THREE, TWO, "differs", 2)
    after = moved(cells=table(cell("not clear")), marks=table(LATER, other))
    assert marks(after) == {HIDDEN: ("differs", "")}
    assert conflicts(after) == set()
    assert [item["document"]["state"] for item in after["trash"].values()] == ["same"]


@pytest.mark.parametrize("second", ["same", "differs"])
def test_a_pair_marked_from_both_sides_is_put_once(second: str) -> None:
    one, other = old_mark(TWO, THREE, second, 1), old_mark(THREE, TWO, "same", 2)
    history = {
        "1": entry(1, ["put", "marks", one["id"], fingerprint(one)]),
        "2": entry(2, ["put", "marks", other["id"], fingerprint(other)]),
    }
    after = moved(history=history, marks=table(one, other))
    assert marks(after) == {HIDDEN: ("same", "")}
    assert list(undone(after)) == [{HIDDEN: (second, "")}, {}]


def test_a_put_upon_a_mark_that_was_taken_away_is_undone_with_what_was_before() -> None:
    other = old_mark(ONE, TWO, "differs")
    history = {
        "1": entry(1, ["put", "cells", CELL, fingerprint(cell("same"))]),
        "2": entry(2, ["set", "cells", CELL, {"state": ["same", ""]}]),
        "3": entry(3, ["put", "marks", other["id"], fingerprint(other)]),
    }
    after = moved(history=history, cells=table(cell("")), marks=table(other))
    assert list(undone(after)) == [{}, {PAIR: ("same", "")}, {}]


@pytest.mark.parametrize("odd", [["a"], {"a": 1}, None, 3])
@pytest.mark.parametrize("name", ["case_id", "doctor_id", "point", "state"])
def test_a_cell_that_is_no_entity_does_not_stop_the_others(name: str, odd: Any) -> None:
    broken = {**cell("not clear", id_=OTHER_CELL), name: odd}
    after = moved(cells=table(cell("same"), broken))
    assert marks(after)[PAIR] == ("same", "")
    assert after["cells"][number_of(OTHER_CELL)] == broken
