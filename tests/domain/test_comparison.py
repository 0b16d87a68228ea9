"""The comparison against a plain recount: marks, the reference, filters, the sentence, inputs."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.comparison import (
    WORST_FIRST,
    Comparison,
    Show,
    compare,
    count,
    had_only,
    headline,
    shown_points,
    unlike_inputs,
)
from so_tui.domain.opinions import OWN, RELATIVE, Cell, Mark, Opinion, State, mark_between
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, doctor

DOCTORS = [doctor(n).id for n in range(4)]
POINTS = ["plan", "aim", "stage", "tests", "felt"]
CORE = POINTS[:4]

Pair = tuple[str, str]
Triple = tuple[str, str, str]
place = st.tuples(st.sampled_from(DOCTORS), st.sampled_from(POINTS))
said = st.dictionaries(place, st.tuples(st.sampled_from(["", "words"]), st.sampled_from(OWN)))
pairs = st.lists(st.sampled_from(DOCTORS), min_size=2, max_size=2, unique=True)
marked = st.dictionaries(
    st.tuples(pairs, st.sampled_from(POINTS)).map(lambda each: (*sorted(each[0]), each[1])),
    st.sampled_from([State.SAME, State.DIFFERS, *range(2)]),
)
"""The marks by pair and point; a number tells which of the two adds something."""
numbers = st.integers(0, 4)
reference = st.sampled_from([*DOCTORS, "", "ffffffffffff"])

Said = Mapping[Pair, tuple[str, State]]
Marked = Mapping[Triple, State | int]


def cells_of(filled: Said) -> dict[str, Cell]:
    """Return a cell for each place."""
    made = [
        Cell(case_id=CASE_ID, doctor_id=d, point=p, text=Clean(text), state=state)
        for (d, p), (text, state) in filled.items()
    ]
    return {cell.id: cell for cell in made}


def marks_of(given_: Marked) -> list[Mark]:
    """Return a mark for each pair and point."""
    return [
        Mark(case_id=CASE_ID, doctor_id=one, against=other, point=p, state=state)
        if isinstance(state, State)
        else Mark(
            case_id=CASE_ID,
            doctor_id=one,
            against=other,
            point=p,
            state=State.ADDS,
            adds=(one, other)[state],
        )
        for (one, other, p), state in given_.items()
    ]


def by_hand(filled: Said, marks: Marked, ids: list[str], ref: str) -> dict[Pair, State]:
    """Work out each doctor's state on each point, one question after the other."""
    found: dict[Pair, State] = {}
    for d in ids:
        for p in POINTS:
            own = filled.get((d, p), ("", State.BLANK))[1]
            both = tuple(sorted((d, ref)))
            mark = marks.get((both[0], both[1], p), State.BLANK)
            if own is not State.BLANK:
                found[d, p] = own
            elif d == ref:
                found[d, p] = State.BLANK
            elif isinstance(mark, State):
                found[d, p] = mark
            else:
                found[d, p] = State.ADDS if both[mark] == d else State.LESS
    return found


def made(filled: Said, marks: Marked, number: int, ref: str) -> Comparison:
    """Return the comparison of so many doctors."""
    return compare(DOCTORS[:number], ref, cells_of(filled), marks_of(marks))


def really(number: int, ref: str) -> str:
    """Return which doctor is the reference: the wished one if there, else the first."""
    return ref if ref in DOCTORS[:number] else (DOCTORS[0] if number else "")


@given(said, marked, numbers, reference)
def test_each_state_is_what_one_works_out_by_hand(
    filled: Said, marks: Marked, number: int, ref: str
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
    filled: Said, marks: Marked, number: int
) -> None:
    cells, kept = cells_of(filled), marks_of(marks)
    first = compare(DOCTORS[:number], "", cells, kept)
    assert compare(DOCTORS[:number], DOCTORS[0], cells, kept) == first


@given(said, marked, st.integers(2, 4))
def test_from_the_other_side_a_mark_reads_as_what_it_is(
    filled: Said, marks: Marked, number: int
) -> None:
    turned = {State.ADDS: State.LESS, State.LESS: State.ADDS}
    ids = DOCTORS[:number]
    seen = {d: compare(ids, d, {}, marks_of(marks)) for d in ids}
    for d in ids:
        for ref in ids:
            for p in POINTS:
                there = seen[ref].state(d, p)
                assert seen[d].state(ref, p) is turned.get(there, there)


@given(said, marked, numbers, reference)
def test_a_doctor_is_heard_who_has_words_or_a_mark(
    filled: Said, marks: Marked, number: int, ref: str
) -> None:
    whole = made(filled, marks, number, ref)
    chosen = really(number, ref)
    for d in whole.others:
        mark = any({d, chosen} == {one, other} for one, other, _ in marks)
        assert whole.is_heard(d) == (mark or any(d == each for each, _ in filled))


@given(said, marked, st.integers(1, 4), reference)
def test_the_reference_is_never_held_against_itself(
    filled: Said, marks: Marked, number: int, ref: str
) -> None:
    whole = made(filled, marks, number, ref)
    assert {whole.state(whole.reference, p) for p in POINTS} <= set(OWN)


def test_a_mark_that_is_of_no_use_is_none() -> None:
    one, other = DOCTORS[:2]
    for state, adds in ((State.ADDS, ""), (State.ADDS, DOCTORS[2]), (State.NOT_CLEAR, "")):
        mark = Mark(
            case_id=CASE_ID, doctor_id=one, against=other, point="plan", state=state, adds=adds
        )
        assert mark.seen_from(DOCTORS[0]) == {}


@given(pairs, st.sampled_from([*RELATIVE, State.LESS, State.BLANK]))
def test_a_mark_is_read_as_it_was_set_whoever_is_named_first(pair: list[str], state: State) -> None:
    one, other = pair
    mark = mark_between(CASE_ID, one, other, "plan", state)
    assert mark.seen_from(other) == ({one: state} if state else {})
    turned = {State.ADDS: State.LESS, State.LESS: State.ADDS}.get(state, state)
    assert mark_between(CASE_ID, other, one, "plan", turned) == mark
    assert list(mark.doctor_ids) == sorted(pair)


@given(said, marked, numbers, reference)
def test_the_counts_are_a_plain_recount(filled: Said, marks: Marked, number: int, ref: str) -> None:
    whole = made(filled, marks, number, ref)
    expected = by_hand(filled, marks, DOCTORS[:number], really(number, ref))
    for d in whole.others:
        counts = count(whole, d, CORE)
        assert sum(counts.values()) == len(CORE)
        for state in State:
            assert counts[state] == len([p for p in CORE if expected[d, p] is state])


@given(said, marked, numbers, reference, st.sampled_from(Show))
def test_a_filter_lets_through_what_one_would_pick_by_hand(
    filled: Said, marks: Marked, number: int, ref: str, show: Show
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
        assert (name, number) == ("differ", states.count(State.DIFFERS))
    elif open_ones:
        assert (name, number) == ("open", len(open_ones))
    elif State.ADDS in states:
        assert (name, number) == ("more", states.count(State.ADDS))
    elif State.LESS in states:
        assert (name, number) == ("less", states.count(State.LESS))
    elif State.SAME in states:
        assert (name, number) == ("same", states.count(State.SAME))
    else:
        assert (name, number) == ("nothing", 0)


def test_a_point_without_a_mark_is_not_agreement() -> None:
    assert headline(Counter({State.BLANK: 13})) == ("nothing", 0)


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
