"""What the screens write in their lines, without a screen."""

from dataclasses import replace
from typing import Any

from so_tui.content import core_points, point
from so_tui.demo.case import demo_state
from so_tui.domain.costs import Cost
from so_tui.domain.opinions import Cell, State, mark_between
from so_tui.domain.people import in_order
from so_tui.domain.state import Conflict, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.comparison import comparison_of
from so_tui.logic.overview import counts_words
from so_tui.papers.comparison import make_comparison
from so_tui.ui.rows.opinions import state_word
from so_tui.ui.screens.home.rows import case_rows, version_words
from so_tui.ui.screens.insurance.rows import cost_parts
from so_tui.ui.screens.summary.screen import strip_words
from tests.support.marks import against_first
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, note, visit

DEMO = demo_state(TODAY)
MARKS = (State.SAME, State.ADDS, State.NOT_CLEAR, State.NOT_DISCUSSED, State.DIFFERS)


def test_home_names_what_is_not_settled_between_two_doctors() -> None:
    second = doctor(1)
    points = [point.key for point in core_points()]
    cells = [
        Cell(case_id=CASE_ID, doctor_id=second.id, point=point, state=mark)
        for point, mark in zip(points, MARKS, strict=False)
    ]
    assert len(cells) == len(MARKS)
    stored = against_first(cells, doctor(0).id)
    rows = case_rows(
        of_case(CASE_ID, [case(), doctor(0), second, *stored]), TODAY, offers_lock=False
    )
    (row,) = (each for each in rows if each.key == f"opinions:#{second.id}")
    assert row.cells == (second.name, "1 differs, 1 not clear, 1 not discussed")


def test_each_sum_of_a_cost_stands_under_its_own_name() -> None:
    cost = Cost(
        case_id=CASE_ID, what=Clean("The visit"), currency=Clean("crowns"),
        quoted=120_050, covered=100_000, mine=20_050,
    )  # fmt: skip
    shown = dict(cost_parts(of_case(CASE_ID, [case(), cost]), cost))
    assert {name: shown[name] for name in ("Quoted", "Covered", "You pay")} == {
        "Quoted": "1,200.50 crowns",
        "Covered": "1,000 crowns",
        "You pay": "200.50 crowns",
    }


def test_where_the_reference_adds_something_the_other_one_says_less() -> None:
    first, second, _ = in_order(DEMO.doctors.values())
    adds = [m for m in DEMO.marks.values() if m.state is State.ADDS]
    turned = apply(DEMO, [Put(replace(mark, adds=first.id)) for mark in adds])
    paper, before = make_comparison(turned, TODAY), make_comparison(DEMO, TODAY)
    assert paper is not None
    assert before is not None
    assert state_word(comparison_of(turned).state(second.id, "stage")) == "- says less"
    said = counts_words(turned)
    assert f"{len([m for m in adds if point(m.point).core])} says less" in said
    assert "adds" not in said
    assert "5 says less" in counts_words(DEMO, second.id)
    assert "- says less" in strip_words(turned, 200)
    assert "- says less" in paper.legend
    for said in (counts_words(DEMO), strip_words(DEMO, 200), before.legend):
        assert "says less" not in said


def test_a_conflict_about_a_mark_tells_who_adds_something() -> None:
    one, other = doctor(0), doctor(1)
    mark = mark_between(CASE_ID, one.id, other.id, "plan", State.ADDS)
    shared: dict[str, Any] = {
        "case_id": CASE_ID, "table": "marks", "entity_id": mark.id, "at": NOW,
    }  # fmt: skip
    adds = Conflict(**shared, field="adds", other=Clean(f'"{other.id}"'))
    state = Conflict(**shared, field="state", other=Clean('"same"'))
    cell = Cell(case_id=CASE_ID, doctor_id=other.id, point="plan", state=State.NOT_CLEAR)
    about = {"table": "cells", "entity_id": cell.id, "field": "state", "other": Clean('""')}
    below = Conflict(**{**shared, **about})
    case_ = of_case(CASE_ID, [case(), one, other, mark, cell, adds, state, below])
    assert version_words(case_, adds) == (f"{one.name} adds", f"{other.name} adds")
    assert version_words(case_, state) == (f"{one.name} adds", "same")
    assert version_words(case_, below) == ("not clear", "says less")


def test_a_conflict_about_a_line_tells_names_and_no_ids() -> None:
    one, other = doctor(0), doctor(1)
    seen = visit(one, day=TODAY)
    line = note(seen, said_by=one.id)
    shared: dict[str, Any] = {
        "case_id": CASE_ID, "table": "notes", "entity_id": line.id, "at": NOW,
    }  # fmt: skip
    said_by = Conflict(**shared, field="said_by", other=Clean(f'"{other.id}"'))
    place = Conflict(**shared, field="visit_id", other=Clean('""'))
    private = Conflict(**shared, field="private", other=Clean("true"))
    case_ = of_case(CASE_ID, [case(), one, other, seen, line, said_by, place, private])
    assert version_words(case_, said_by) == (one.name, other.name)
    assert version_words(case_, place)[1] == "The diary, in no visit"
    assert version_words(case_, place)[0].startswith(one.name)
    assert version_words(case_, private) == ("not private", "private")
