"""Looking up the program's words by key, in the files of `content/words/`."""

from collections.abc import Mapping
from typing import Any

from so_tui.content.shipped import read


def text(key: str, /, **values: object) -> str:
    """Return the string under `key` with the values filled in.

    Args:
        key: 'file.name' or 'file.table.name', for `content/words/<file>.toml`. If `count` is 1
            and there is a string '<key>_one', that string is used.
        values: The value of each `{name}` in the string. Braces in a value are kept.

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
    """Return the raw strings of a file or a table by name, in the file's order.

    Raises:
        KeyError: There is no such file or table.
    """
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
