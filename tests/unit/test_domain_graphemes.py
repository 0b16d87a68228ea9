"""Characters as people count them: one Backspace each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.graphemes import following, is_boundary, previous

CLUSTERS = (
    "a", " ", "é", "e\u0301", "o\u0308\u0323", "日", "\u00a0", "\u2009", "👍", "👍🏽",
    "👩\u200d⚕\ufe0f",
    "👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "❤\ufe0f", "1\ufe0f\u20e3", "🇩🇪", "🇫🇷",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "한", "\u1112\u1161\u11ab",
    "\u0939\u093f", "\u0e01\u0e33", "x\u200d", "\u06cc\u200c",
)  # fmt: skip


def test_each_cluster_is_one_step_either_way() -> None:
    text = "".join(CLUSTERS)
    place = 0
    for cluster in CLUSTERS:
        assert following(text, place) == place + len(cluster), cluster
        place += len(cluster)
    for cluster in reversed(CLUSTERS):
        assert previous(text, place) == place - len(cluster), cluster
        place -= len(cluster)


@pytest.mark.parametrize("cluster", [c for c in CLUSTERS if len(c) > 1])
def test_within_a_cluster_either_way_leads_out_of_it(cluster: str) -> None:
    text = f"ab{cluster}cd"
    for place in range(3, 2 + len(cluster)):
        assert not is_boundary(text, place)
        assert previous(text, place) == 2
        assert following(text, place) == 2 + len(cluster)


def test_flags_go_in_pairs() -> None:
    text = "🇩🇪🇫🇷🇩"
    assert [place for place in range(6) if is_boundary(text, place)] == [0, 2, 4, 5]


@pytest.mark.parametrize(
    "between",
    [
        (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122),
        (0x2139, 0x2139), (0x2194, 0x21AA), (0x231A, 0x23FF), (0x24C2, 0x24C2), (0x25AA, 0x25FE),
        (0x2600, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55), (0x3030, 0x303D), (0x3297, 0x3299),
        (0x1F000, 0x1F1E5), (0x1F200, 0x1F3FA), (0x1F400, 0x1FAFF), (0x1FC00, 0x1FFFD),
    ],
)  # fmt: skip
def test_a_joiner_joins_pictures_and_nothing_beside_them(between: tuple[int, int]) -> None:
    first, last = between
    joined = {code: not is_boundary(f"{chr(code)}\u200d❤", 2) for code in (first, last)}
    beside = {code: not is_boundary(f"{chr(code)}\u200d❤", 2) for code in (first - 1, last + 1)}
    assert joined == {first: True, last: True}
    assert beside == {first - 1: False, last + 1: False}


@pytest.mark.parametrize(
    ("before", "joins", "parts"),
    [
        ("가", (0x1160, 0x11A7, 0x11A8, 0x11FF, 0xD7B0, 0xD7C6, 0xD7CB, 0xD7FB), (0x1100, 0xAC00)),
        ("각", (0x11A8, 0x11FF, 0xD7CB, 0xD7FB), (0x1160, 0x11A7, 0xD7C6, 0xD7CA, 0xD7FC, 0xAC00)),
        ("\u115f", (0x1100, 0xA960, 0xA97C, 0x1160, 0xD7C6, 0xAC00, 0xD7A3), (0x11A8, 0xD7CB)),
        ("\u11a7", (0x1160, 0x11A8), (0x115F, 0xAC00)),
        ("\u11a8", (0x11A8, 0x11FF), (0x115F, 0x11A7, 0xAC00)),
    ],
)  # fmt: skip
def test_parts_of_korean_writing_make_one_syllable(
    before: str, joins: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert [code for code in joins if is_boundary(before + chr(code), 1)] == []
    assert [code for code in parts if not is_boundary(before + chr(code), 1)] == []


@given(st.text(), st.integers(0, 40))
def test_every_step_ends_at_a_boundary_and_moves(text: str, place: int) -> None:
    place = min(place, len(text))
    assert is_boundary(text, previous(text, place))
    assert is_boundary(text, following(text, place))
    assert previous(text, place) < place or place == 0
    assert following(text, place) > place or place == len(text)
