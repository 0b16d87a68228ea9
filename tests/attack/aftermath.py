"""What must hold after a store was tampered with: said, kept, and fit to be written on."""

from collections.abc import Iterable

from tests.attack import hands, readers
from tests.attack.ground import Ground
from tests.attack.program import Done, Place
from tests.attack.violation import Kind, Violation

SIGNS = (
    "NOT SAVED",
    "damaged",
    "no longer",
    "left out",
    "missing",
    "was gone",
    "is gone",
    "removed",
    "another one is in its place",
    "cannot be",
)
"""One of these stands on the screen when it says that something is not as it was."""
_ENOUGH = 20
"""So many letters tell one sentence from another."""
SAVES = 8
"""So often it is saved and closed afterwards: more often than there are copies to go."""


def is_said(
    field: Ground, place: Place, before: readers.Told, case: str, *, start: bool
) -> readers.Told:
    """Check that each reader says what it leaves out, and a start and `check` too if any does.

    Args:
        field: Where broken promises are noted.
        place: The store.
        before: What the readers told when it was whole.
        case: What was done to it.
        start: Whether a window is opened as well.
    """
    after = readers.listen(place)
    with field.noting():
        readers.say_what_is_left_out(before, after, case)
    if before.tokens - after.tokens:
        with field.noting():
            check_says(place, case)
    if start:
        with field.noting():
            start_says(place, before, after, case)
    return after


def check_says(place: Place, case: str) -> None:
    """Check that `check` finds something.

    Raises:
        Violation: It finds all in order.
    """
    done = readers.check(place)
    if done.code != readers.ATTENTION:
        raise Violation(Kind.UNSAID, f"check finds all in order, after {case}", done.err)


def start_says(place: Place, before: readers.Told, after: readers.Told, case: str) -> None:
    """Check that a start tells what is left out.

    Raises:
        Violation: It does not, or it ends by itself.
    """
    with place.window() as window:
        if place.locked:
            hands.passphrase(window)
        window.wait_for(lambda text: "1 Home" in text or window.closed, 20)
        window.settle(0.2)
        shown = " ".join(window.text().split())
        opened = not window.closed
        code = hands.leave(window) if opened else window.wait()
    place.has_not_crashed()
    if "Traceback" in shown:
        raise Violation(Kind.CRASH, f"the start ends, after {case}", shown)
    said = " ".join(after.done["status"].err.removeprefix("so-tui:").split())
    # The screen may have no room for all of it.
    is_told = (bool(said) and said[:_ENOUGH] in shown) or any(sign in shown for sign in SIGNS)
    needed = bool(said) or bool(before.tokens - after.tokens)
    if opened and needed and not is_told:
        detail = f"exit {code}; status says: {said}\n{shown}"
        raise Violation(Kind.UNSAID, f"the start, after {case}", detail)


def is_fit(
    field: Ground,
    place: Place,
    there: Iterable[str],
    case: str,
    *,
    saves: int = SAVES,
    may_refuse: bool = False,
) -> None:
    """Check that it can be written on, and that all stays that is written and was there.

    Args:
        field: Where broken promises are noted.
        place: The store.
        there: Entries that could be read.
        case: What was done to it.
        saves: So often it is saved and closed.
        may_refuse: Whether it may be refused, as long as that is said.
    """
    saved: list[str] = []
    refused: list[Done] = []
    for _ in range(saves):
        token = field.token()
        done = place.run("note", "add", f"{token} after")
        field.tried["saves and closes afterwards"] += 1
        if token in done.out and done.code in (0, 5):
            saved.append(token)
        elif not (may_refuse and done.says):
            refused.append(done)
    with field.noting():
        if refused:
            raise Violation(Kind.CLOSED, f"nothing can be saved after {case}", str(refused[-1]))
    with field.noting():
        readers.has_all(place, saved, f"entries saved after {case}")
    with field.noting():
        readers.has_all(place, there, f"entries that could be read after {case}")
