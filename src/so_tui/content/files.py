"""Reading the TOML files that ship with the program."""

from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def read(*path: str) -> dict[str, Any]:
    """Return a shipped TOML file, which is read only once.

    Args:
        path: Parts of its path below `content/`, as in `read("words", "home.toml")`.

    Raises:
        FileNotFoundError: There is no such file.
    """
    import tomllib

    return tomllib.loads(_HERE.joinpath(*path).read_text(encoding="utf-8"))
