"""What the screens write in their lines, without a screen."""

from so_tui.content import core_points
from so_tui.domain.costs import Cost
from so_tui.domain.opinions import Cell, State
from so_tui.domain.state import of_case
from so_tui.domain.text import Clean
from so_tui.ui.screens.home.rows import case_rows
from so_tui.ui.screens.insurance.rows import cost_parts
from tests.support.marks import against_first
from tests.support.values import CASE_ID, TODAY, case, doctor

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
    shown = dict(cost_parts(cost))
    assert {name: shown[name] for name in ("Quoted", "Covered", "My part")} == {
        "Quoted": "1,200.50 crowns",
        "Covered": "1,000 crowns",
        "My part": "200.50 crowns",
    }
