"""What an attack reports when the program breaks a promise."""

from enum import StrEnum


class Kind(StrEnum):
    """Which promise was broken. The value is the word of the report."""

    LOST = "acknowledged entries lost"
    UNSAID = "damage unsaid"
    TYPED = "keys or words from answers"
    TWICE = "entries kept twice"
    BACK = "deleted entries that came back"
    CRASH = "crashes"
    STUCK = "waits in vain"
    CLOSED = "stores that cannot be opened or written any more"
    LEFT = "things left over that nothing clears up"
    FOREIGN = "files of others touched or not named"
    APART = "readers that disagree"


class Violation(Exception):
    """The program broke a promise.

    Attributes:
        kind: Which one.
        case: What was done, in a few words that are the same for all cases of one fault.
        detail: What came of it.
    """

    def __init__(self, kind: Kind, case: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {case}\n{detail}")
        self.kind = kind
        self.case = case
        self.detail = detail
