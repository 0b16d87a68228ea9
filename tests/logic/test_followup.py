"""Going back to the first doctor: every line comes from a mark or a question, none is made up."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.content import point, points
from so_tui.demo.case import demo_state
from so_tui.domain.case import Decision
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.encounters import Course
from so_tui.domain.opinions import OWN, Cell, Opinion, Source, State, mark_between
from so_tui.domain.people import in_order
from so_tui.domain.questions import open_for
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.followup import (
    Group,
    agenda,
    own_line,
    switch,
    take_as_visit_back,
    visit_back,
    write,
)
from so_tui.logic.letter import SECTIONS, letter
from so_tui.logic.overview import core_counts
from so_tui.logic.treating import addressee
from tests.support.marks import against_first
from tests.support.values import CASE_ID, TODAY, case, doctor, question, visit

DEMO = demo_state(TODAY)
KEYS = [p.key for p in points()]
FIRST, *OTHERS = [doctor(n) for n in range(4)]

DEMO_FIRST = in_order(DEMO.doctors.values())[0].id


def told(cells: list[Cell]) -> AppState:
    """Return a case with four doctors and these cells."""
    start = AppState(case_id=CASE_ID)
    stored = against_first(cells, FIRST.id)
    return apply(start, [Put(each) for each in (case(), FIRST, *OTHERS, *stored)])


def drawn(places: dict[tuple[int, str], State]) -> list[Cell]:
    """Return a cell for each doctor and point, with its mark."""
    people = [FIRST, *OTHERS]
    return [
        Cell(case_id=CASE_ID, doctor_id=people[n].id, point=key, text=Clean("words"), state=state)
        for (n, key), state in places.items()
        if n or state in OWN
    ]


grids = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(KEYS)), st.sampled_from(State), max_size=40
).map(drawn)


@given(grids)
def test_the_agenda_is_what_was_marked_and_nothing_else(cells: list[Cell]) -> None:
    lines = agenda(told(cells))
    found = {group: {line.key for line in lines if line.group is group} for group in Group}

    def keys(group: Group, state: State) -> set[str]:
        return {
            f"{group}/{cell.doctor_id}/{cell.point}"
            for cell in cells
            if cell.state is state
            and not point(cell.point).private
            and not (point(cell.point).fact and state not in OWN)
        }

    assert found[Group.DIFFERS] == keys(Group.DIFFERS, State.DIFFERS)
    assert found[Group.UNCLEAR] == keys(Group.UNCLEAR, State.NOT_CLEAR)
    assert found[Group.ADDS] == keys(Group.ADDS, State.ADDS)
    assert found[Group.OPEN] == {
        key
        for key in keys(Group.OPEN, State.NOT_DISCUSSED)
        if FIRST.id in key and point(key.rpartition("/")[2]).core
    }
    assert all(line.kept.on is (line.group is not Group.ADDS) for line in lines)
    order = [list(Group).index(line.group) for line in lines]
    assert order == sorted(order)


@given(grids, st.data())
def test_a_line_that_was_touched_goes_back_to_nothing_kept(
    cells: list[Cell], data: st.DataObject
) -> None:
    state = told(cells)
    lines = agenda(state)
    if not lines:
        return
    line = data.draw(st.sampled_from(lines))
    changed = apply(state, switch(state, line))
    (there,) = [each for each in agenda(changed) if each.key == line.key]
    assert there.kept.on is not line.kept.on
    back = apply(changed, switch(changed, there))
    assert dict(back.paper_lines) == {}
    mine = apply(state, write(state, line, Clean("in my words")))
    (there,) = [each for each in agenda(mine) if each.key == line.key]
    assert (there.words, there.given) == ("in my words", line.given)
    assert dict(apply(mine, write(mine, there, BLANK)).paper_lines) == {}


def test_open_questions_for_the_first_doctor_are_on_it_in_their_order() -> None:
    first = in_order(DEMO.doctors.values())[0]
    waiting = open_for(DEMO.questions.values(), DEMO.answers, first.id)
    lines = [line for line in agenda(DEMO) if line.group is Group.QUESTIONS]
    assert [line.key for line in lines] == [f"question/{q.id}" for q in waiting]
    other = question(doctor_ids=(OTHERS[0].id,))
    asked = apply(told([]), [Put(other)])
    assert agenda(asked) == ()


def test_own_lines_come_last_in_the_order_they_were_written() -> None:
    state = told([])
    for text in ("one", "two", "three"):
        state = apply(state, write(state, own_line(state), Clean(text)))
    assert [line.words for line in agenda(state)] == ["one", "two", "three"]


def test_the_letter_has_its_four_parts_in_order() -> None:
    for paper in (Paper.LETTER, Paper.PHONE):
        assert [line.key for line in letter(DEMO, paper, TODAY)] == list(SECTIONS)
    situation, background, found, asking = (x.words for x in letter(DEMO, Paper.LETTER, TODAY))
    assert "Pat Demo" in situation
    assert "Sat 5 Dec 2026" in situation
    assert "Your advice was: Hormone treatment" in background
    assert "You said: ER and PR positive. HER2 1+. Dr Ben Sample said: ER and PR" in found
    assert "Why, as I understand it: They read the same slide" in found
    assert DEMO.doctors[DEMO_FIRST].name not in found
    assert "We meet on Thu 3 Dec 2026." in asking
    for line in agenda(DEMO, TODAY):
        if line.kept.on:
            told = [part.count(line.words) for part in (situation, background, found, asking)]
            assert told == ([0, 0, 1, 0] if line.group is Group.DIFFERS else [0, 0, 0, 1])


def test_the_letter_goes_to_the_doctor_who_treats_now() -> None:
    """Hard case: the first doctor leaves; letter and agenda name the wrong doctor."""
    first, second, _ = in_order(DEMO.doctors.values())
    left = replace(first, treating_until=TODAY - timedelta(days=2))
    now = replace(second, treating_from=TODAY - timedelta(days=1))
    state = apply(DEMO, [Put(left), Put(now)])
    assert addressee(state, TODAY) == now
    situation, background, _, _ = (x.words for x in letter(state, Paper.LETTER, TODAY))
    assert f"{first.name}" in situation
    assert f"{second.name}" not in situation
    assert "Your advice was: Wait for the ISH" in background


def test_the_letter_says_you_to_its_reader() -> None:
    """It speaks to its reader: never that doctor's name in the third person."""
    situation, background, *_ = (x.words for x in letter(DEMO, Paper.LETTER, TODAY))
    assert "You gave me this date, at the first visit." in situation
    assert "Dr Ada Example" not in f"{situation} {background}"


