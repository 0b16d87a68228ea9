"""What is left after a visit: only what is empty, and nothing that is filled in."""

from dataclasses import replace
from datetime import timedelta

from so_tui.content import core_points
from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Encounter, last_visit
from so_tui.domain.events import EventKind
from so_tui.domain.opinions import State
from so_tui.domain.people import in_order
from so_tui.domain.record_progress import happened
from so_tui.domain.records import OWN_COPY
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic import records as tracking
from so_tui.logic.cell_changes import let_count
from so_tui.logic.treating import take_over
from so_tui.logic.visit_review import (
    REPORT,
    OpenItem,
    ReviewPart,
    held_visits,
    left_after,
    loose_tasks,
    new_report,
    tidied_visit,
)
from tests.support.values import TODAY

DEMO = demo_state(TODAY)
FIRST, SECOND, _ = in_order(DEMO.doctors.values())


def last() -> Encounter:
    """Return the second doctor's visit, the last one held."""
    visit = last_visit(DEMO.visits.values())
    assert visit is not None
    assert visit.doctor_id == SECOND.id
    return visit


def keys(state: AppState, part: ReviewPart) -> list[str]:
    """Return what is left of one part."""
    return [left.key for left in left_after(state, last()) if left.part is part]


def test_the_last_visit_held_is_tidied_unless_another_is_chosen() -> None:
    assert tidied_visit(DEMO, "", TODAY) == last()
    undated = replace(last(), id="0" * 12, day=None, at=None)
    assert tidied_visit(apply(DEMO, [Put(undated)]), "", TODAY) == last()
    other = next(v for v in DEMO.visits.values() if v.doctor_id == FIRST.id)
    assert tidied_visit(DEMO, other.id, TODAY) == other
    days = [v.day for v in held_visits(DEMO, TODAY)]
    assert days == sorted(days, key=str, reverse=True)
    assert all(day is not None and day <= TODAY for day in days)


def test_empty_are_the_core_points_without_a_word_or_a_mark() -> None:
    state = replace(DEMO, cells={}, marks={})
    assert keys(state, ReviewPart.POINT) == [p.key for p in core_points()]
    filled = {c.point for c in DEMO.cells.values() if c.doctor_id == SECOND.id}
    assert keys(DEMO, ReviewPart.POINT) == [p.key for p in core_points() if p.key not in filled]


def test_words_without_a_mark_wait_for_one_but_not_the_references() -> None:
    cells = {id_: replace(c, state=State.BLANK) for id_, c in DEMO.cells.items()}
    state = replace(DEMO, cells=cells, marks={})
    with_words = {c.point for c in cells.values() if c.doctor_id == SECOND.id and c.text}
    assert keys(state, ReviewPart.MARK) == [p.key for p in core_points() if p.key in with_words]
    at_first = next(v for v in DEMO.visits.values() if v.doctor_id == FIRST.id and v.took_place)
    assert ReviewPart.MARK not in {left.part for left in left_after(state, at_first)}


def test_two_versions_are_left_until_one_is_chosen() -> None:
    theirs, _ = (cell for cell in DEMO.cells.values() if cell.by)
    assert keys(DEMO, ReviewPart.VERSION) == [theirs.point]
    chosen = apply(DEMO, let_count(DEMO, theirs))
    assert keys(chosen, ReviewPart.VERSION) == []
    marked = next(m for m in DEMO.marks.values() if m.point == theirs.point)
    assert keys(chosen, ReviewPart.DOUBT) == [marked.id]


def test_a_todo_of_the_visit_needs_a_name_and_a_date() -> None:
    line = next(n for n in DEMO.notes.values() if n.visit_id == last().id)
    task = next(iter(DEMO.tasks.values()))
    task = replace(task, note_id=line.id, done_on=None, due_visit="", owner=BLANK, due=None)
    for owner, due, loose in (
        ("", None, True),
        ("Sam", None, True),
        ("", TODAY, True),
        ("Sam", TODAY + timedelta(days=1), False),
    ):
        changed = replace(task, owner=Clean(owner), due=due)
        state = replace(DEMO, tasks={changed.id: changed})
        assert bool(loose_tasks(state, last())) is loose
    done = replace(task, done_on=TODAY)
    assert loose_tasks(replace(DEMO, tasks={done.id: done}), last()) == []


def test_the_report_is_left_until_the_first_doctor_confirms_it() -> None:
    (report,) = (r for r in DEMO.records.values() if r.back)
    ends = {OWN_COPY: EventKind.RECEIVED, FIRST.id: EventKind.CONFIRMED}
    assert set(keys(DEMO, ReviewPart.TRANSFER)) == {
        f"{report.id}/{destination}" for destination in ends
    }
    state = DEMO
    for destination, kind in ends.items():
        progress = tracking.progress_of(state, report, destination)
        event = happened(progress, kind, TODAY)
        state = apply(state, tracking.told(state, progress.transfer, event))
    assert keys(state, ReviewPart.TRANSFER) == []


def test_without_the_report_on_the_list_it_is_offered() -> None:
    state = replace(DEMO, records={})
    assert OpenItem(ReviewPart.REPORT) in left_after(state, last())
    assert new_report(state).template == REPORT
    assert new_report(state).back


def test_a_visit_with_several_doctors_is_reviewed_for_each_of_them() -> None:
    """'several doctors in a visit': what one of them said does not fill in the other's points."""
    held = last_visit(DEMO.visits.values())
    assert held is not None
    third = in_order(DEMO.doctors.values())[-1].id
    both = replace(held, more_doctor_ids=(third,))
    assert left_after(DEMO, both) == left_after(DEMO, held)
    empty = {item.key for item in left_after(DEMO, both, third) if item.part is ReviewPart.POINT}
    filled = {c.point for c in DEMO.cells.values() if c.doctor_id == third and c.text}
    assert empty == {point.key for point in core_points()} - filled
    assert empty


def test_what_goes_back_goes_to_who_has_the_care_now() -> None:
    """Hard case "the first doctor leaves": nobody was told to send the report to the next one."""
    third = in_order(DEMO.doctors.values())[2]
    before = {key for key in keys(DEMO, ReviewPart.TRANSFER) if key.endswith(f"/{FIRST.id}")}
    assert before
    state = apply(DEMO, take_over(DEMO, third, TODAY - timedelta(days=1)))
    after = {key for key in keys(state, ReviewPart.TRANSFER) if not key.endswith("/")}
    assert after == {key.replace(FIRST.id, third.id) for key in before}
