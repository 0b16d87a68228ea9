"""The terminal's abilities, from its terminfo description and the environment."""

import os
from collections.abc import Mapping
from typing import NamedTuple

VARIABLE = "SO_TUI_OUTPUT"
"""Environment variable that turns thin output off, if 'whole'."""


class Abilities(NamedTuple):
    """The abilities of a terminal that save bytes.

    Attributes:
        erases: Whether it erases cells (ECH) in the current background colour (bce).
        moves: Whether it deletes and inserts whole lines (DL, IL), moving those below.
        sets_apart: Whether colours and marks are set independently of each other. On the Linux
            console a bright colour is also bold, and what ends bold ends bright (`csi_m` in its
            vt.c).
    """

    erases: bool = False
    moves: bool = False
    sets_apart: bool = True


def wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether only changes should be sent."""
    return environ.get(VARIABLE) != "whole"


def abilities(environ: Mapping[str, str] = os.environ) -> Abilities:
    """Return the terminal's abilities by its description; none if it has no description."""
    term = environ.get("TERM", "dumb")
    try:
        from curses import error, setupterm, tigetflag, tigetstr
    except ImportError:
        return Abilities()
    try:
        setupterm(term, 1)
    except error:
        return Abilities()
    return Abilities(
        # GNU screen, which sets STY, erases without colour, whatever its description says.
        erases=tigetflag("bce") == 1
        and tigetstr("ech") == b"\x1b[%p1%dX"
        and not environ.get("STY"),
        moves=tigetstr("dl") == b"\x1b[%p1%dM" and tigetstr("il") == b"\x1b[%p1%dL",
        sets_apart=not term.startswith("linux"),
    )
