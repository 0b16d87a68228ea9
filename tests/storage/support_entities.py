"""Entities of every kind with any values in them, and how the store gives them back."""

from dataclasses import fields, replace
from datetime import date, datetime, time
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLES
from so_tui.domain.text import clean
from so_tui.storage.documents.codec import FIRST_YEAR, LAST_YEAR, MOST, MOST_DAYS

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)  # surrogates and control characters too
IDS = st.integers(0, 2**48 - 1).map(lambda number: f"{number:012x}")
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
DAYS = st.integers(-MOST_DAYS, MOST_DAYS)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Make any values that a field with this annotation may have."""
    hint = getattr(hint, "__supertype__", hint)
    if get_origin(hint) is UnionType:
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        return st.none() | values_of(inner)
    if get_origin(hint) is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    simple: dict[type, st.SearchStrategy[Any]] = {
        str: ANY_TEXT,
        bool: st.booleans(),
        int: st.integers(-MOST, MOST),
        date: st.dates(FIRST, LAST),
        datetime: st.datetimes(datetime.combine(FIRST, time()), datetime.combine(LAST, time())),
        time: st.times(),
    }
    return simple[hint]


def entities_of(kind: type[Entity]) -> st.SearchStrategy[Entity]:
    """Make entities of one kind with any values in their fields."""
    hints = get_type_hints(kind)
    values = {
        f.name: DAYS if f.name.endswith("_days") else values_of(hints[f.name])
        for f in fields(kind)
        if f.name != "id"
    }
    return st.builds(kind, id=IDS, **values)


ANY_ENTITY = st.sampled_from(list(TABLES.values())).flatmap(entities_of)


def cleaned(entity: Entity) -> Entity:
    """Return the entity with every text cleaned, as it must come back from the store."""

    def one(value: Any) -> Any:
        if type(value) is str:
            return clean(value)
        return tuple(one(item) for item in value) if isinstance(value, tuple) else value

    return replace(entity, **{f.name: one(getattr(entity, f.name)) for f in fields(entity)})
