"""Every system call of a start, a save and a checkpoint may fail, or be the last one."""

import errno
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from so_tui.domain.notes import Note
from so_tui.domain.state import Put
from so_tui.storage.drafts.draft_writer import TIDY_AT
from so_tui.storage.errors import StoreError
from so_tui.storage.snapshot.backups import name_of
from so_tui.storage.store import Store
from tests.support.faults import Tell, Work, calls_of, in_processes, watched, why_not
from tests.support.lean import lean
from tests.support.stored import CASE, note
from tests.support.trials import Trial, share_out, trials_of

PARTS = ("start", "save", "draft", "checkpoint", "save after it", "tidy drafts", "close")
HALVES = ("half", "half a line", "half a line" * (TIDY_AT // 10))


def left_behind(folder: Path) -> None:
    """Leave the journal, the draft and the unfinished snapshot of a session that was killed."""
    store = Store.open(folder)
    store.commit([Put(note(2))])
    store.drafts.put("left", "behind")
    store.drafts.flush()
    (folder / "store.json.0123456789ab.tmp").write_bytes(b"{")
    os._exit(0)


def base(folder: Path) -> None:
    """Make a store with all that there is to read, to take over, to let go and to set aside."""
    folder.mkdir()
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    (backup,) = (folder / "backups").iterdir()
    content, now = backup.read_bytes(), datetime.now()
    for days in range(50, 80, 5):
        older = backup.with_name(name_of(0, now - timedelta(days=days)))
        older.write_bytes(content if days > 50 else b'{"meta":{"1":{"sum":""}}}')
        older.chmod(0o600)
    assert in_processes(lambda _: left_behind(folder), 1) == []


def life(folder: Path, last: int = len(PARTS)) -> Work:
    """Return the work of one session, which tells what it has been promised.

    Args:
        folder: The data directory.
        last: After which part it is killed, if it is.
    """

    def live(tell: Tell) -> Iterator[None]:
        store = Store.open(folder)
        saved: list[int] = []

        def save(*numbers: int) -> None:
            for number in numbers:
                saved.append(number)
                with suppress(StoreError):
                    store.commit([Put(note(number))])
                    tell("saved " + " ".join(map(str, saved)))

        def draft(which: int) -> None:
            store.drafts.put("note", HALVES[which])
            if store.drafts.flush():
                tell(f"kept {which}")

        yield
        save(11)
        yield
        draft(0)
        draft(1)
        yield
        with suppress(StoreError):
            store.checkpoint()
        yield
        save(12, 13)
        yield
        draft(2)
        yield
        store.close()

    def work(tell: Tell) -> Iterator[None]:
        with suppress(StoreError):
            for number, _ in enumerate(live(tell)):
                if number == last:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield

    return work


def check(folder: Path, told: tuple[str, ...]) -> None:
    """Make sure that all that was promised is there, and nothing else."""
    promised = {1, 2}
    half = -1
    for line in told:
        what, *numbers = line.split()
        if what == "saved":
            promised |= set(map(int, numbers))
        elif what == "kept":
            half = int(numbers[0])
    possible = {note(n) for n in (1, 2, 11, 12, 13)}
    shown = set(Store.read(folder).entities()) - {CASE}
    for _ in range(2):
        with Store.open(folder) as store:
            kept = {entity for entity in store.entities() if isinstance(entity, Note)}
            drafts = {key: draft.text for key, draft in store.drafts.all().items()}
            said = store.notices
        assert {note(n) for n in promised} <= kept <= possible
        assert kept == shown
        assert drafts.pop("left", "") == "behind"
        assert drafts.get("note", "") in (HALVES[half:] if half >= 0 else ("", *HALVES))
    assert said == [], "a start says again what the one before it has said"
    left = {name for name in os.listdir(folder) if name != "damaged"}
    assert left == {"lock", "store.json", "journal", "drafts", "backups"}
    assert not [*folder.rglob("*tmp")]


needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())


ENDINGS = [(part, goes_on) for part in range(len(PARTS)) for goes_on in (True, False)][:-1]


@needs_strace
@pytest.mark.parametrize(
    ("part", "goes_on"),
    ENDINGS,
    ids=[f"{PARTS[p]}{'' if g else ', then killed'}" for p, g in ENDINGS],
)
@lean
def test_every_system_call_may_fail_or_be_the_last(
    tmp_path: Path, part: int, goes_on: bool
) -> None:
    base(tmp_path / "base")
    count = shutil.copytree(tmp_path / "base", tmp_path / "count")
    trials = trials_of(calls_of(life(count), part, tmp_path / "log"))
    assert len(trials) >= 20
    if not goes_on:
        trials = [trial for trial in trials if "KILL" not in trial[2]]

    def fail(folder: Path, trial: Trial) -> None:
        call, nth, fault = trial
        options = ("-o", os.devnull, "-e", f"trace={call}")
        inject = ("-e", f"inject={call}:{fault}:when={nth}")
        work = life(folder, len(PARTS) if goes_on else part)
        outcome = watched(work, part, *options, *inject)
        about = f"{call} {nth} {fault}: {outcome}"
        assert not outcome.trouble, about
        killed = -signal.SIGKILL
        assert outcome.code == killed if "KILL" in fault else outcome.code in (0, killed), about
        try:
            check(folder, outcome.told)
        except (AssertionError, StoreError) as error:
            raise AssertionError(about) from error

    share_out(fail, trials, tmp_path)


class Short:
    """A write of which only the first bytes reach the file, once.

    Args:
        nth: Which write.
        part: How much of it is written, from 0 to 1; never all or nothing.
        then: What comes of the next one: 'goes on', 'full' or 'killed'.
    """

    def __init__(self, nth: int, part: float, then: str) -> None:
        self.number = 0
        self._nth = nth
        self._part = part
        self._then = then
        self._write = os.write

    def __call__(self, descriptor: int, content: bytes) -> int:
        """Write, as `os.write` does."""
        self.number += 1
        if self.number == self._nth:
            cut = max(1, min(len(content) - 1, round(len(content) * self._part)))
            content = content[:cut]
        elif self.number == self._nth + 1 and self._then == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif self.number == self._nth + 1 and self._then == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        return self._write(descriptor, content)


@lean
def test_every_write_may_be_cut_short(tmp_path: Path) -> None:
    base(tmp_path / "base")
    log = tmp_path / "told"

    def live(folder: Path, short: Short, log: Path) -> None:
        with pytest.MonkeyPatch.context() as patch, open(log, "a", buffering=1) as told:
            patch.setattr(os, "write", short)
            for _ in life(folder)(lambda line: void(told.write(f"{line}\n"))):
                pass
            told.write(f"{short.number} writes\n")

    count = shutil.copytree(tmp_path / "base", tmp_path / "count")
    assert in_processes(lambda _: live(count, Short(0, 0, "goes on"), log), 1) == []
    writes = int(log.read_text().splitlines()[-1].split()[0])
    assert writes > 10
    parts, endings = (0, 0.5, 1), ("goes on", "full", "killed")
    trials = [(n, p, e) for n in range(1, writes + 1) for p in parts for e in endings]

    def cut(folder: Path, trial: tuple[int, float, str]) -> None:
        told = folder.with_name(f"{folder.name}-told")
        told.unlink(missing_ok=True)
        ended = in_processes(lambda _: live(folder, Short(*trial), told), 1)
        assert ended in ([], ["ended with -9"]), (trial, ended)
        try:
            check(folder, tuple(told.read_text().splitlines()))
        except (AssertionError, StoreError) as error:
            raise AssertionError(trial) from error

    share_out(cut, trials, tmp_path)


def void(_: object) -> None:
    """Take a value and return none."""


@needs_strace
@pytest.mark.parametrize("call", ["fdatasync", "fsync"])
def test_after_a_failed_sync_the_file_is_not_written_to_again(tmp_path: Path, call: str) -> None:
    def work(tell: Tell) -> Iterator[None]:
        store = Store.open(tmp_path)

        def files() -> dict[str, bytes]:
            return {path.name: path.read_bytes() for path in (tmp_path / "journal").iterdir()}

        before = files()
        yield
        with suppress(StoreError):
            store.commit([Put(CASE)])
            tell("saved")
        yield
        failed = files()
        store.commit([])
        after = files()
        tell(f"{failed == before} {failed.items() < after.items()} {len(after)}")
        os._exit(0)

    inject = ("-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when=1")
    outcome = watched(work, 1, "-o", os.devnull, *inject)
    assert outcome.told == ("True True 2",), outcome
    assert Store.read(tmp_path).entities() == [CASE]
