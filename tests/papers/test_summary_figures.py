"""The words and signs of the summary against a plain recount, for random grids."""

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from so_tui.content import core_points
from so_tui.domain.opinions import OWN, RELATIVE, Cell, State, cell_id, mark_between
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.ui.screens.summary.screen import strip_lines, summary_rows
from tests.support.values import CASE_ID, case, doctor

CORE = [point.key for point in core_points()]
LABELS = {point.key: str(point.label) for point in core_points()}
SIGN = {
    "": "_", "same": "=", "adds": "+", "says less": "-", "differs": "x", "not discussed": ".",
    "not clear": "?",
}  # fmt: skip
ORDER = ["differs", "not clear", "not discussed", "adds", "says less", "same"]
ALONE = (State.NOT_DISCUSSED, State.NOT_CLEAR)

points = st.sampled_from([*CORE, "felt"])
place = st.tuples(st.integers(0, 3), points)
cells = st.dictionaries(place, st.tuples(st.booleans(), st.sampled_from(OWN)), max_size=60)
marks = st.dictionaries(
    st.tuples(st.integers(0, 3), points), st.sampled_from([*RELATIVE, State.LESS]), max_size=30
)
Cells = dict[tuple[int, str], tuple[bool, State]]
Marks = dict[tuple[int, str], State]


def made(said: Cells, against: Marks, number: int) -> tuple[AppState, list[Doctor]]:
    """Return a case with so many doctors; the marks are against the first."""
    doctors = [doctor(n) for n in range(number)]
    kept = [
        Cell(
            id=cell_id(CASE_ID, doctors[n].id, about),
            case_id=CASE_ID,
            doctor_id=doctors[n].id,
            point=about,
            text=Clean("words" if written else ""),
            state=state,
        )
        for (n, about), (written, state) in said.items()
        if n < number
    ]
    state = of_case(CASE_ID, [case(), *doctors, *kept])
    others = [
        mark_between(CASE_ID, doctors[n].id, doctors[0].id, about, mark)
        for (n, about), mark in against.items()
        if n < number and n
    ]
    return apply(state, list(map(Put, others))), doctors


def plain(said: Cells, against: Marks, number: int) -> list[dict[str, State]]:
    """Return the state of each doctor on each core point, worked out one by one."""
    found: list[dict[str, State]] = []
    for n in range(number):
        row = {}
        for about in CORE:
            own = said.get((n, about), (False, State.BLANK))[1]
            row[about] = State.BLANK
            if own in ALONE:
                row[about] = own
            elif n:
                row[about] = against.get((n, about), State.BLANK)
        found.append(row)
    return found


@given(cells, marks, st.integers(2, 4))
def test_every_figure_and_every_sign_is_a_recount(said: Cells, against: Marks, number: int) -> None:
    state, doctors = made(said, against, number)
    states = plain(said, against, number)
    rows = summary_rows(state)
    for n, one in enumerate(doctors):
        if n == 0:
            continue
        counts = Counter(states[n].values())
        own = [row for row in rows if row.key.startswith(one.id)]
        told = "\n".join(row.cells[1] for row in own if "/" not in row.key)
        shown = {w: int(k) for k, w in re.findall(r"(\d+) (" + "|".join(ORDER) + ")", told)}
        assert shown == {str(s): k for s, k in counts.items() if s}
        unmarked = re.findall(r"Without a mark: (\d+)\.", told)
        assert [int(k) for k in unmarked] == ([counts[State.BLANK]] if counts[State.BLANK] else [])
        differ = re.findall(r"on which they differ: (\d+)\.", told)
        assert [int(k) for k in differ] == (
            [counts[State.DIFFERS]] if counts[State.DIFFERS] else []
        )
        listed = [(row.key.split("/")[1], row.cells[0]) for row in own if "/" in row.key]
        assert listed == [(p, f"{SIGN[s]} {s}") for s in ORDER for p in CORE if states[n][p] == s]
        assert all(
            row.cells[1].startswith(LABELS[row.key.split("/")[1]]) for row in own if "/" in row.key
        )
        assert "%" not in told
    check_strip(strip_lines(state), said, states, doctors)


def check_strip(
    lines: list[str],
    said: Cells,
    states: list[dict[str, State]],
    doctors: list[Doctor],
) -> None:
    """Compare the picture: the reference stands first, a written point of it is a star."""
    assert [int(n) for n in lines[0].split()] == list(range(1, len(CORE) + 1))
    assert len(lines) == 1 + len(doctors)
    for n, line in enumerate(lines[1:]):
        name = str(doctors[n].name)
        assert line.startswith(name)
        expected = [
            "*"
            if n == 0 and not states[n][p] and said.get((n, p), (False,))[0]
            else SIGN[states[n][p]]
            for p in CORE
        ]
        assert line.removeprefix(name).split() == expected


def test_with_one_doctor_nothing_is_counted() -> None:
    state, (one,) = made({(0, "plan"): (True, State.BLANK)}, {}, 1)
    (row,) = summary_rows(replace(state, doctors={one.id: one}))
    assert row.heading
