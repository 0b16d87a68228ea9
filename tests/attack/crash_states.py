"""The program runs once under strace; then every state that a crash may leave is opened."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.attack import crash_trace, forms, ground, hands, readers
from tests.attack.bits import flip
from tests.attack.crash_disk import STYLES, Disk
from tests.attack.crash_trace import Change
from tests.attack.ground import Ground
from tests.attack.program import PASSPHRASE, Done, Place, files_below
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal

STATES = 30
"""So many states are opened in a round."""
NEW_PASSPHRASE = "other words of Zoe"


@dataclass(frozen=True, slots=True)
class Run:
    """What is run under strace.

    Attributes:
        words: The command's words.
        typed: What it reads from standard input.
        new: Entries that it saves; each counts once it was printed.
        other: Entries that take the place of all others, once it has ended, if any.
        by_hand: What answers the command in a terminal, if it asks.
    """

    words: tuple[str, ...]
    typed: bytes = b""
    new: tuple[str, ...] = ()
    other: frozenset[str] = frozenset()
    by_hand: Callable[[Terminal], object] | None = None


Make = Callable[[Ground, Random], tuple[Place, Run]]


def adding(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note: a start, a save, and a snapshot at the end."""
    token = field.token()
    make = chance.choice((ground.used, ground.left))
    return field.copy(make), Run(("note", "add", f"{token} said"), new=(token,))


