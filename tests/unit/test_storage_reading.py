"""A snapshot that is read in parts is what it is when read as a whole."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.storage.ledger import number_of, numbers_of
from so_tui.storage.reading import read_tables

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


def dumped(held: object) -> bytes:
    return json.dumps(held, separators=(",", ":")).encode("ascii")


@given(tables, st.integers(0, 200))
def test_parts_come_to_the_whole(held: dict[str, Any], part: int) -> None:
    content = dumped(held)
    # As JSON again: True is equal to 1, and yet another value; and the order counts.
    assert dumped(read_tables(content, part)) == content


@given(values, st.integers(0, 50))
def test_what_holds_no_tables_is_read_as_well(held: object, part: int) -> None:
    assert dumped(read_tables(dumped(held), part)) == dumped(held)


@given(tables, st.integers(0, 200), st.data())
def test_what_is_cut_off_is_refused(held: dict[str, Any], part: int, data: st.DataObject) -> None:
    content = dumped(held)
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one
        read_tables(content[:end], part)


def test_spaces_do_no_harm() -> None:
    held = {"notes": {str(n): {"id": f"{n}", "author": "Maria"} for n in range(50)}}
    assert read_tables(json.dumps(held, indent=1).encode("ascii"), 100) == held


@pytest.mark.parametrize(
    ("authors", "part"),
    [(["Maria"] * 60, 300), (["Maria"] * 20 + ["Tom", "Maria"] * 20, 5000)],
    ids=["one, in many parts", "two, in one part"],
)
def test_a_text_that_many_documents_share_is_in_memory_once(authors: list[str], part: int) -> None:
    held = {"notes": {str(n): {"author": author} for n, author in enumerate(authors)}}
    found = read_tables(dumped(held), part)
    assert found == held
    texts = [document["author"] for document in found["notes"].values()]
    assert len(set(map(id, texts))) == len(set(texts))


@given(st.lists(st.integers(0, 16**12 - 1).map("{:012x}".format)))
def test_many_numbers_are_those_of_each(keys: list[str]) -> None:
    assert numbers_of(keys) == [number_of(key) for key in keys]
