"""Each kind of thing has its words where it is found, deleted, or left half-written."""

import ast
from dataclasses import fields
from pathlib import Path
from string import Formatter

import so_tui
from so_tui.content import words
from so_tui.content.shipped import read
from so_tui.domain.case import Case, Decision
from so_tui.domain.comparison import Reference
from so_tui.domain.encounters import EncounterKind
from so_tui.domain.opinions import Opinion
from so_tui.domain.state import TABLES, Conflict
from so_tui.ui.commands.specs import MODES, SIDES

KEPT = {Case, Conflict, Decision, Opinion, Reference}
"""Kinds that no key deletes, or whose deletion the user does not see."""


def test_what_can_be_deleted_has_its_words() -> None:
    deleted = {kind.__name__.lower(): kind for kind in set(TABLES.values()) - KEPT}
    assert words("kinds.deleted").keys() == {*deleted, "other"}
    for name, kind in deleted.items():
        asked = {field for _, field, _, _ in Formatter().parse(words("kinds.deleted")[name])}
        assert asked - {None} <= {field.name for field in fields(kind)}


def test_what_is_half_written_has_its_words_and_a_screen() -> None:
    assert words("kinds.draft").keys() == {"note"}
    screens = read("words", "kinds.toml")["draft"].keys() - {"note"}
    assert screens <= {*MODES, *SIDES}
    every = [what for screen in screens for what in words(f"kinds.draft.{screen}")]
    assert len(every) == len(set(every))


def test_what_is_found_has_its_words() -> None:
    source = Path(so_tui.__file__).parent / "logic/search_entries.py"
    kinds = {
        node.args[1].value
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Entry"
        and isinstance(node.args[1], ast.Constant)
    }
    assert kinds
    kinds |= {"note", "answer", "cell", "difference", "due"}  # a day by which: logic/archive.py
    kinds |= {"visit", *(k.name.lower() for k in EncounterKind if k is not EncounterKind.IN_PERSON)}
    assert kinds == set(words("kinds.found"))
