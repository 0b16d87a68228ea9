"""What is marked private is left out for others, with what belongs to it, unless it is chosen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from so_tui.domain.case import Matter, Option, Side, Thought
from so_tui.domain.comparison import Difference
from so_tui.domain.dates import show_day
from so_tui.domain.entity import CanBePrivate
from so_tui.domain.opinions import Aside, Cell, State, Version, mark_between
from so_tui.domain.questions import Answer, Asked
from so_tui.domain.state import AppState, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from so_tui.logic.clashes import clashes, put_aside
from so_tui.logic.followup import Group, agenda, write
from so_tui.logic.private import called, for_others, private_things
from so_tui.logic.tick_lists import packing_lines
from so_tui.papers.calendar import make_calendar
from so_tui.papers.files import Layout
from so_tui.papers.listing import make_packing
from so_tui.papers.sheet import make_sheet
from so_tui.papers.writing import PaperKind, private_lines, write_paper
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, note, question, task, visit

DOCTOR, OTHER = doctor(0), doctor(1)
SEEN = visit(DOCTOR, day=TODAY, place=Clean("place-private"))
ASKED = question(text=Clean("question-private?"))
LINE = note(SEEN, "mum asked how long")
ANSWER_LINE = note(SEEN, "answer line", question_id=ASKED.id)
TODO = task(text=Clean("task-private"), note_id=LINE.id, due=TODAY)
CELL = Cell(case_id=CASE_ID, doctor_id=OTHER.id, point="plan", text=Clean("cell-private"))
FIRST = Cell(case_id=CASE_ID, doctor_id=DOCTOR.id, point="plan", text=Clean("first"))
OPTION = Option(case_id=CASE_ID, text=Clean("option-private"))
VERSION = Version(
    case_id=CASE_ID,
    doctor_id=OTHER.id,
    point="plan",
    aside=Aside.EARLIER,
    text=Clean("cell-private, before"),
    at=NOW,
)
MARK = mark_between(CASE_ID, OTHER.id, DOCTOR.id, "plan", State.DIFFERS)
WHY = Difference(
    case_id=CASE_ID, doctor_id=OTHER.id, against=DOCTOR.id, point="plan", note=Clean("why-private")
)
THOUGHT = Thought(case_id=CASE_ID, option_id=OPTION.id, side=Side.FOR, text=Clean("for-private"))
MATTER = Matter(case_id=CASE_ID, text=Clean("matter-private"))
SETTLED = Answer(
    case_id=CASE_ID, question_id=ASKED.id, doctor_id=DOCTOR.id, asked=Asked.ANSWERED, at=NOW
)
EVERY = [
    case(), DOCTOR, OTHER, SEEN, ASKED, LINE, ANSWER_LINE, TODO, CELL, FIRST, OPTION, VERSION, MARK,
    WHY, THOUGHT, MATTER, SETTLED,
]  # fmt: skip
STATE = of_case(CASE_ID, EVERY)


def hidden(*things: CanBePrivate) -> AppState:
    """Return the state with these things marked private."""
    return apply(STATE, [Put(replace(thing, private=True)) for thing in things])


def left_out(state: AppState) -> set[str]:
    """Return the ids of what others do not see."""
    return {e.id for e in entities(state)} - {e.id for e in entities(for_others(state))}


def test_a_private_visit_has_a_name_to_choose_it_by() -> None:
    state = apply(AppState(), [Put(case()), Put(DOCTOR), Put(SEEN)])
    assert called(state, SEEN) == f"Visit with {DOCTOR.name}, {show_day(TODAY)}"


def test_nothing_private_changes_nothing() -> None:
    assert for_others(STATE) is STATE


@pytest.mark.parametrize(
    ("thing", "with_it"),
    [
        (LINE, {LINE.id, TODO.id}),
        (TODO, {LINE.id, TODO.id}),
        (SEEN, {SEEN.id, LINE.id, ANSWER_LINE.id, TODO.id}),
        (ASKED, {ASKED.id, ANSWER_LINE.id, SETTLED.id}),
        (CELL, {CELL.id, VERSION.id, MARK.id, WHY.id}),
        (WHY, {WHY.id}),
        (OPTION, {OPTION.id, THOUGHT.id}),
        (THOUGHT, {THOUGHT.id}),
        (MATTER, {MATTER.id}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_private_goes_with_what_belongs_to_it(
    thing: CanBePrivate, with_it: set[str]
) -> None:
    """A line that must stay private ("mum asked how long") was printed."""
    state = hidden(thing)
    assert left_out(state) == with_it
    assert {e.id for e in entities(for_others(state, {thing.id}))} == {
        e.id for e in entities(STATE)
    }
    assert private_things(state) == [replace(thing, private=True)]


def test_a_clash_put_aside_about_something_private_is_left_out_with_it() -> None:
    """The copy for others still said 'The last day for ...' of a private option."""
    last = replace(OPTION, last_day=TODAY + timedelta(days=1))
    later = visit(OTHER, day=TODAY + timedelta(days=2))
    state = apply(STATE, [Put(last), Put(later)])
    (clash,) = clashes(state, TODAY)
    state = apply(state, [put_aside(state, clash)])
    (known,) = state.known_clashes
    assert known not in left_out(state)
    for thing in (last, later):
        assert known in left_out(apply(state, [Put(replace(thing, private=True))]))


@pytest.mark.parametrize("thing", [ASKED, CELL, FIRST], ids=["question", "cell", "first"])
def test_a_line_of_a_paper_made_from_something_private_is_left_out_with_it(
    thing: CanBePrivate,
) -> None:
    """The copy for others had the user's wording of it."""
    state = replace(STATE, answers={})
    lines = {line.group: line for line in agenda(state, TODAY)}
    line = lines[Group.QUESTIONS if thing is ASKED else Group.DIFFERS]
    state = apply(state, write(state, line, Clean("said in other words")))
    assert not state.paper_lines.keys() & left_out(state)
    hidden_now = apply(state, [Put(replace(thing, private=True))])
    assert state.paper_lines.keys() <= left_out(hidden_now)


