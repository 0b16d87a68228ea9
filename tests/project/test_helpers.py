"""What tests share stands in support modules: no module imports a test module."""

import ast
from pathlib import Path

TOP = Path(__file__).parents[2]
FOLDERS = ("benchmarks", "scripts", "src", "tests")
FORBIDDEN = (
    "import tests.ui.test_saving",
    "from tests.ui.test_saving import folder_gone",
    "from tests.ui import test_saving",
    "from .test_saving import folder_gone",
    "def late() -> None:\n    from . import test_saving as saving",
)
"""Each way to import a test module."""


def imported_tests(source: str) -> list[str]:
    """Return the imports in a source text that name a test module, wherever they stand."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            paths = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom) and node.module:
                paths.append(node.module)
            if any(part.startswith("test_") for path in paths for part in path.split(".")):
                found.append(ast.unparse(node))
    return found


def test_no_module_imports_a_test_module() -> None:
    assert [len(imported_tests(source)) for source in FORBIDDEN] == [1] * len(FORBIDDEN)
    modules = {
        str(path.relative_to(TOP)): path.read_text("utf-8")
        for folder in FOLDERS
        for path in (TOP / folder).rglob("*.py")
    }
    assert {"tests/ui/test_saving.py", "tests/ui/support_saving.py"} <= modules.keys()
    found = {name: imported_tests(source) for name, source in modules.items()}
    assert {name: imports for name, imports in found.items() if imports} == {}
