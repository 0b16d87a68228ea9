"""Reading the TOML files that ship with the program."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

LONG = '"""'
"""The quotes around a text of several lines."""
_HERE = Path(__file__).parent


@cache
def read(*path: str) -> dict[str, Any]:
    """Return a shipped TOML file, which is read only once.

    Args:
        path: Parts of its path below `content/`, as in `read("words", "home.toml")`.

    Raises:
        FileNotFoundError: There is no such file.
    """
    content = _HERE.joinpath(*path).read_text(encoding="utf-8")
    found = simple_toml(content)
    if found is not None:
        return found
    import tomllib

    return tomllib.loads(content)


def simple_toml(content: str) -> dict[str, Any] | None:
    """Return what `tomllib` does for valid TOML, ten times faster; None if it is not simple enough.

    In simple TOML each line is a comment, a heading, or a name with a short value, or belongs to a
    list of texts or to a long text. Most of our files are, and parsing those of a start took a
    thirtieth of it.
    """
    found: dict[str, Any] = {}
    table: Any = found
    items: list[str] | None = None
    lines = iter(content.split("\n"))
    for line in lines:
        name, is_value, value = line.partition(" = ")
        if items is not None:
            text = line[2:-1]
            if line == "]":
                items = None
            elif line[:2] == "  " and line[-1:] == "," and _is_text(text):
                items.append(text[1:-1])
            else:
                return None
        elif not line or line[0] == "#":
            continue
        elif line[0] == "[" and line[-1] == "]":
            table = _under(found, line)
            if table is None:
                return None
        elif not is_value or not name.isidentifier():
            return None
        elif value == "[":
            table[name] = items = []
        elif (simple := _long(value[3:], lines) if value[:3] == LONG else _value(value)) is None:
            return None
        else:
            table[name] = simple
    return found


def _long(start: str, lines: Iterator[str]) -> str | None:
    """Return a text of several lines, whose first one is given without its quotes."""
    text = start
    while LONG not in text:
        following = next(lines, None)
        if following is None:
            return None
        text = f"{text}\n{following}"
    is_simple = text.index(LONG) == len(text) - len(LONG) and "\\" not in text
    return text.removeprefix("\n").removesuffix(LONG) if is_simple else None


def _under(found: dict[str, Any], heading: str) -> Any:
    """Return the table below a heading, made if it is new; None if that is not simple."""
    name = heading.strip("[]")
    if heading == f"[[{name}]]" and name.isidentifier():
        found.setdefault(name, []).append({})
        return found[name][-1]
    for part in name.split("."):
        if heading != f"[{name}]" or not isinstance(found, dict) or not part.isidentifier():
            return None
        found = found.setdefault(part, {})
    return found


def _value(value: str) -> Any:
    if _is_text(value):
        return value[1:-1]
    if value in ("true", "false"):
        return value == "true"
    if value.isdecimal():
        return int(value)
    with suppress(ValueError):
        return date.fromisoformat(value)
    return None


def _is_text(value: str) -> bool:
    """Return whether this is a text within quotes, with neither quotes nor escapes in it."""
    quote = value[:1]
    return (
        quote in ("'", '"')
        and value.count(quote) == 2
        and value[-1] == quote
        and (quote == "'" or "\\" not in value)
    )
