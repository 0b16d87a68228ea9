"""What the program tells of a store, and whether it says what it leaves out."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.attack.ground import TOKEN
from tests.attack.program import Done, Place
from tests.attack.violation import Kind, Violation

READERS: Mapping[str, tuple[str, ...]] = {
    "export": ("export",),
    "status": ("status",),
    "find": ("find", "zq"),
    "note list": ("note", "list"),
    "task list": ("task", "list"),
    "paper": ("paper", "timeline"),
}
"""Commands that only read, by name."""

ATTENTION = 7
"""Exit code of `check` when something needs a look."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the commands that read have told.

    Attributes:
        done: Each command by its name in `READERS`.
    """

    done: Mapping[str, Done]

    @property
    def tokens(self) -> set[str]:
        """The words of all entries in the export, half-typed ones among them."""
        return set(TOKEN.findall(self.done["export"].out))

    def text(self, name: str) -> str:
        """Return what a command printed, without what differs from second to second."""
        rows = self.done[name].out.splitlines()
        return "\n".join(row for row in rows if not row.startswith('  "exported"'))


def listen(place: Place, names: Iterable[str] = READERS) -> Told:
    """Run the commands that read."""
    return Told({name: place.run(*READERS[name]) for name in names})


def exported(place: Place) -> dict[str, Any]:
    """Return what `so-tui export` prints.

    Raises:
        Violation: It printed no JSON.
    """
    done = place.run("export")
    try:
        tables: dict[str, Any] = json.loads(done.out)
    except ValueError:
        raise Violation(Kind.CLOSED, "export prints nothing that can be read", str(done)) from None
    return tables


def check(place: Place) -> Done:
    """Run `so-tui check`.

    Raises:
        Violation: It ended with another code than 0 or 7.
    """
    done = place.run("check")
    if done.code not in (0, ATTENTION):
        raise Violation(Kind.CRASH, f"check ends with {done.code}", str(done))
    return done


def say_what_is_left_out(before: Told, after: Told, case: str) -> None:
    """Check that each command that prints something else than before says why.

    Raises:
        Violation: One of them does not.
    """
    silent: list[str] = []
    details: list[str] = []
    for name in after.done:
        was, now = before.text(name), after.text(name)
        if was != now and not after.done[name].says:
            silent.append(name)
            code, err = after.done[name].code, after.done[name].err.strip()
            details.append(f"{name}: exit {code}, {err or 'nothing said'}\n{_difference(was, now)}")
    if silent:
        detail = "\n".join([", ".join(silent), *details])
        raise Violation(Kind.UNSAID, f"commands that read, after {case}", detail)


def _difference(before: str, after: str) -> str:
    rows = set(after.splitlines())
    gone = [row for row in before.splitlines() if row not in rows]
    rows = set(before.splitlines())
    new = [row for row in after.splitlines() if row not in rows]
    return "\n".join([*(f"- {row}" for row in gone[:6]), *(f"+ {row}" for row in new[:6])])


def has_all(place: Place, tokens: Iterable[str], case: str) -> Told:
    """Check that all these entries are in the export, each once.

    Raises:
        Violation: One is missing or there twice.
    """
    told = listen(place, ["export"])
    missing = set(tokens) - told.tokens
    if missing:
        detail = f"{sorted(missing)}\n{told.done['export'].err}\n{listing(place)}"
        raise Violation(Kind.LOST, case, detail)
    return told


def has_each_once(place: Place, case: str) -> None:
    """Check that no entry is kept twice.

    Raises:
        Violation: One is.
    """
    tables = exported(place)
    found: Counter[tuple[str, str]] = Counter()
    for name, rows in tables.items():
        if name != "drafts" and isinstance(rows, list):
            found.update(
                (name, token) for row in rows for token in set(TOKEN.findall(json.dumps(row)))
            )
    if twice := sorted(token for (_, token), times in found.items() if times > 1):
        rows = [json.dumps(row) for name, rows in tables.items() if isinstance(rows, list)
                for row in rows if set(twice) & set(TOKEN.findall(json.dumps(row)))]  # fmt: skip
        raise Violation(Kind.TWICE, f"entries, after {case}", "\n".join([str(twice), *rows]))


def listing(place: Place) -> str:
    """Return the names and sizes of all files of a place."""
    return "\n".join(
        f"{path.relative_to(place.folder)} {path.stat().st_size}"
        for path in sorted(place.folder.rglob("*"))
        if path.is_file()
    )
