"""Which row is chosen among new ones: the same thing, else its nearest neighbour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.ui.widgets.choosing import place_of
from so_tui.ui.widgets.layout import Row

keys = st.lists(st.sampled_from("abcdefg"), max_size=7, unique=True)


def rows(names: str) -> list[Row]:
    """Return a row for each letter; a capital is a heading."""
    return [Row(name, (name,), heading=name.isupper()) for name in names]


@pytest.mark.parametrize(
    ("old", "index", "new", "place", "same"),
    [
        ("abc", 1, "abc", 1, True),
        ("abc", 1, "xabc", 2, True),
        ("abc", 1, "ba", 0, True),
        ("abc", 2, "abcd", 2, True),
        ("abc", 1, "ac", 1, False),
        ("abc", 2, "ab", 1, False),
        ("abc", 1, "xyac", 3, False),
        ("abc", 1, "xya", 2, False),
        ("abc", 1, "xyz", 1, False),
        ("abc", 1, "", -1, False),
        ("", -1, "Hab", 1, True),
        ("", -1, "", -1, True),
        ("aab", 1, "caab", 2, True),
        ("aab", 0, "caab", 1, True),
        ("aBc", 2, "aB", 0, False),
    ],
)
def test_the_choice_goes_where_its_thing_is(
    old: str, index: int, new: str, place: int, same: bool
) -> None:
    assert place_of(rows(old), index, rows(new)) == (place, same)


@given(keys, st.integers(0, 6), keys)
def test_it_is_the_same_thing_whenever_that_is_there(
    old: list[str], index: int, new: list[str]
) -> None:
    if not old:
        return
    index %= len(old)
    place, same = place_of(rows("".join(old)), index, rows("".join(new)))
    assert same == (old[index] in new)
    assert (place == -1) == (not new)
    if same:
        assert new[place] == old[index]
