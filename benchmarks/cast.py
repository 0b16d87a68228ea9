"""Who takes part in a run: the program and its peers, in the states in which they are compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.moves import Way
from benchmarks.peers import nano_lines, posting, vim_lines, vim_tabs
from benchmarks.session import SIZE
from benchmarks.subjects import (
    Subject,
    area,
    make_demo,
    modes,
    nano,
    so_tui,
    still_area,
    table,
    vim,
)
from so_tui.ui.commands.specs import COMMANDS

EMPTY, VISIT = "so-tui, empty store", "so-tui visit, demo"

CHECKLIST = (b"\x1bOR", f"[2 {COMMANDS['app.checklist'].title}]")
"""F3, which leads to the checklist, and what is there then."""

SCREENS = (b"\x1bOR", b"\x1bOQ") * 3
"""F3 and F2: to the checklist and back to the first screen."""

Keys = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Cast:
    """The programs of a run, in terminals of one size.

    Attributes:
        size: Columns and rows.
        empty: The program with an empty store.
        visit: The program, ready to take a note.
        editors: The peers into which lines are typed.
        larger: Another Textual program into whose line one types, where it is installed.
        pasted: The programs into which words are pasted, none of which blinks.
        lists: The programs in whose lists rows are moved, and how the list is reached.
        screens: The programs that show screens in turn, and the keys that do it.
    """

    size: tuple[int, int]
    empty: Subject
    visit: Subject
    editors: tuple[Subject, ...]
    larger: tuple[Subject, ...]
    pasted: tuple[Subject, ...]
    lists: tuple[tuple[Subject, Way | None], ...]
    screens: tuple[tuple[Subject, Keys], ...]

    @property
    def typists(self) -> tuple[Subject, ...]:
        """The programs into which lines are typed."""
        return (*self.editors, self.visit, *self.larger)

    @property
    def suffix(self) -> str:
        """What the names of measures end with at this size."""
        return "" if self.size == SIZE else " at {}x{}".format(*self.size)

    def changed(self, change: Callable[[Subject], Subject]) -> "Cast":
        """Return the cast with each program changed alike."""
        return replace(
            self,
            empty=change(self.empty),
            visit=change(self.visit),
            editors=tuple(map(change, self.editors)),
            larger=tuple(map(change, self.larger)),
            pasted=tuple(map(change, self.pasted)),
            lists=tuple((change(one), way) for one, way in self.lists),
            screens=tuple((change(one), keys) for one, keys in self.screens),
        )

    def at(self, size: tuple[int, int]) -> "Cast":
        """Return the cast in terminals of another size."""
        return replace(self.changed(lambda one: replace(one, size=size)), size=size)


def make_cast(scratch: Path) -> Cast:
    """Return all that take part, with a made-up case for the program."""
    store = make_demo(scratch / "demo")
    visit = so_tui(VISIT, "visit", ready=b"saves", store=store)
    return Cast(
        SIZE,
        empty=so_tui(EMPTY, ready=b"Welcome"),
        visit=visit,
        editors=(nano(), vim(), area()),
        larger=tuple(posting()),
        pasted=(nano(), vim(), still_area(), visit),
        lists=((nano_lines(), None), (vim_lines(), None), (table(), None), (visit, CHECKLIST)),
        screens=((vim_tabs(), (b"gt",) * 6), (modes(), SCREENS), (visit, SCREENS)),
    )
