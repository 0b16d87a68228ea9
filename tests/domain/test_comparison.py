"""The comparison against a plain recount: marks, the reference, filters, the sentence, inputs."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.comparison import (
    RELATIVE,
    WORST_FIRST,
    Comparison,
    Headline,
    Mark,
    Show,
    compare,
    count,
    had_only,
    headline,
    shown_points,
    unlike_inputs,
)
from so_tui.domain.opinions import Cell, Opinion, State, grid
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, doctor

DOCTORS = [doctor(n).id for n in range(4)]
POINTS = ["plan", "aim", "stage", "tests", "felt"]
CORE = POINTS[:4]

Pair = tuple[str, str]
Triple = tuple[str, str, str]
place = st.tuples(st.sampled_from(DOCTORS), st.sampled_from(POINTS))
said = st.dictionaries(place, st.tuples(st.sampled_from(["", "words"]), st.sampled_from(State)))
marked = st.dictionaries(
    st.tuples(st.sampled_from(DOCTORS), st.sampled_from(DOCTORS), st.sampled_from(POINTS)),
    st.sampled_from(RELATIVE),
)
numbers = st.integers(0, 4)
reference = st.sampled_from([*DOCTORS, "", "ffffffffffff"])

Said = Mapping[Pair, tuple[str, State]]


def cells_of(filled: Said) -> dict[str, Cell]:
    """Return a cell for each place."""
    made = [
        Cell(case_id=CASE_ID, doctor_id=d, point=p, text=Clean(text), state=state)
        for (d, p), (text, state) in filled.items()
    ]
    return {cell.id: cell for cell in made}


def marks_of(given_: Mapping[Triple, State]) -> list[Mark]:
    """Return a mark for each triple."""
    return [
        Mark(case_id=CASE_ID, doctor_id=d, against=a, point=p, state=s)
        for (d, a, p), s in given_.items()
    ]


def by_hand(
    filled: Said, marks: Mapping[Triple, State], ids: list[str], ref: str
) -> dict[Pair, State]:
    """Work out each doctor's state on each point, one question after the other."""
    found: dict[Pair, State] = {}
    for d in ids:
        for p in POINTS:
            own = filled.get((d, p), ("", State.BLANK))[1]
            if own in (State.NOT_DISCUSSED, State.NOT_CLEAR):
                found[d, p] = own
            elif d == ref:
                found[d, p] = State.BLANK
            elif ref == ids[0]:
                found[d, p] = own
            else:
                found[d, p] = marks.get((d, ref, p), State.BLANK)
    return found


def made(filled: Said, marks: Mapping[Triple, State], number: int, ref: str) -> Comparison:
    """Return the comparison of so many doctors."""
    return compare(DOCTORS[:number], ref, cells_of(filled), marks_of(marks))


def really(number: int, ref: str) -> str:
    """Return which doctor is the reference: the wished one if there, else the first."""
    return ref if ref in DOCTORS[:number] else (DOCTORS[0] if number else "")


@given(said, marked, numbers, reference)
def test_each_state_is_what_one_works_out_by_hand(
    filled: Said, marks: Mapping[Triple, State], number: int, ref: str
) -> None:
    whole = made(filled, marks, number, ref)
    chosen = really(number, ref)
    assert whole.reference == chosen
    assert sorted(whole.doctor_ids) == sorted(DOCTORS[:number])
    assert list(whole.others) == [d for d in DOCTORS[:number] if d != chosen]
    expected = by_hand(filled, marks, DOCTORS[:number], chosen)
    assert {(d, p): whole.state(d, p) for d in whole.doctor_ids for p in POINTS} == expected


@given(said, marked, numbers)
def test_another_reference_and_back_changes_nothing(
    filled: Said, marks: Mapping[Triple, State], number: int
) -> None:
    cells, kept = cells_of(filled), marks_of(marks)
    at = grid(cells)
    first = compare(DOCTORS[:number], "", cells, kept)
    assert compare(DOCTORS[:number], DOCTORS[0], cells, kept) == first
    for d in first.others:
        own = [at[d, p].state if (d, p) in at else State.BLANK for p in CORE]
        assert count(first, d, CORE) == Counter(own)


