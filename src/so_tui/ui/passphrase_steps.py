"""The steps of the passphrase flow. No Textual."""

from collections.abc import Callable, Sequence
from dataclasses import field

from so_tui.content import text
from so_tui.domain.dataclass import dataclass

PER_LINE = 5
"""Groups of the recovery key per line."""
KEY_START = "AGE-SECRET-KEY-1"
"""Prefix of every recovery key."""

Typed = tuple[str, ...]
Check = Callable[[Typed], str]
"""Returns what is wrong with the typed values, in words; '' if nothing is."""


@dataclass(frozen=True, slots=True)
class Blank:
    """An input field of a step.

    Attributes:
        label: Its label.
        secret: Whether it shows dots.
    """

    label: str
    secret: bool = True


@dataclass(frozen=True, slots=True)
class PassphraseStep:
    """A step of the flow: a text, and fields to type in.

    Attributes:
        title: What it is about.
        text: Information for the user.
        blanks: The fields, if any.
        check: Validates what was typed.
        words: What was wrong the last time.
    """

    title: str
    text: str = field(repr=False)
    blanks: tuple[Blank, ...] = ()
    check: Check = lambda typed: ""
    words: str = ""


def why() -> PassphraseStep:
    """Return the step that explains the benefit and the cost of a passphrase."""
    return PassphraseStep(text("locking.why_title"), text("locking.why").strip())


def choose() -> PassphraseStep:
    """Return the step in which the passphrase is chosen, typed twice."""
    blanks = Blank(text("locking.passphrase")), Blank(text("locking.again"))
    return PassphraseStep(
        text("locking.choose_title"), text("locking.choose"), blanks, check=_same_twice
    )


def show_key(groups: Sequence[str]) -> PassphraseStep:
    """Return the step that shows the recovery key in numbered groups."""
    numbered = [f"{number:2} {group:4}" for number, group in enumerate(groups, 1)]
    lines = ["  ".join(numbered[at : at + PER_LINE]) for at in range(0, len(numbered), PER_LINE)]
    body = "\n".join(
        (text("locking.key"), "", f"   {KEY_START}", *lines, "", text("locking.key_next"))
    )
    return PassphraseStep(text("locking.key_title"), body)


def check_key(groups: Sequence[str], asked: Sequence[int]) -> PassphraseStep:
    """Return the step in which two groups of the recovery key are typed back.

    Args:
        groups: All groups.
        asked: Indexes of the groups to ask for, from 0.
    """

    def check(typed: Typed) -> str:
        for index, group in zip(asked, typed, strict=True):
            if "".join(group.split()).upper() != groups[index]:
                return text("locking.wrong_group", number=index + 1)
        return ""

    blanks = [Blank(text("locking.group", number=n + 1), secret=False) for n in asked]
    return PassphraseStep(
        text("locking.check_title"), text("locking.check"), tuple(blanks), check=check
    )


def change(words: str) -> PassphraseStep:
    """Return the step in which the passphrase is changed."""
    blanks = tuple(Blank(text(f"locking.{name}")) for name in ("old", "new", "again"))
    return PassphraseStep(
        text("locking.change_title"),
        text("locking.change"),
        blanks,
        check=lambda typed: _same_twice(typed[1:]),
        words=words,
    )


def take_off(words: str) -> PassphraseStep:
    """Return the step in which the passphrase is removed."""
    blank = Blank(text("locking.passphrase"))
    return PassphraseStep(
        text("locking.take_off_title"), text("locking.take_off"), (blank,), words=words
    )


def _same_twice(typed: Typed) -> str:
    if not typed[0]:
        return text("locking.empty")
    return "" if typed[0] == typed[1] else text("locking.differ")
