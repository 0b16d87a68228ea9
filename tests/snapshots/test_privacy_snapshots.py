"""Pictures of the hidden screen, and of each step on the way to a passphrase."""

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.storage.seals import age_scrypt
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.ui.app import SecondOpinionApp
from tests.snapshots.support import LARGE, MEDIUM, SMALL, Build, Snap
from tests.ui.support import NOW, demo, fill_store
from tests.ui.support_locked import PASSPHRASE, fill_locked

RECOVERY_KEY = "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE"
"""All letters that such a key may have, in order and over again: it opens nothing."""

WHY = ("ctrl+p", *text("commands.app.lock")[:6], "down", "enter")
CHOOSE = (*WHY, "enter")
KEY = (*CHOOSE, "a", "enter", "a", "enter")
STEPS = {
    "why": WHY,
    "choose": (*CHOOSE, *"four", "enter", *"fo"),
    "key": KEY,
    "check": (*KEY, "enter", *"gf2t"),
    "hidden": ("f12",),
    "ask": ("f12", *"four"),
}
"""What to press on Home for the picture of each step."""
REFUSED = {
    "choose": (*CHOOSE, "a", "enter", "b", "enter", "c"),
    "check": (*KEY, "enter", "a", "enter", "b", "enter"),
}
"""The same for the steps in which what is typed can be wrong."""
LOCKED = ("ask",)
"""What is shown of notes that have a passphrase."""


@pytest.fixture
def build(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Give a function that makes the app over the made-up case, locked or not."""

    def third_and_tenth(population: Sequence[int], k: int) -> list[int]:
        assert k == 2
        return [population[2], population[9]]

    monkeypatch.setattr(age_scrypt, "WORK", 8)
    monkeypatch.setattr(vault, "new_recovery_key", lambda: RECOVERY_KEY)
    monkeypatch.setattr(random, "sample", third_and_tenth)
    with ExitStack() as opened:

        def make(step: str) -> SecondOpinionApp:
            if step in LOCKED:
                fill_locked(data_dir, demo())
                store = Store.open(data_dir, vault.unlock(data_dir, PASSPHRASE))
            else:
                fill_store(data_dir, demo())
                store = Store.open(data_dir)
            opened.enter_context(store)
            return SecondOpinionApp(store, clock=lambda: NOW)

        yield make


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE], ids=["small", "medium", "large"])
@pytest.mark.parametrize("step", STEPS)
def test_step(snap_compare: Snap, build: Build, step: str, size: tuple[int, int]) -> None:
    assert snap_compare(build(step), press=STEPS[step], terminal_size=size)


@pytest.mark.parametrize("step", REFUSED)
def test_refused(snap_compare: Snap, build: Build, step: str) -> None:
    assert snap_compare(build(step), press=REFUSED[step], terminal_size=SMALL)


@pytest.mark.parametrize("step", STEPS)
def test_without_colour(
    snap_compare: Snap, build: Build, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    press = REFUSED.get(step, STEPS[step])
    assert snap_compare(build(step), press=press, terminal_size=MEDIUM)
