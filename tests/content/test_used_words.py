"""What the code asks for is there: keys of strings, and the values that a string needs."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import so_tui
from so_tui.content import has_words, words

SOURCE = Path(so_tui.__file__).parent
SAYING = ("text", "say")
"""What looks up a string: `text`, and `say` of a screen."""


def calls(*names: str) -> Iterator[tuple[str, ast.Call, str]]:
    """Yield each call of these whose key stands in the code: where, the call, the key."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in names and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", node, key.value


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")


def fields_of(key: str) -> set[str]:
    table, _, name = key.rpartition(".")
    return {field for _, field, _, _ in Formatter().parse(words(table)[name]) if field}


def test_every_string_that_is_said_is_there() -> None:
    said = list(calls(*SAYING))
    assert said
    assert [f"{where}: {key}" for where, _, key in said if not has_words(key)] == []


def test_every_string_gets_the_values_it_needs() -> None:
    wrong = []
    for where, call, key in calls(*SAYING):
        given = {keyword.arg for keyword in call.keywords}
        if has_words(key) and None not in given and given != fields_of(key):
            wrong.append(f"{where}: {key} needs {fields_of(key)}, gets {given}")
    assert wrong == []


def test_every_table_that_is_read_is_there() -> None:
    for _, _, prefix in calls("words"):
        assert words(prefix)
