"""What the screens show of the comparison is worked out once a change, however many ask for it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from so_tui.domain.comparison import Comparison, compare
from so_tui.domain.opinions import Cell, Mark
from so_tui.domain.questions import Question
from so_tui.domain.state import AppState
from so_tui.logic import comparison, followup
from so_tui.logic.comparison import comparison_of
from so_tui.logic.questions import to_ask
from tests.ui.support import demo, open_app


async def test_a_mark_has_the_comparison_worked_out_once(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[Comparison] = []

    def counted(
        doctor_ids: Sequence[str], reference: str, cells: Mapping[str, Cell], marks: Iterable[Mark]
    ) -> Comparison:
        worked_out.append(compare(doctor_ids, reference, cells, marks))
        return worked_out[-1]

    monkeypatch.setattr(comparison, "compare", counted)
    async with open_app(data_dir, state=demo(), mode="opinions") as user:
        await user.choose("diagnosis", "#grid")
        await user.press("right", "right")
        worked_out.clear()
        await user.press("down", "up")
        assert worked_out == []
        await user.press("x")
        await user.saved()
        assert worked_out == [comparison_of(user.state)]
        await user.press("+")
        await user.saved()
        assert len(worked_out) == 2


async def test_a_line_left_out_has_the_agenda_worked_out_once(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[AppState] = []

    def counted(state: AppState, doctor_id: str) -> list[Question]:
        worked_out.append(state)
        return to_ask(state, doctor_id)

    monkeypatch.setattr(followup, "to_ask", counted)
    async with open_app(data_dir, state=demo(), mode="followup") as user:
        await user.press("down")
        worked_out.clear()
        await user.press("down", "space")
        await user.saved()
        assert worked_out == [user.state]