def test_the_letter_gives_birth_date_and_phone_only_if_they_were_given() -> None:
    for paper in (Paper.LETTER, Paper.PHONE):
        told = letter(DEMO, paper, TODAY)[0].words
        assert "I was born on 17 Apr 1965.\nYou can reach me at 555-0101." in told
        bare = letter(replace(DEMO, about_me={}), paper, TODAY)[0].words
        assert "born" not in bare
        assert "reach me" not in bare


def test_a_doctor_whose_visit_was_never_marked_is_not_in_the_letter() -> None:
    """Hard case: a visit dated yesterday, never marked as held: "I have heard another opinion"."""
    planned = {v.id: replace(v, course=Course.PLANNED) for v in DEMO.visits.values()}
    words = " ".join(x.words for x in letter(replace(DEMO, visits=planned), Paper.LETTER, TODAY))
    assert "another opinion" not in words
    assert "Dr Ben Sample says" not in words


def test_agenda_and_letter_tell_the_words_of_the_same_doctors() -> None:
    """Hard case: only what took place counts as heard, on each paper to the same reader."""
    planned = {v.id: replace(v, course=Course.PLANNED) for v in DEMO.visits.values()}
    for state, is_told in ((DEMO, True), (replace(DEMO, visits=planned), False)):
        on_agenda = " ".join(line.words for line in agenda(state, TODAY))
        in_letter = " ".join(line.words for line in letter(state, Paper.LETTER, TODAY))
        for words in (on_agenda, in_letter):
            assert ("Dr Ben Sample said:" in words) is is_told
            assert ("go through these points" in words) is False


def test_no_visit_is_asked_for_that_is_planned() -> None:
    """The letter said "We meet on ...", and the words for the phone asked for a visit."""
    open_again = replace(DEMO, visits={})
    for state, planned in ((DEMO, True), (open_again, False)):
        on_phone = letter(state, Paper.PHONE, TODAY)[3].words
        assert ("I have a visit on Thu 3 Dec 2026" in on_phone) is planned
        assert ("May I have a visit for this?" in on_phone) is not planned


def test_the_day_to_decide_by_is_told_with_who_named_it_if_anybody_did() -> None:
    decision = Decision(case_id=CASE_ID, decide_by=TODAY)
    for given_by, more in (
        ("", ""),
        ("Dr 1", " This date is from Dr 1."),
        (f"{FIRST.name}, by phone", " The doctor gave me this date, by phone."),
    ):
        state = apply(told([]), [Put(replace(decision, given_by=Clean(given_by)))])
        background = letter(state, Paper.PHONE, TODAY)[1].words
        assert background == f"I have to decide by {show_day(TODAY)}.{more}"


def test_a_line_left_out_of_the_agenda_is_not_in_the_letter() -> None:
    line = agenda(DEMO)[0]
    out = apply(DEMO, switch(DEMO, line))
    assert not any(line.words in part.words for part in letter(out, Paper.LETTER, TODAY))


