"""Files that somebody made by hand, with right checksums and impossible insides."""

from random import Random
from typing import Any

from tests.attack import aftermath, forms, ground, hands, readers
from tests.attack import crafted_values as values
from tests.attack.ground import Ground
from tests.attack.program import Place
from tests.attack.violation import Kind, Violation

OTHERS = ("sheet", "dates", "packing", "question list", "record list", "call list", "person list")
"""Commands that read besides those in `readers`."""
PAPERS = ("agenda", "letter", "phone", "comparison", "timeline")
KINDS = ("snapshot", "lock", "snapshot", "journal", "snapshot", "drafts", "restore", "restore")


def round_(field: Ground, chance: Random, number: int) -> None:
    """Put a crafted file in place, or restore one, and use the program on it.

    Raises:
        Violation: The program ended, wrote what it cannot read, or said nothing.
    """
    kind = KINDS[number % len(KINDS)]
    place = field.copy(ground.left if kind in ("journal", "drafts", "lock") else _with_past)
    made = field.template(ground.left if kind in ("journal", "drafts", "lock") else _with_past)
    before = field.remember(made, _counts)
    field.tried[f"crafted: {kind}"] += 1
    if kind == "restore":
        _restored(field, place, chance)
        return
    what = _put(kind, place, chance)
    field.scene = f"{kind}: {what}"
    case = f"a crafted {kind}"
    _read_all(field, place, chance, case)
    told = readers.listen(place)
    status = told.done["status"]
    refuses = status.code == 5 and status.says and not status.out
    after = {} if refuses else _counts(place)
    lost = {name: f"{n}, now {after.get(name, 0)}" for name, n in before.items()
            if after.get(name, 0) < n}  # fmt: skip
    with field.noting():
        if lost and not refuses and not told.done["export"].says:
            raise Violation(Kind.UNSAID, f"export, after {case}", f"{lost}\n{status}")
    with field.noting():
        if lost or status.says:
            aftermath.check_says(place, case)
    if chance.random() < 0.5:
        with field.noting():
            six_screens(place, case)
    if refuses and kind == "lock":
        raise Violation(Kind.CLOSED, f"the notes cannot be read after {case}", str(status))
    if not refuses:
        there = readers.listen(place, ["export"]).tokens
        is_lock = kind == "lock"
        saves = aftermath.SAVES if is_lock else 3
        aftermath.is_fit(field, place, there, case, saves=saves, may_refuse=not is_lock)


def _with_past(place: Place, field: Ground) -> None:
    """Make a store with things that were done, deleted and can be undone."""
    ground.left(place, field)
    with place.window("visit", "--as", "ann") as window:
        hands.ready_for_lines(window)
        window.send(hands.CLEAR)
        for _ in range(2):
            hands.line(window, f"{field.token()} to be deleted")
        hands.go(window, "Tasks")
        window.settle(0.2)
        for _ in range(2):
            window.send("x")
            window.settle(0.2)
        if hands.leave(window) != 0:
            raise Violation(Kind.CRASH, "leaving a whole store", window.text())


def _put(kind: str, place: Place, chance: Random) -> str:
    """Put a crafted file in place; return what is odd about it."""
    if kind == "snapshot":
        content, what = _snapshot(place, chance)
        (place.folder / forms.SNAPSHOT).write_bytes(content)
        if chance.random() < 0.5:
            for path in forms.backups(place.folder):
                path.write_bytes(content)
        return what
    if kind == "lock":
        newest = chance.choice((values.MOST - 1, values.MOST - 3, values.MOST, 10**14, 10**15 - 1))
        saved = chance.choice((newest, newest - 1, 0, 1))
        form = chance.choice((forms.lock_of, forms.old_lock_of))
        (place.folder / forms.LOCK).write_bytes(form(newest, saved))
        return f"{form.__name__} {newest}, {saved}"
    if kind == "journal":
        return _journal(place, chance)
    path = place.folder / forms.DRAFTS / ("c" * 12 + forms.LINES)
    draft = forms.draft(9, "note:5338dcecedb7", "crafted", "2026-11-30T09:00:00")
    at = chance.randrange(4)
    draft[at] = values.odd(chance, draft[at])
    path.write_bytes(forms.line_of(draft))
    path.chmod(0o600)
    return f"{str(draft)[:200]}"


