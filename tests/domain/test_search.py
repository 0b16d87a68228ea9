"""Finding texts: any order, no case, no accents, slips forgiven; the same as a plain search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.folding import fold
from so_tui.domain.search import ONE_SLIP, TWO_SLIPS, Index, words_in

TEXTS = [
    "Chemotherapy first, then the operation. Dr Ångström",
    "Radiation each day, for some weeks",
    "HER2 is 2+ in their reading, not 1+",
    "Straße in Łódź, naïve café",
    "A gene test before radiation",
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("radiation", [1, 4]),
        ("RADIATION DAY", [1]),
        ("day radiation", [1]),
        ("radi te", [4]),
        ("therapy", [0]),
        ("angstrom", [0]),
        ("ångström chemo", [0]),
        ("strasse lodz", [3]),
        ("naive cafe", [3]),
        ("her2 1", [2]),
        ("radiation xyz", []),
        ("", []),
        ("., !", []),
    ],
)
def test_words_are_found_in_any_order_without_case_or_accents(query: str, found: list[int]) -> None:
    assert Index(TEXTS).find(query) == found


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ørsted", "orsted"), ("Łódź", "lodz"), ("Đorđe", "dorde"), ("Guðrún", "gudrun"),
        ("Ka\u0131k", "kaik"), ("Ægir", "aegir"), ("Cœur", "coeur"), ("Þór", "thor"),
        ("Straße", "strasse"),
    ],
)  # fmt: skip
def test_letters_of_other_languages_are_found_by_plain_ones(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "slipped",
    ["chemoterapy", "chmeotherapy", "chemmotherapy", "chenotherapy", "chemoterapi", "hcemother"],
)
def test_slips_of_the_finger_are_forgiven(slipped: str) -> None:
    assert Index(TEXTS).find(slipped) == [0]


def test_what_was_typed_right_comes_before_what_was_not() -> None:
    index = Index(["stage radiatoin", "no", "radiation", "later radiation"])
    assert index.find("radiation") == [2, 3, 0]


def test_a_slip_is_forgiven_beside_a_word_without_one() -> None:
    index = Index(["plank", "plant", "plane"])
    assert index.find("plank") == [0, 1, 2]
    assert index.find("plant") == [1, 0, 2]


def test_a_slip_is_forgiven_whatever_other_words_begin_alike() -> None:
    index = Index(["breast", "bruise"])
    assert index.find("breise") == [1]
    assert index.find("briast") == [0]


def test_no_more_than_asked_for_the_first_ones() -> None:
    assert Index(["same word"] * 500).find("word") == list(range(200))
    assert Index(["same word"] * 500).find("wrod same", 3) == []
    assert Index(["same words"] * 500).find("wrods same", 3) == [0, 1, 2]


words = st.text("abcdé", min_size=1, max_size=12)
texts = st.lists(st.lists(words, max_size=4).map(" ".join), max_size=12)


@given(texts, st.lists(words, min_size=1, max_size=3))
def test_every_text_with_the_words_is_found_first(texts: list[str], query: list[str]) -> None:
    def holds(text: str, word: str) -> bool:
        there = words_in(text)
        return any(w.startswith(word) or (len(word) >= 3 and word in w) for w in there)

    plain = [n for n, t in enumerate(texts) if all(holds(t, fold(word)) for word in query)]
    found = Index(texts).find(" ".join(query))
    assert found[: len(plain)] == plain
    assert len(set(found)) == len(found)


def apart(one: str, other: str) -> int:
    """Return by how many slips two words differ; two letters that changed places are one."""
    rows: list[list[int]] = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@given(st.lists(words, min_size=1, max_size=8), words)
def test_words_are_near_as_a_plain_count_of_slips_says(kept: list[str], typed: str) -> None:
    typed, found = fold(typed), Index(kept).find(typed)
    for number, word in enumerate(map(fold, kept)):
        begins = min(apart(typed, word[:n]) for n in range(len(word) + 1))
        if len(typed) >= ONE_SLIP and begins <= 1:
            assert number in found
        if number in found and typed not in word:
            assert len(typed) >= ONE_SLIP
            assert begins <= (2 if len(typed) >= TWO_SLIPS else 1)


@pytest.mark.parametrize("query", ["乳", "切除", "がん", "乳がん"])
def test_words_inside_text_without_spaces_are_found(query: str) -> None:
    assert Index(["次は乳がん切除", "blood test"]).find(query) == [0]


def test_voiced_kana_and_hangul_stay_whole_letters() -> None:
    assert fold("がん") == "がん"
    assert fold("\u1112\u1161\u11ab") == "\ud55c"
