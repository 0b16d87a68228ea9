"""The order in which people wrote things down, or put them."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class _Placed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def order(self) -> int: ...


P = TypeVar("P", bound=_Placed)


def ordered(things: Iterable[P]) -> list[P]:
    """Return the things by their place; two people can have put two at the same one."""
    return sorted(things, key=lambda thing: (thing.order, thing.id))


def next_order(things: Iterable[_Placed], first: int = 1) -> int:
    """Return the place after all of these things; `first` if there is none."""
    return max((thing.order for thing in things), default=first - 1) + 1
