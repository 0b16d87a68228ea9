"""What the terminal is told and able to do, read off its description and the environment."""

import os
from collections.abc import Mapping
from typing import NamedTuple

VARIABLE = "SO_TUI_OUTPUT"
"""Environment variable that turns the thin line off, if 'whole'."""


class Abilities(NamedTuple):
    """What a terminal can do to save bytes.

    Attributes:
        erases: Whether it erases cells (ECH) in the background colour that is set (bce).
        moves: Whether it deletes and inserts whole lines (DL, IL), moving those below.
    """

    erases: bool = False
    moves: bool = False


def wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether only changes are to be sent."""
    return environ.get(VARIABLE) != "whole"


def abilities(environ: Mapping[str, str] = os.environ) -> Abilities:
    """Return what the terminal can do, by its description; nothing if there is none."""
    try:
        from curses import error, setupterm, tigetflag, tigetstr
    except ImportError:
        return Abilities()
    try:
        setupterm(environ.get("TERM", "dumb"), 1)
    except error:
        return Abilities()
    return Abilities(
        erases=tigetflag("bce") == 1 and tigetstr("ech") == b"\x1b[%p1%dX",
        moves=tigetstr("dl") == b"\x1b[%p1%dM" and tigetstr("il") == b"\x1b[%p1%dL",
    )
