"""Two real terminals on the same notes: the patient's and the companion's."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal


def test_each_sees_the_others_lines_while_typing(data_dir: Path) -> None:
    made = so_tui("demo", "--data-dir", str(data_dir))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    visit = so_tui("visit", "--data-dir", str(data_dir))
    with Terminal([*visit, "--as", "Pat"]) as pat, Terminal([*visit, "--as", "Sam"]) as sam:
        pat.wait_for("Pat types")
        sam.wait_for("Sam types")
        sam.send("half a li")
        sam.wait_for("half a li")
        pat.send("she says Tuesday\r")
        sam.wait_for("she says Tuesday")
        assert "half a li" in sam.text()
        sam.send("ne\r")
        pat.wait_for("half a line")
        pat.signal(signal.SIGKILL)
        pat.wait(10)
        sam.send("still here\r")
        sam.wait_for("Saved")
        sam.send("\x11")
        assert sam.wait(10) == 0
    status = subprocess.run(
        so_tui("export", "--data-dir", str(data_dir)), capture_output=True, check=True, timeout=60
    )
    kept = status.stdout.decode()
    assert all(line in kept for line in ("she says Tuesday", "half a line", "still here"))