def _snapshot(place: Place, chance: Random) -> tuple[bytes, str]:
    content = (place.folder / forms.SNAPSHOT).read_bytes()
    if chance.random() < 0.05:
        return values.twice(content, chance), "a key twice"
    tables = forms.read_snapshot(content)
    amount = chance.choice((1, 1, 3, 10))
    made = [chance.choice(values.CHANGES)(tables, chance)]
    # More at once find more; those that make the whole file unreadable come alone.
    made += [chance.choice(values.SMALL)(tables, chance) for _ in range(amount - 1)]
    return forms.snapshot(tables), ", ".join(made)


def _journal(place: Place, chance: Random) -> str:
    """Add a journal whose last record, or whose head, is odd."""
    session = "c" * 12
    number = _next_number(place)
    note = forms.read_snapshot((place.folder / forms.SNAPSHOT).read_bytes())["notes"]
    document: dict[str, Any] = dict(chance.choice(list(note.values())))
    document["id"] = "c" * 12
    steps: list[Any] = [["put", "notes", document["id"], document]]
    record: dict[str, Any] = forms.record(number, session, 1, steps)
    head: dict[str, Any] = forms.head(session)
    pick = chance.randrange(5)
    if pick == 0:
        key = chance.choice(sorted(record))
        record[key] = values.odd(chance, record[key])
    elif pick == 1:
        key = chance.choice(("number", "count"))
        record[key] = chance.choice(values.NUMBERS)
    elif pick == 2:
        key = chance.choice(sorted(document))
        document[key] = values.odd(chance, document[key])
    elif pick == 3:
        key = chance.choice(sorted(head))
        head[key] = values.odd(chance, head[key])
    else:
        step = steps[0]
        at = chance.randrange(4)
        step[at] = values.odd(chance, step[at])
        key = f"step {at}"
    path = place.folder / forms.JOURNAL / forms.journal_name(session)
    path.write_bytes(forms.line_of(head) + forms.line_of(record))
    path.chmod(0o600)
    return f"{key}: {str(record)[:200]}"


def _next_number(place: Place) -> int:
    numbers = [
        held["number"]
        for path in forms.journals(place.folder)
        for held in forms.bodies(path.read_bytes())
        if isinstance(held, dict) and isinstance(held.get("number"), int)
    ]
    return max(numbers, default=20) + 1


def _restored(field: Ground, place: Place, chance: Random) -> None:
    """Restore a crafted file, and use what it becomes."""
    content, what = _snapshot(place, chance)
    copy = place.home / "copy.json"
    copy.write_bytes(content)
    field.scene = f"restore: {what}"
    target = field.empty()
    if chance.random() < 0.5:
        ground.saved(target, "demo")
    done = target.run("restore", str(copy), "--replace")
    case = "a crafted file was restored"
    if done.code != 0:
        if not done.err.strip():
            raise Violation(Kind.UNSAID, "restore refuses without a word", str(done))
        return
    _read_all(field, target, chance, case)
    told = readers.listen(target)
    with field.noting():
        silent = [str(d) for d in told.done.values() if d.code not in (0, 3)]
        if silent and not done.err.strip():
            raise Violation(Kind.UNSAID, f"{case}, then read", "\n".join([str(done), *silent]))
    with field.noting():
        six_screens(target, case)
    aftermath.is_fit(field, target, told.tokens, case, saves=3, may_refuse=True)


def _read_all(field: Ground, place: Place, chance: Random, case: str) -> None:
    """Run some other commands that read; each ends by itself, whatever the file holds."""
    every = [tuple(words.split()) for words in (*OTHERS, *(f"paper {name}" for name in PAPERS))]
    for words in chance.sample(every, 4):
        with field.noting():
            done = place.run(*words)
            if done.code not in (0, 3) and not done.err.strip():
                raise Violation(Kind.UNSAID, f"{words[0]} refuses without a word, after {case}")


def six_screens(place: Place, case: str) -> None:
    """Open the six screens; or the program says in plain words why it does not open.

    Raises:
        Violation: It ended by itself.
    """
    with place.window() as window:
        window.wait_for(lambda text: "1 Home" in text or window.closed, 30)
        if window.closed:
            code = window.wait()
        else:
            for name in hands.SCREENS:
                hands.go(window, name)
                window.settle(0.1)
                window.send(hands.DOWN * 3)
                window.settle(0.1)
            code = hands.leave(window)
        shown = window.text()
    place.has_not_crashed()
    if code not in (0, 1, 5) or "Traceback" in shown:
        raise Violation(Kind.CRASH, f"the program ends with {code}, after {case}", shown)


def _counts(place: Place) -> dict[str, int]:
    """Return how many entries of each kind the export has."""
    tables = readers.exported(place)
    return {name: len(rows) for name, rows in tables.items() if isinstance(rows, list)}
