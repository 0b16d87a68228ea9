"""Drafts by case: whose they are, and that those of older versions are not lost."""

from datetime import datetime

from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.case_drafts import key_in, of_case

HERS, HIS = "0000000000a1", "0000000000a2"
NEW = "form:task:new"


def half(words: str) -> Draft:
    """Return a draft."""
    return Draft(words, datetime(2026, 11, 23, 14, 5))


def test_each_case_has_its_own_words_under_the_same_key() -> None:
    drafts = {key_in({}, HERS, NEW): half("hers"), key_in({}, HIS, NEW): half("his")}
    assert {key: draft.text for key, draft in of_case(drafts, HERS).items()} == {NEW: "hers"}
    assert {key: draft.text for key, draft in of_case(drafts, HIS).items()} == {NEW: "his"}
    assert of_case(drafts, "") == {}


def test_what_two_windows_had_typed_in_one_field_is_of_the_case_too() -> None:
    drafts = {key_in({}, HERS, NEW): half("one"), f"{key_in({}, HERS, NEW)}#2": half("two")}
    assert {d.text for d in of_case(drafts, HERS).values()} == {"one", "two"}
    assert of_case(drafts, HIS) == {}


def test_a_draft_of_an_older_version_is_shown_and_goes_on_where_it_is() -> None:
    drafts = {NEW: half("old")}
    assert of_case(drafts, HERS)[NEW].text == "old"
    assert key_in(drafts, HERS, NEW) == NEW
    assert key_in({}, "", NEW) == NEW
    assert key_in({}, HERS, "") == ""
