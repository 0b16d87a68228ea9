"""Clashes that the user knows about and does not want to be told again."""

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClash(CaseEntity):
    """One clash that was put aside.

    Attributes:
        clash: Its key, which has the days in it: with another day it is another clash.
        text: What it said.
    """

    clash: str
    text: Clean = BLANK


def known_id(case_id: str, clash: str) -> str:
    """Return the id of a clash that was put aside, determined by the clash."""
    return id_made_of(f"clash/{case_id}/{clash}")