@given(said, marked, st.integers(1, 4), reference)
def test_the_reference_is_never_held_against_itself(
    filled: Said, marks: Mapping[Triple, State], number: int, ref: str
) -> None:
    whole = made(filled, marks, number, ref)
    assert not {whole.state(whole.reference, p) for p in POINTS} & set(RELATIVE)


@given(said, marked, numbers, reference)
def test_the_counts_are_a_plain_recount(
    filled: Said, marks: Mapping[Triple, State], number: int, ref: str
) -> None:
    whole = made(filled, marks, number, ref)
    expected = by_hand(filled, marks, DOCTORS[:number], really(number, ref))
    for d in whole.others:
        counts = count(whole, d, CORE)
        assert sum(counts.values()) == len(CORE)
        for state in State:
            assert counts[state] == len([p for p in CORE if expected[d, p] is state])


@given(said, marked, numbers, reference, st.sampled_from(Show))
def test_a_filter_lets_through_what_one_would_pick_by_hand(
    filled: Said, marks: Mapping[Triple, State], number: int, ref: str, show: Show
) -> None:
    whole = made(filled, marks, number, ref)
    states = by_hand(filled, marks, DOCTORS[:number], really(number, ref))
    picked = []
    for p in POINTS:
        of_point = {d: states[d, p] for d in DOCTORS[:number]}
        fits = {
            Show.ALL: True,
            Show.CORE: p != "felt",
            Show.DIFFERS: State.DIFFERS in of_point.values(),
            Show.NOT_DISCUSSED: State.NOT_DISCUSSED in of_point.values(),
            Show.NOT_CLEAR: State.NOT_CLEAR in of_point.values(),
            Show.EMPTY: any(
                not filled.get((d, p), ("", None))[0] and s is State.BLANK
                for d, s in of_point.items()
            ),
        }
        if fits[show]:
            picked.append(p)
    assert shown_points(whole, show, POINTS, CORE) == picked


@given(st.lists(st.sampled_from(State), max_size=13))
def test_the_sentence_tells_the_worst_there_is(states: list[State]) -> None:
    name, number = headline(Counter(states))
    open_ones = [s for s in states if s in (State.NOT_CLEAR, State.NOT_DISCUSSED)]
    if State.DIFFERS in states:
        assert (name, number) == (Headline.DIFFER, states.count(State.DIFFERS))
    elif open_ones:
        assert (name, number) == (Headline.OPEN, len(open_ones))
    elif State.ADDS in states:
        assert (name, number) == (Headline.MORE, states.count(State.ADDS))
    elif State.SAME in states:
        assert (name, number) == (Headline.SAME, states.count(State.SAME))
    else:
        assert (name, number) == (Headline.NOTHING, 0)


def test_a_point_without_a_mark_is_not_agreement() -> None:
    assert headline(Counter({State.BLANK: 13})) == (Headline.NOTHING, 0)


def test_every_state_is_told_once_the_worst_first() -> None:
    assert sorted(WORST_FIRST) == sorted(State)
    assert WORST_FIRST[0] is State.DIFFERS
    assert WORST_FIRST.index(State.NOT_CLEAR) < WORST_FIRST.index(State.ADDS)


had = st.lists(st.sampled_from("abcd"), unique=True).map(tuple)


@given(had, had)
def test_inputs_are_unlike_only_where_both_are_known(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    first = Opinion(case_id=CASE_ID, doctor_id=DOCTORS[0], had=one)
    second = Opinion(case_id=CASE_ID, doctor_id=DOCTORS[1], had=other)
    known = bool(one and other)
    assert unlike_inputs(first, second) == (known and set(one) != set(other))
    assert had_only(first, second) == (tuple(r for r in one if r not in other) if known else ())
    assert not unlike_inputs(first, None)
    assert not unlike_inputs(None, second)
