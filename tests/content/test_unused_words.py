"""Every shipped string is used: the code names it, or makes its name from words it knows.

A key is used if it stands in the code as it is, if an f-string of the code gives it (with each hole
filled by a word of the code: a literal, a member of an enum, a field or a class), or if its table
is read as a whole. The names that templates take from their table are looked up in the templates.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import so_tui
from so_tui.session.wording import Words
from tests.content.code_words import Code
from tests.content.shipped import word_files

SOURCE = Path(so_tui.__file__).parent
TEMPLATES = SOURCE / "papers" / "templates"
FOR_TEMPLATES = "sheet.paper"
"""The table that templates get as `words`."""


@cache
def _code() -> Code:
    return Code(ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py"))


def _names(table: str, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the table and the name of each string."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _names(f"{table}.{name}", value)
        elif isinstance(value, str):
            yield table, name


def unused(files: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the keys that nothing uses in files of words, by their names."""
    templates = " ".join(path.read_text("utf-8") for path in TEMPLATES.iterdir())
    on_paper = set(re.findall(r"\bwords\.(\w+)", templates))

    def is_used(table: str, name: str) -> bool:
        if table == FOR_TEMPLATES:
            return name in on_paper or _code().says(table, name)
        name = name.removesuffix("_one")
        said = _code().says(table, name) or _code().reads(table)
        return said or (name in Words._fields and _code().tells(table))

    return [
        f"{table}.{name}"
        for file, content in files.items()
        for table, name in _names(file.removesuffix(".toml"), content)
        if not is_used(table, name)
    ]


def test_every_shipped_string_is_used() -> None:
    assert unused(word_files()) == []


def test_a_string_that_nothing_uses_is_found() -> None:
    extra: dict[str, dict[str, Any]] = {
        "status.toml": {"never_said": "x", "tab": {"never_said": "x"}},
        "records.toml": {"stage": {"none": "x", "never_said": "x"}, "stage_never_said": "x"},
        "decision.toml": {"sides": {"FOR": "x"}, "never_said": {"FOR": "x"}},
        "sheet.toml": {"paper": {"lead": "x", "never_said": "x"}},
        "standing.toml": {"local": "x", "records": "x", "demo": "x"},
        "no_such_file.toml": {"stage": "x"},
    }
    assert unused(extra) == [
        "status.never_said",
        "status.tab.never_said",
        "records.stage.never_said",
        "records.stage_never_said",
        "decision.never_said.FOR",
        "sheet.paper.never_said",
        "standing.records",
        "standing.demo",
        "no_such_file.stage",
    ]
