"""What is left unread in a snapshot is, when it is asked for, what reading it at once gives."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.storage.documents.codec import number_of, numbers_of
from so_tui.storage.documents.reading import GROUP, in_groups, plain_table, read_tables
from so_tui.storage.snapshot.snapshot import dump

ODD = ['},"5":{', '"},"5":{"', "}},", '\\"', "ä\x00\ud800", ""]
values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([*ODD, "Maria", 0, 1, True, False, None, 1.0]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["1", "22", "id", *ODD]), inner, max_size=3)
    ),
    max_leaves=6,
)
documents = st.dictionaries(st.sampled_from(["id", "author", "5", *ODD]), values, max_size=4)
tables = st.dictionaries(
    st.sampled_from(["meta", "notes", "5", *ODD]),
    st.dictionaries(st.integers(0, 99).map(str), documents, max_size=20),
    max_size=4,
)
LATER = ["notes", "5"]


def dumped(held: object) -> bytes:
    return json.dumps(held, separators=(",", ":")).encode("ascii")


@given(tables, st.integers(0, 200))
def test_what_is_read_later_comes_to_the_whole(held: dict[str, Any], many: int) -> None:
    content = dumped(held)
    found = read_tables(content, LATER, many)
    unread = {n for n, table in found.items() if bytes in set(map(type, table.values()))}
    assert unread <= {name for name in LATER if len(dumped(held.get(name, {}))) >= many}
    # As JSON again: True is equal to 1, and yet another value; and the order counts.
    assert dumped({name: plain_table(table) for name, table in found.items()}) == content


def test_only_long_tables_that_may_wait_are_left_unread() -> None:
    table = {str(n): {"id": f"{n}", "author": "Maria"} for n in range(50)}
    held = {"meta": table, "notes": table, "visits": {"1": {"id": "1"}}}
    found = read_tables(dumped(held), ["notes", "visits"], 100)
    kinds = {name: set(map(type, table.values())) for name, table in found.items()}
    assert kinds == {"meta": {dict}, "notes": {bytes}, "visits": {dict}}
    assert read_tables(dumped(held)) == held


@given(tables)
def test_unread_documents_are_written_as_they_are(held: dict[str, Any]) -> None:
    held["meta"] = {"1": {}}
    assert dump(read_tables(dumped(held), LATER, 0)) == dump(held)


@given(values, st.integers(0, 50))
def test_what_holds_no_tables_is_read_as_well(held: object, many: int) -> None:
    found = read_tables(dumped(held), [], many)
    assert dumped(found) == dumped(held)


@pytest.mark.parametrize("document", [1, "x", [], None])
def test_what_is_no_document_is_not_left_unread(document: object) -> None:
    held = {"notes": {"1": {"id": "1"}, "2": document}}
    assert read_tables(dumped(held), LATER, 0) == held


@given(tables, st.integers(0, 200), st.data())
def test_what_is_cut_off_is_refused(held: dict[str, Any], many: int, data: st.DataObject) -> None:
    content = dumped(held)
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one
        read_tables(content[:end], LATER, many)


@pytest.mark.parametrize(
    "odd", [r'"\x"', r'"\u12"', '"\x01"', "01", "1.", "1e", "-", "tru", "{a:1}", "[1,]", '{"a" 1}']
)
def test_what_is_left_unread_is_known_to_be_right(odd: str) -> None:
    """Nobody is there to be told when it is read at last."""
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one
        read_tables(f'{{"notes":{{"1":{{"id":{odd}}}}}}}'.encode(), LATER, 0)


def test_spaces_do_no_harm() -> None:
    held = {"notes": {str(n): {"id": f"{n}", "author": "Maria"} for n in range(50)}}
    found = read_tables(json.dumps(held, indent=1).encode("ascii"), LATER, 100)
    assert plain_table(found["notes"]) == held["notes"]


@pytest.mark.parametrize(
    "authors",
    [["Maria"] * 2 * GROUP + ["Tom"], ["Maria"] * 20 + ["Tom", "Maria"] * 20],
    ids=["one, in many groups", "two, in one group"],
)
def test_a_text_that_many_documents_share_is_in_memory_once(authors: list[str]) -> None:
    held = [{"author": author} for author in authors]
    groups = list(in_groups([dumped(document) for document in held]))
    found = [document for group in groups for document in group]
    assert found == held
    texts = [document["author"] for document in found[: 2 * GROUP]]
    assert len(set(map(id, texts))) == len(set(texts))


def test_documents_may_be_read_and_unread_in_one_table() -> None:
    held = [{"author": "Maria", "n": n} for n in range(30)]
    mixed = [document if document["n"] == 7 else dumped(document) for document in held]
    assert [document for group in in_groups(mixed) for document in group] == held


@given(st.lists(st.integers(0, 16**12 - 1).map("{:012x}".format)))
def test_many_numbers_are_those_of_each(keys: list[str]) -> None:
    assert numbers_of(keys) == [number_of(key) for key in keys]


def test_an_empty_table_does_not_make_the_others_be_read() -> None:
    content = b'{"empty":{},"notes":{"1":{"a":1},"2":{}}}'
    read = read_tables(content, ("notes",), 1)
    assert read == {"empty": {}, "notes": {"1": b'{"a":1}', "2": b"{}"}}
