"""Two real terminals on the same notes: the patient's and the companion's."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from so_tui.storage.store import Store
from tests.support.terminal import PATIENCE, Terminal, so_tui

F3 = "\x1bOR"

pytestmark = pytest.mark.terminal


def test_each_sees_the_others_lines_while_typing(data_dir: Path) -> None:
    made = so_tui("demo", "--data-dir", str(data_dir))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    visit = so_tui("visit", "--data-dir", str(data_dir))
    with Terminal([*visit, "--as", "Pat"]) as pat, Terminal([*visit, "--as", "Sam"]) as sam:
        pat.wait_for("Typing: Pat")
        sam.wait_for("Typing: Sam")
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_half_words_outlive_a_window_that_is_ended_while_another_one_writes(
    data_dir: Path, number: signal.Signals
) -> None:
    made = so_tui("demo", "--data-dir", str(data_dir))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    visit = so_tui("visit", "--data-dir", str(data_dir))
    with Terminal([*visit, "--as", "Pat"]) as pat, Terminal([*visit, "--as", "Sam"]) as sam:
        pat.wait_for("Typing: Pat")
        sam.wait_for("Typing: Sam")
        sam.send("half a line")
        sam.wait_for("half a line")
        sam.send(f"{F3}n")
        sam.wait_for("A new task")
        sam.send("half a task")
        sam.wait_for("half a task")
        pat.send("she says Tuesday\r")
        sam.wait_for("half a task")
        if number == signal.SIGKILL:
            drafted(data_dir, "half a line", "half a task")
        sam.signal(number)
        sam.wait(10)
        pat.send("and Friday\r")
        pat.wait_for("and Friday")
        pat.send("\x11")
        assert pat.wait(10) == 0
    with Terminal(visit) as later:
        later.wait_for("half a line")
        later.send(f"{F3}n")
        later.wait_for("half a task")


def drafted(folder: Path, *texts: str) -> None:
    """Wait until these unfinished words are on disk: a kill gives no time to write them."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with Store.read(folder) as store:
            found = " ".join(draft.text for draft in store.drafts.all().values())
        if all(text in found for text in texts):
            return
        time.sleep(0.05)
    pytest.fail(f"never on disk: {texts}")
