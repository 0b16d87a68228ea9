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


@given(st.text(), st.integers(0, 40))
def test_every_step_ends_at_a_boundary_and_moves(text: str, place: int) -> None:
    place = min(place, len(text))
    assert is_boundary(text, previous(text, place))
    assert is_boundary(text, following(text, place))
    assert previous(text, place) < place or place == 0
    assert following(text, place) > place or place == len(text)
