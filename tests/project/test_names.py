"""A name says which thing is meant: no class name twice, no private name outside its module."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
FORBIDDEN = (
    "from so_tui.storage.engine.log import _News",
    "def late() -> None:\n    from so_tui.storage.engine.log import _News as News",
    "from so_tui.storage.engine import log\nlog._News()",
    "from so_tui.storage.engine import log as entries\nentries._News()",
    "import so_tui.storage.engine.log as log\nlog._News()",
)
"""Each way to use a private name of another module."""


def sources() -> dict[str, str]:
    """Return the text of each module of the package, by its path."""
    return {
        path.relative_to(SOURCE).as_posix(): path.read_text("utf-8")
        for path in sorted(SOURCE.rglob("*.py"))
    }


def defined_twice(modules: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the class names that stand in several places, nested ones too, with their modules."""
    places: dict[str, list[str]] = defaultdict(list)
    for path, source in modules.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)
    return {name: paths for name, paths in places.items() if len(paths) > 1}


def is_private(name: str) -> bool:
    """Return whether a name begins with one underscore."""
    return name.startswith("_") and not name.startswith("__")


def private_uses(source: str) -> list[str]:
    """Return the private names of other modules of the package that a source text uses."""
    nodes = list(ast.walk(ast.parse(source)))
    imported: list[ast.alias] = []
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "so_tui").startswith("so_tui"):
            imported += node.names
        elif isinstance(node, ast.Import):
            imported += [alias for alias in node.names if alias.name.startswith("so_tui")]
    names = {alias.asname or alias.name for alias in imported}
    modules = {name for name in names if name.islower()}
    return [alias.name for alias in imported if is_private(alias.name)] + [
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.Attribute)
        and is_private(node.attr)
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
    ]


def test_no_class_name_stands_twice() -> None:
    again = {"a.py": "class Line: ...", "b.py": "class Grid:\n    class Line: ..."}
    assert defined_twice(again) == {"Line": ["a.py", "b.py"]}
    assert defined_twice(sources()) == {}


def test_no_module_uses_a_private_name_of_another() -> None:
    assert [len(private_uses(source)) for source in FORBIDDEN] == [1] * len(FORBIDDEN)
    modules = sources()
    assert "so_tui/storage/engine/log.py" in modules
    found = {path: private_uses(source) for path, source in modules.items()}
    assert {path: names for path, names in found.items() if names} == {}
