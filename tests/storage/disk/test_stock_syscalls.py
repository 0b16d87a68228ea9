"""Every system call of taking in what stock TinyDB wrote may fail, or be the last one."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from so_tui.domain.state import Put
from so_tui.storage.errors import StoreError
from so_tui.storage.store import Store
from tests.support.faults import Tell, Work, calls_of, watched, why_not
from tests.support.lean import lean
from tests.support.stored import CASE, note
from tests.support.trials import Trial, share_out, trials_of

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


def change(folder: Path) -> None:
    """Change one note, remove one and add one with stock TinyDB."""
    with TinyDB(folder / "store.json") as stock:
        notes = stock.table("notes")
        notes.update({"text": "by another program"}, doc_ids=[1])
        notes.remove(doc_ids=[2])
    os.utime(folder / "store.json", (1_700_000_000, 1_700_000_000))


def base(folder: Path) -> None:
    """Make a store with three notes in its snapshot."""
    folder.mkdir()
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1)), Put(note(2)), Put(note(3))])


def at_a_start(folder: Path) -> Work:
    """Return a start that finds the changed file."""

    def work(tell: Tell) -> Iterator[None]:
        change(folder)
        yield
        with suppress(StoreError):
            store = Store.open(folder)
            yield
            store.commit([Put(note(11))])
            tell("saved")
            os._exit(0)

    return work


def in_an_open_program(folder: Path) -> Work:
    """Return a program that is open when the file is changed, and has saved since."""

    def work(tell: Tell) -> Iterator[None]:
        store = Store.open(folder)
        store.commit([Put(note(3, "changed here"))])
        change(folder)
        yield
        with suppress(StoreError):
            store.refresh()
        yield
        with suppress(StoreError):
            store.commit([Put(note(11))])
            tell("saved")
        os._exit(0)

    return work


def check(folder: Path, third: str, told: tuple[str, ...]) -> None:
    """Make sure that all changes are there, once, and nothing else is left of the fault."""
    expected = {"000000000001": "by another program", "000000000003": third}
    shown = {n.id: n.text for n in Store.read(folder).state().notes.values()}
    for _ in range(2):
        with Store.open(folder) as store:
            state = store.state()
            texts = {key: str(each.text) for key, each in state.notes.items()}
            saved = texts.pop(note(11).id, None)
            assert texts == expected
            assert saved == "said" or "saved" not in told
            assert not state.conflicts
            assert [item.entity for item in store.trash] == [note(2)]
            notices = store.notices
    assert notices == [], "a start says again what the one before it has said"
    assert {key: text for key, text in shown.items() if key != note(11).id} == expected
    copies = {path.read_bytes() for path in (folder / "backups").glob("before-tinydb-*")}
    assert len(copies) == len(list((folder / "backups").glob("before-tinydb-*"))) == 1
    assert b'"by another program"' in copies.pop()
    assert {"lock", "store.json", "journal", "backups"} == {*os.listdir(folder)} - {"drafts"}
    assert not [*folder.rglob("*tmp")]


LIVES: dict[str, tuple[Callable[[Path], Work], str]] = {
    "at a start": (at_a_start, "said"),
    "in an open program": (in_an_open_program, "changed here"),
}


@pytest.mark.parametrize("name", LIVES)
@lean
def test_every_system_call_of_taking_in_may_fail_or_be_the_last(tmp_path: Path, name: str) -> None:
    life, third = LIVES[name]
    base(tmp_path / "base")
    count = tmp_path / "count"
    base(count)
    trials = trials_of(calls_of(life(count), 1, tmp_path / "log"))
    assert len(trials) >= 20

    def fail(folder: Path, trial: Trial) -> None:
        call, nth, fault = trial
        options = ("-o", os.devnull, "-e", f"trace={call}")
        outcome = watched(life(folder), 1, *options, "-e", f"inject={call}:{fault}:when={nth}")
        about = f"{call} {nth} {fault}: {outcome}"
        assert not outcome.trouble, about
        try:
            check(folder, third, outcome.told)
        except (AssertionError, StoreError) as error:
            raise AssertionError(about) from error

    share_out(fail, trials, tmp_path)
