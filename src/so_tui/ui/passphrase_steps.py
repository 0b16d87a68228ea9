"""The steps of the passphrase flow. No Textual."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace

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
class PassphraseStep:
    """A step of the flow: a text, and fields to type in.

    Attributes:
        text: Information for the user.
        labels: Those of the fields, if any.
        secret: Whether the fields show dots.
        check: Validates what was typed.
        words: What was wrong the last time.
    """

    title: str
    text: str = field(repr=False)
    labels: tuple[str, ...] = ()
    secret: bool = True
    check: Check = lambda typed: ""
    words: str = ""


def step(name: str, *labels: str, check: Check = lambda typed: "") -> PassphraseStep:
    """Return the step with the words of this name, and fields with these."""
    return PassphraseStep(
        text(f"locking.{name}_title"),
        text(f"locking.{name}").strip(),
        tuple(text(f"locking.{label}") for label in labels),
        check=check,
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
    """Return the step in which the groups at these places (from 0) are typed back."""

    def check(typed: Typed) -> str:
        for index, group in zip(asked, typed, strict=True):
            if "".join(group.split()).upper() != groups[index]:
                return text("locking.wrong_group", number=index + 1)
        return ""

    labels = tuple(text("locking.group", number=index + 1) for index in asked)
    return replace(step("check", check=check), labels=labels, secret=False)


def same_twice(typed: Typed) -> str:
    """Check that the last two fields hold the same passphrase."""
    first, second = typed[-2:]
    if not first:
        return text("locking.empty")
    return "" if first == second else text("locking.differ")
