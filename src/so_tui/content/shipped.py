"""Reading the TOML files that ship with the program: the words by key, the rows as values."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache, partial
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from so_tui.domain.text import Clean, clean

_HERE = Path(__file__).parent


class _TomlLoader(SourceFileLoader):
    """Compiles a TOML file to an expression, which Python caches beside it like a module's code.

    To parse TOML, and to import what does, takes a fiftieth of a start.
    """

    def source_to_code(  # type: ignore[override]  # where Python is compiled, all types of source
        self, data: bytes, path: str, *, _optimization: int = -1
    ) -> CodeType:
        import tomllib

        return compile(repr(tomllib.loads(bytes(data).decode("utf-8"))), path, "eval")


@cache
def read(*path: str) -> dict[str, Any]:
    """Return a shipped TOML file, as in `read("words", "home.toml")`, which is read only once."""
    code: Any = _TomlLoader(path[-1], str(_HERE.joinpath(*path))).get_code(path[-1])
    return eval(code, {"datetime": datetime})  # type: ignore[no-any-return]  # TOML is a table


T = TypeVar("T")
Convert = Callable[[Any], Any]


class RowReader:
    """Makes dataclasses from rows.

    A text that is shown is cleaned, an enum is found by its value, an array becomes a tuple, and a
    table becomes the dataclass that its field holds. A field that is left out takes its default.
    """

    def __init__(self, special: Mapping[Any, Convert] | None = None) -> None:
        """Set converters by the type of a field, to be used instead of the usual ones."""
        self._special: dict[Any, Convert] = {Clean: clean, **(special or {})}
        self._converters: dict[type, dict[str, Convert]] = {}

    def make(self, kind: type[T], row: Mapping[str, Any]) -> T:
        """Return the value that a row describes.

        Raises:
            KeyError: The row names something that is no field.
            ValueError: A value does not fit its field.
            TypeError: A field without a default is missing.
        """
        return kind(**self.values(kind, row))

    def values(self, kind: type, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that a row gives, converted; raises what `make` does."""
        if kind not in self._converters:
            hints = get_type_hints(kind)
            self._converters[kind] = {name: self._converter(hint) for name, hint in hints.items()}
        converters = self._converters[kind]
        return {name: converters[name](value) for name, value in row.items()}

    def _converter(self, hint: Any) -> Convert:
        if hint in self._special:
            return self._special[hint]
        if get_origin(hint) in (Union, UnionType):
            (inner,) = (each for each in get_args(hint) if each is not NoneType)
            return self._converter(inner)
        if get_origin(hint) is tuple:
            item = self._converter(get_args(hint)[0])
            return lambda values: tuple(map(item, values))
        if isinstance(hint, type) and is_dataclass(hint):
            return partial(self.make, hint)
        return hint if issubclass(hint, Enum) else lambda value: value


_SHIPPED = RowReader()


def rows_of(kind: type[T], rows: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
    """Return the values that rows of a shipped file describe; raises what `RowReader.make` does."""
    return tuple(_SHIPPED.make(kind, row) for row in rows)


def text(key: str, /, **values: object) -> str:
    """Return the string under a key with each `{name}` in it filled in; braces in a value are kept.

    The key is 'file.name' or 'file.table.name', for `content/words/<file>.toml`. If `count` is 1
    and there is a string '<key>_one', that string is used.

    Raises:
        KeyError: There is no such string, or it needs a value that is missing.
    """
    if values.get("count") == 1 and has_words(f"{key}_one"):
        key = f"{key}_one"
    found = _find(key)
    if not isinstance(found, str):
        raise KeyError(key)
    return found.format_map(values)


def has_words(key: str) -> bool:
    """Return whether there is a string under `key`."""
    try:
        return isinstance(_find(key), str)
    except KeyError:
        return False


def words(prefix: str) -> dict[str, str]:
    """Return the raw strings of a file or a table in its order; `KeyError` if there is none."""
    found = _find(prefix)
    if not isinstance(found, Mapping):
        raise KeyError(prefix)
    return {name: string for name, string in found.items() if isinstance(string, str)}


def _find(key: str) -> Any:
    file, *names = key.split(".")
    try:
        found: Any = read("words", f"{file}.toml")
    except FileNotFoundError:
        raise KeyError(key) from None
    for name in names:
        if not isinstance(found, Mapping) or name not in found:
            raise KeyError(key)
        found = found[name]
    return found
