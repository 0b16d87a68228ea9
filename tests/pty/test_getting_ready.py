"""From 'should I?' to a hand-over sheet and a packing list, by keys alone in a real terminal."""

import stat
from pathlib import Path

import pytest

from tests.pty.support_companion import Companion
from tests.pty.support_ready import ABEL, BRANDT
from tests.pty.support_ready_arranging import (
    arrange_company,
    arrange_insurance,
    sign_papers,
)
from tests.pty.support_ready_dates import plan_the_dates
from tests.pty.support_ready_deciding import decide_whether
from tests.pty.support_ready_papers import hand_over, look_at_the_card, pack
from tests.pty.support_ready_questions import gather_questions
from tests.pty.support_ready_records import load_the_disc, track_records
from tests.pty.support_ready_rollover import leave_some_open
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal


def test_from_should_i_to_the_sheet_and_the_packing_list(tmp_path: Path) -> None:
    """Each step asserts on what it left on disk, in the store and in the papers written out."""
    folder, papers = tmp_path / "new", tmp_path / "papers"
    papers.mkdir()
    with Terminal(so_tui("--data-dir", str(folder)), size=(80, 24)) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump in the left breast", "Ruth", ABEL)
        companion.add_doctor(BRANDT, "oncology", "City Hospital", "555 0102")
        decide_whether(companion, folder, papers)
        arrange_insurance(companion, folder)
        track_records(companion, folder)
        sign_papers(companion, folder)
        arrange_company(companion, folder)
        plan_the_dates(companion, folder, papers)
        load_the_disc(companion, folder)
        gather_questions(companion, folder)
        hand_over(companion, papers)
        pack(companion, folder, papers)
        look_at_the_card(companion)
        leave_some_open(companion, folder)
        companion.quit()
    assert {stat.S_IMODE(path.stat().st_mode) for path in papers.iterdir()} == {0o600}
