"""The base class of everything stored: a frozen value with an id, and perhaps a place in a list."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable

from so_tui.domain.dataclass import dataclass


def new_id() -> str:
    """Return a new random id: 12 hex digits, 48 bits.

    48 bits fit the integer document ids of stock TinyDB, and make collisions between concurrent
    sessions unlikely.
    """
    return os.urandom(6).hex()


def id_made_of(seed: str) -> str:
    """Return an id determined by the text: 12 hex digits."""
    from hashlib import blake2b

    return blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A value that the store keeps under its `id`."""

    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntity(Entity):
    """An entity that belongs to one case."""

    case_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CanBePrivate(CaseEntity):
    """An entity of a case that the patient can keep to themselves.

    Attributes:
        private: Whether it is left out of every paper and copy for others unless chosen.
    """

    private: bool = False


class YesNo(StrEnum):
    """An answer to a yes-or-no question that may still be open."""

    OPEN = ""
    YES = "yes"
    NO = "no"


E = TypeVar("E", bound=Entity)
E_co = TypeVar("E_co", bound=Entity, covariant=True)


@runtime_checkable
class Selective(Protocol[E_co]):
    """A collection of entities from which some can be read without making the others."""

    def having(self, name: str, value: str) -> Iterable[E_co]:
        """Return the entities with this value in a field, in order."""
        ...

    def newest(self, name: str, value: str, most: int) -> tuple[Sequence[E_co], int]:
        """Return the newest entities with this value in a field, by time, without making the rest.

        Only for entities that have a time, `at`. Also returns how many older ones there are.
        """
        ...


def having(entities: Mapping[str, E], name: str, value: str) -> Iterable[E]:
    """Return the entities with this value in a field, in order."""
    if isinstance(entities, Selective):
        return entities.having(name, value)
    return [entity for entity in entities.values() if getattr(entity, name) == value]


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
