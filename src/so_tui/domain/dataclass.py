"""Dataclasses that are cheap to define, because they share their methods.

The standard library generates and compiles six methods for each one, which takes a millisecond; a
start defines a hundred of them, a quarter of its time. `fields` and `replace` of the standard
library work on these as well, and a type checker sees the standard ones.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from operator import attrgetter
from typing import TYPE_CHECKING, Any


class _Recipe:
    """How to initialize, compare and display instances of one class."""

    def __init__(self, kind: Any) -> None:
        every = fields(kind)
        if not all(field.init for field in every):
            raise TypeError(f"{kind.__qualname__} has a field that cannot be given")
        self.names = [field.name for field in every]
        self.in_order = [field.name for field in every if not field.kw_only]
        self.defaults = {f.name: f.default for f in every if f.default is not MISSING}
        self.factories = [
            (f.name, f.default_factory) for f in every if f.default_factory is not MISSING
        ]
        self.has_more = hasattr(kind, "__post_init__")
        self.shown = [field.name for field in every if field.repr]
        compared = [field.name for field in every if field.compare]
        self.key: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()


def _light(
    kind: type | None = None, /, *, frozen: bool = False, eq: bool = True, **form: bool
) -> Any:
    """Make a class a dataclass, as the decorator of the standard library does."""

    def decorate(kind: type) -> type:
        kind.__doc__ = kind.__doc__ or kind.__qualname__  # avoids the slow generated default
        made: Any = standard(init=False, repr=False, eq=False, **form)(kind)
        made.__recipe__ = _Recipe(made)
        shared: dict[str, Any] = {"__init__": _init, "__repr__": _repr}
        if eq:
            shared |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
        if frozen:
            shared |= {"__setattr__": _refuse, "__delattr__": _refuse}
        for name, method in shared.items():
            if name not in kind.__dict__:
                setattr(made, name, method)
        return made  # type: ignore[no-any-return]  # the class, which was Any to be written to

    return decorate if kind is None else decorate(kind)


def _init(self: Any, *in_order: Any, **named: Any) -> None:
    recipe: _Recipe = self.__recipe__
    values = {**recipe.defaults, **named}
    if in_order:
        given = dict(zip(recipe.in_order, in_order, strict=False))
        if len(given) < len(in_order) or not named.keys().isdisjoint(given):
            raise TypeError(f"{type(self).__qualname__}() was given too much")
        values |= given
    for name, make in recipe.factories:
        if name not in values:
            values[name] = make()
    put = object.__setattr__
    try:
        for name in recipe.names:
            put(self, name, values[name])
    except KeyError as missing:
        raise TypeError(f"{type(self).__qualname__}() needs {missing}") from None
    if len(values) > len(recipe.names):
        unknown = ", ".join(values.keys() - set(recipe.names))
        raise TypeError(f"{type(self).__qualname__}() has no {unknown}")
    if recipe.has_more:
        self.__post_init__()


def _repr(self: Any) -> str:
    parts = (f"{name}={getattr(self, name)!r}" for name in self.__recipe__.shown)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    key = self.__recipe__.key
    return key(self) == key(other)


def _hash(self: Any) -> int:
    return hash(self.__recipe__.key(self))


def _refuse(self: Any, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r}")


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _light