def test_what_is_not_written_or_not_marked_is_not_claimed() -> None:
    """An empty field prints nothing; a point without a mark claims nothing."""
    other = OTHERS[0].id
    bare = Cell(case_id=CASE_ID, doctor_id=other, point="plan", state=State.DIFFERS)
    unmarked = Cell(case_id=CASE_ID, doctor_id=other, point="aim", text=Clean("Cure"))
    state = told([bare, unmarked])
    (line,) = agenda(state)
    assert (
        line.words
        == f"Advised plan. {OTHERS[0].name} sees this in another way. How do you see this?"
    )
    found = letter(state, Paper.LETTER, TODAY)[2].words
    assert found == line.words


def test_nothing_private_is_in_agenda_or_letter() -> None:
    private = [c for c in DEMO.cells.values() if c.point in KEYS and point(c.point).private]
    assert private
    cells = [replace(c, state=State.DIFFERS) for c in private if c.doctor_id != DEMO_FIRST]
    assert cells
    marked = apply(DEMO, [Put(each) for each in against_first(cells, DEMO_FIRST)])
    written = [x.words for x in agenda(marked)]
    written += [x.words for paper in (Paper.LETTER, Paper.PHONE)
                for x in letter(marked, paper, TODAY)]  # fmt: skip
    assert not any(cell.text.rstrip(".") in words for cell in private for words in written)
    weighed = [each.text for each in DEMO.matters.values()]
    weighed += [each.text for each in DEMO.thoughts.values()]
    assert weighed
    assert not any(text in words for text in weighed for words in written)


def test_unlike_inputs_are_told_beside_a_difference() -> None:
    cell = Cell(case_id=CASE_ID, doctor_id=OTHERS[0].id, point="plan", state=State.DIFFERS)
    records = ("0000000000e1", "0000000000e2")
    seen = [Opinion(case_id=CASE_ID, doctor_id=d.id, had=(record,))
            for d, record in zip((FIRST, OTHERS[0]), records, strict=True)]  # fmt: skip
    told_apart = apply(told([cell]), [Put(each) for each in seen])
    found = letter(told_apart, Paper.LETTER, TODAY)[2].words
    assert f"{OTHERS[0].name} may not have seen the same records as you." in found
    alike = apply(told_apart, [Put(replace(seen[1], had=seen[0].had))])
    assert "same records" not in letter(alike, Paper.LETTER, TODAY)[2].words


def test_a_trial_of_the_second_doctor_is_in_the_letter_and_what_they_saw_is_no_difference() -> None:
    """Trials, "what they saw": a trial offered by the second doctor was never in the letter."""
    trial = Cell(case_id=CASE_ID, doctor_id=OTHERS[0].id, point="trials", text=Clean("One nearby."))
    saw = Cell(case_id=CASE_ID, doctor_id=OTHERS[0].id, point="saw", text=Clean("The slides."))
    marks = [replace(trial, state=State.ADDS), replace(saw, state=State.DIFFERS)]
    state = told(marks)
    assert "One nearby" in letter(state, Paper.LETTER, TODAY)[2].words
    assert {line.group for line in agenda(state)} == {Group.ADDS}
    assert {s for _, counts in core_counts(state) for s in counts if counts[s]} == {
        State.ADDS,
        State.BLANK,
    }


def test_without_a_case_or_a_doctor_there_is_nothing() -> None:
    assert agenda(AppState()) == ()
    assert letter(AppState(), Paper.LETTER, TODAY) == []


def test_a_visit_becomes_the_visit_back_once() -> None:
    coming = visit(FIRST, day=TODAY + timedelta(days=3))
    state = apply(told([]), [Put(coming)])
    assert visit_back(state) is None
    state = apply(state, take_as_visit_back(state, coming))
    assert visit_back(state) == coming
    assert take_as_visit_back(state, coming) == ()
    assert isinstance(state.decision, Decision)


def test_words_from_a_report_are_told_and_that_no_visit_was_marked() -> None:
    """Words on record do not vanish from the letter; it does not claim that a visit took place."""
    third = in_order(DEMO.doctors.values())[2]
    said = Cell(case_id=DEMO.case_id, doctor_id=third.id, point="plan", text=Clean("Wait"),
                source=Source.REPORT)  # fmt: skip
    differs = mark_between(DEMO.case_id, third.id, DEMO_FIRST, "plan", State.DIFFERS)
    state = apply(DEMO, [Put(said), Put(differs)])
    situation, _, found, _ = (part.words for part in letter(state, Paper.LETTER, TODAY))
    told = f"I have notes on the advice of {third.name}, {third.specialty}, {third.place}."
    assert f"{told} No visit there is marked as having taken place." in situation
    assert f"{third.name} said: Wait." in found
    alone = apply(state, [Put(replace(v, course=Course.PLANNED)) for v in DEMO.visits.values()])
    assert "I have notes on another opinion" in letter(alone, Paper.PHONE, TODAY)[0].words
