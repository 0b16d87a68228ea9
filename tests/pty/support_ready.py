"""What every part of getting ready for a visit needs: names, lists to open, what is on disk.

Every step waits for what the program shows before it goes on.
"""

from dataclasses import fields
from pathlib import Path

from so_tui.content import words
from so_tui.domain.state import AppState
from so_tui.storage.store import Store
from so_tui.ui.commands.specs import SIDES
from tests.pty.support_companion import Companion
from tests.pty.support_keys import DOWN, EMPTY, ENTER, ESCAPE, SAVE, SPACE, TAB

ABEL, BRANDT = "Dr. Abel", "Dr. Brandt"
SENTENCE = "Surgery first, or tablets first?"
SLIDES, DISC = "Slides or tissue blocks", "Scan files on a disc"


def kept(folder: Path) -> AppState:
    """Return the case as it stands on disk."""
    return Store.read(folder).state()


def changed_tables(before: AppState, after: AppState) -> set[str]:
    """Return the names of the tables that differ."""
    return {f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name)}


def open_side(companion: Companion, title: str, seen: str) -> None:
    """Open a screen beside the six from the list of them."""
    companion.press("a")
    companion.sees("What do you want to arrange?")
    titles = words("arrange")
    companion.press(DOWN * [titles[name] for name in SIDES].index(title))
    companion.sees(f"│> {title}")
    companion.press(ENTER)
    companion.sees_no_more("What do you want to arrange?")
    companion.sees(seen)


def leave(companion: Companion, seen: str) -> None:
    """Leave a screen or a dialog; `seen` is what shows only there."""
    companion.press(ESCAPE)
    companion.sees_no_more(seen)


def tick(companion: Companion, line: str) -> None:
    """Tick a line of a list."""
    companion.choose(line)
    companion.press(SPACE)
    companion.sees(f"[x] {line}")


def write_out(companion: Companion, papers: Path) -> None:
    """Write the list on the screen to a file to print."""
    companion.press("h")
    companion.sees("Folder", "^S Save")
    companion.press(TAB + EMPTY + str(papers) + SAVE)
    companion.sees_no_more("^S Save")
    companion.sees("Saved: ")


def refused(companion: Companion, typed: str, why: str) -> None:
    """Type into the open form and save, which is refused; leave the form as it was."""
    companion.sees("^S Save")
    companion.press(typed + SAVE)
    companion.sees(why, "^S Save")
    companion.press("\x12")
    companion.sees_no_more(why)
    leave(companion, "^S Save")
