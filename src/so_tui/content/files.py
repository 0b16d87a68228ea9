"""Reading the TOML files that ship with the program."""

from functools import cache
from typing import Any


@cache
def read(*path: str) -> dict[str, Any]:
    """Return one shipped TOML file; it is read once.

    Args:
        path: The parts of its path below `content/`, as in `read("words", "home.toml")`.

    Raises:
        FileNotFoundError: There is no such file.
    """
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath(*path).read_text(encoding="utf-8"))