def adding_lines(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add several lines from standard input."""
    tokens = tuple(field.token() for _ in range(4))
    typed = "".join(f"{token} said\n" for token in tokens).encode()
    return field.copy(ground.left), Run(("note", "add", "-"), typed, tokens)


def setting_aside(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note where a journal is damaged, so that it is set aside first."""
    place, run = adding(field, chance)
    place = field.copy(ground.left)
    (path, *_) = forms.journals(place.folder)
    content = path.read_bytes()
    flip(path, content.rindex(b"\n", 0, len(content) - 1) + 20, 1)
    return place, run


def migrating(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note to a store of the first version."""
    place, run = adding(field, chance)
    content = (place.folder / forms.SNAPSHOT).read_bytes()
    shutil.rmtree(place.folder)
    place.folder.mkdir(mode=0o700)
    path = place.folder / forms.SNAPSHOT
    path.write_bytes(forms.old_store(forms.read_snapshot(content)))
    path.chmod(0o600)
    return place, run


def backing_up(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Write a copy elsewhere, which changes nothing here."""
    place = field.copy(ground.left)
    return place, Run(("backup", str(place.home / "copy.json")))


def restoring(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Bring a copy of other notes back."""
    place, other = field.copy(ground.left), field.copy(ground.used)
    ground.saved(other, "note", "add", f"{field.token()} elsewhere")
    ground.saved(other, "backup", str(place.home / "copy.json"))
    tokens = readers.listen(other, ["export"]).tokens
    words = ("restore", str(place.home / "copy.json"), "--replace")
    return place, Run(words, other=frozenset(tokens))


def locking(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Lock the notes."""
    return field.copy(ground.left), Run(("lock",), by_hand=hands.answer_lock)


def unlocking(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Take the passphrase away."""
    return field.copy(ground.locked), Run(("unlock",))


def changing(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Choose another passphrase."""
    typed = f"{PASSPHRASE}\n{NEW_PASSPHRASE}\n".encode()
    return field.copy(ground.locked), Run(("passphrase",), typed)


def adding_locked(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note to notes that are locked."""
    token = field.token()
    return field.copy(ground.locked), Run(("note", "add", f"{token} said"), new=(token,))


MAKES: tuple[Make, ...] = (
    adding,
    restoring,
    locking,
    adding_lines,
    setting_aside,
    migrating,
    unlocking,
    changing,
    adding_locked,
    backing_up,
)


def round_(field: Ground, chance: Random, number: int) -> None:
    """Trace one run and open states of it.

    Raises:
        Violation: Something acknowledged is not there in one of them.
    """
    make = MAKES[number % len(MAKES)]
    place, run = make(field, chance)
    old = readers.listen(place, ["export"]).tokens
    before = place.home / "before"
    shutil.copytree(place.folder, before)
    changes = _trace(place, run)
    disk = Disk(before, changes)
    name = make.__name__.replace("_", " ")
    places = [n + 1 for n, change in enumerate(changes) if change.what != "say"]
    field.tried["runs traced"] += 1
    for _ in range(STATES):
        count, style = chance.choice(places), chance.choice(STYLES)
        field.scene = (
            f"{name}: {style} after {count} of {len(changes)} changes; {_near(changes, count)}"
        )
        field.tried[f"states of {name}"] += 1
        state = field.empty(locked=place.locked)
        disk.after(count, style, chance, state.folder)
        with field.noting():
            check(field, state, run, old, changes[:count], count == len(changes), name, chance)
        shutil.rmtree(state.home)


def _near(changes: Sequence[Change], count: int) -> str:
    return "; ".join(f"{c.what} {Path(c.path).name}" for c in changes[max(0, count - 3) : count])


def _trace(place: Place, run: Run) -> list[Change]:
    """Run it under strace; return what it changed, with paths in the data folder.

    Raises:
        Violation: It failed.
    """
    log = place.home / "strace.log"
    sizes = {str(path): path.stat().st_size for path in files_below(place.folder)}
    argv = place.argv(*run.words)
    if place.locked:
        argv += ["--passphrase-fd", "0"]
    typed = run.typed or (PASSPHRASE.encode() + b"\n" if place.locked else b"")
    if run.by_hand:
        command = crash_trace.strace(log, argv)
        with Terminal(command, size=(90, 40), env=place.env, cwd=place.home) as window:
            run.by_hand(window)
            code, shown = window.wait(60), window.text()
    else:
        done = subprocess.run(
            crash_trace.strace(log, argv),
            input=typed,
            capture_output=True,
            env=place.env,
            cwd=place.home,
            timeout=120,
            check=False,
        )
        code, shown = done.returncode, (done.stdout + done.stderr).decode(errors="replace")
    if code not in (0, 5):
        raise Violation(Kind.CLOSED, f"{run.words[0]} fails under strace", shown)
    found = crash_trace.changes(log, [place.folder], sizes)
    return [_inside(change, place.folder) for change in found]


def _inside(change: Change, folder: Path) -> Change:
    """Return a change with paths relative to the data folder."""
    start = f"{folder}/"
    path = change.path.removeprefix(start) if change.path != str(folder) else "."
    data = change.data
    if change.what == "rename":
        data = change.new_path.removeprefix(start).encode()
    return replace(change, path=path, data=data)


def check(
    field: Ground,
    state: Place,
    run: Run,
    old: set[str],
    made: Sequence[Change],
    is_whole: bool,
    name: str,
    chance: Random,
) -> None:
    """Open one state, and check that all is there that was told."""
    told = b"".join(change.data for change in made if change.what == "say").decode(errors="replace")
    done, key = _export(state)
    there = set(ground.TOKEN.findall(done.out))
    wanted = old | {token for token in run.new if token in told}
    case = f"a crash in {name}"
    if run.other:
        ended = is_whole
        if not (there == run.other or (not ended and there >= old)):
            detail = f"missing {sorted(old - there)}, new missing {sorted(run.other - there)}"
            raise Violation(Kind.LOST, f"{case}: neither old nor new", f"{detail}\n{done.err}")
        wanted = there
    if lost := sorted(wanted - there):
        detail = f"{lost}\n{done}\n{readers.listing(state)}"
        raise Violation(Kind.LOST, case, detail)
    if done.code != 0:
        field.tried["states where something is said"] += 1
    if chance.random() < 0.15:
        token = field.token()
        again = state.run("note", "add", f"{token} on", key=key)
        now = state.run("export", key=key)
        if token not in again.out:
            raise Violation(Kind.CLOSED, f"nothing can be saved after {case}", str(again))
        if lost := sorted((wanted | {token}) - set(ground.TOKEN.findall(now.out))):
            raise Violation(Kind.LOST, f"{case}, then a save", f"{lost}\n{now.err}")


def opened_by(state: Place) -> bytes | None:
    """Return the passphrase that opens the notes; None when they open without.

    Raises:
        Violation: Nothing opens them.
    """
    return _export(state)[1]


def _export(state: Place) -> tuple[Done, bytes | None]:
    """Export the notes, with a passphrase when they ask for one; return it and what opened them.

    Raises:
        Violation: Nothing opens them.
    """
    tries: list[bytes | None] = [None, PASSPHRASE.encode() + b"\n", NEW_PASSPHRASE.encode() + b"\n"]
    state.locked = False
    for key in tries:
        done = state.run("export", key=key)
        if done.out:
            return done, key
    detail = f"{done}\n{readers.listing(state)}"
    raise Violation(Kind.CLOSED, "a store that nothing opens after a crash", detail)
