"""What the program says: strings from the files in `content/words/`, by key."""

from collections.abc import Mapping
from typing import Any

from so_tui.content.files import read


def text(key: str, /, **values: object) -> str:
    """Return the string under `key` with the values filled in.

    Args:
        key: 'file.name' or 'file.table.name', the file being `content/words/<file>.toml`. Where
            `count` is 1 and there is a string under '<key>_one', that one is meant.
        values: What goes in for each `{name}` of the string. Braces in a value stay as they are.

    Raises:
        KeyError: There is no such string, or a value that it needs is missing.
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
    """Return the strings of one file or one table by name, as they stand, in the file's order.

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