@pytest.mark.parametrize("cell", [CELL, FIRST], ids=["other", "first"])
def test_earlier_reasons_go_with_a_private_cell_of_either_doctor(cell: Cell) -> None:
    before = replace(VERSION, id="0000000000f1", against=DOCTOR.id, text=Clean("why, before"))
    state = apply(hidden(cell), [Put(before)])
    assert {before.id, WHY.id} <= left_out(state)


def test_earlier_words_of_a_private_reason_are_left_out_with_it() -> None:
    before = replace(VERSION, id="0000000000f1", against=DOCTOR.id, text=Clean("why, before"))
    others = replace(before, id="0000000000f2", by=Clean("Sam"))
    state = apply(hidden(WHY), [Put(before), Put(others)])
    assert before.id in left_out(state)
    assert others.id not in left_out(state)


@pytest.mark.parametrize("kind", PaperKind)
def test_no_paper_has_it_unless_it_is_chosen(kind: PaperKind) -> None:
    things = (LINE, TODO, SEEN, ASKED, CELL, WHY, OPTION, THOUGHT, MATTER)
    state = hidden(*things)
    paper = write_paper(state, kind, Layout.TEXT, TODAY) or ""
    assert "private" not in paper
    assert "mum asked" not in paper
    for key, words in private_lines(state, kind, TODAY):
        assert write_paper(state, kind, Layout.TEXT, TODAY, add={key}) != paper, words


def test_a_private_line_can_be_chosen_for_the_timeline() -> None:
    state = hidden(LINE)
    assert private_lines(state, PaperKind.TIMELINE, TODAY) == [(LINE.id, "mum asked how long")]
    assert private_lines(state, PaperKind.LETTER, TODAY) == []
    shown = write_paper(state, PaperKind.TIMELINE, Layout.TEXT, TODAY, add={LINE.id})
    assert shown is not None
    assert "mum asked how long" in shown


def test_sheet_packing_list_and_calendar_leave_it_out() -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    state = replace(hidden(ASKED, TODO, CELL), answers={})
    whole_sheet = str(make_sheet(replace(STATE, answers={}), DOCTOR, TODAY))
    assert "question-private" in whole_sheet
    assert "Dr 1: cell-private (no visit is marked)" in whole_sheet
    assert "private" not in str(make_sheet(state, DOCTOR, TODAY))
    assert "task-private" in make_calendar(STATE, now).decode()
    assert "task-private" not in make_calendar(state, now).decode()
    assert "place-private" not in make_calendar(hidden(SEEN), now).decode()
    whole = make_packing(STATE, SEEN, TODAY)
    first = whole.blocks[-1].items[0].text
    (line,) = (each for each in packing_lines(STATE, SEEN) if each.words == first)
    fewer = make_packing(hidden(line.tick), SEEN, TODAY)
    assert [item.text for item in fewer.blocks[-1].items] == [
        item.text for item in whole.blocks[-1].items[1:]
    ]
