"""Whatever the store tells has its words, and they name exactly what is told."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import so_tui.storage
from so_tui.content import text
from so_tui.content.shipped import read
from so_tui.session.wording import Words, sentence_of, sentences_of, words_of
from so_tui.storage.errors import StoreError, notice

SOURCE = Path(so_tui.storage.__file__).parents[1]
WHOLE, ADVICE, SENTENCE = {"what", "safe", "todo"}, {"what", "todo"}, {"what"}
"""What words have to say: of an error, of a finding that needs a look, of anything else."""
REFUSALS = {"CaseArchived": SENTENCE}
"""Errors where nothing failed: all of it is one sentence or two."""
FINDINGS = {"fine": SENTENCE, "look": ADVICE, "unknown": SENTENCE}
_FAILED = ("gone", "not_allowed", "read_only", "full", "failed")
ELSEWHERE = {
    "cli/backups.py": [f"{command}.{why}" for command in ("backup", "restore") for why in _FAILED],
    "cli/prompt.py": ["lock.needed", "lock.no_terminal"],
    "storage/checkup/places.py": [
        f"check.files.{name}"
        for name in ("odd", "others", "open", "open_within", "strange", "read_only")
    ],
}
"""Codes that do not stand in the call: they are put together, passed on or gathered."""
NAMED = ("NEWER", "NEWER_COPY")


@dataclass(frozen=True)
class Told:
    """A place that tells something: where, by which codes, with which values.

    Attributes:
        parts: What its words have to say.
        exact: Whether the words name each of the values.
    """

    where: str
    codes: list[str]
    given: set[str]
    parts: set[str]
    exact: bool


@cache
def errors() -> set[str]:
    """Return the names of the store's errors."""
    for found in pkgutil.walk_packages(so_tui.storage.__path__, "so_tui.storage."):
        importlib.import_module(found.name)
    kinds = [StoreError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.__name__ for kind in kinds}


@cache
def sources() -> dict[str, str]:
    """Return the text of each file of the program."""
    files = SOURCE.rglob("*.py")
    return {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in files}


def assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """Return what is assigned to each name."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


@cache
def imported() -> dict[str, list[ast.expr]]:
    """Return the codes that have a name which other modules use."""
    return {
        name: values
        for source in sources().values()
        if any(name in source for name in NAMED)
        for name, values in assigned(ast.parse(source)).items()
        if name in NAMED and isinstance(values[0], ast.Constant)
        if re.fullmatch(r"(storage|backup)\.\w+", str(values[0].value))
    }


def codes_in(value: ast.expr, names: dict[str, list[ast.expr]]) -> list[str]:
    """Return the codes that an expression may stand for; none if that cannot be seen."""
    match value:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp():
            choices = [value.body, value.orelse]
        case ast.Name(id=name):
            choices = names.get(name, [])
        case ast.JoinedStr(values=[ast.Constant(value=str(table)), _]):
            return [f"{table}{name}" for name in table_of(table.rstrip("."))]
        case _:
            choices = []
    found = [codes_in(choice, names) for choice in choices]
    return [code for codes in found for code in codes] if all(found) else []


def told_in(where: str, source: str) -> Iterator[Told]:
    """Yield each place in a source text that tells something."""
    tree = ast.parse(source)
    scopes: dict[ast.AST, ast.AST] = {}
    for scope in ast.walk(tree):  # outer ones first
        if isinstance(scope, ast.FunctionDef):
            scopes |= dict.fromkeys(ast.walk(scope), scope)
    makers = {"notice": SENTENCE} | dict.fromkeys(errors(), WHOLE) | REFUSALS
    if "so_tui.storage.checkup.findings import" in source:
        makers |= FINDINGS
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
            name = call.func.id
            if name in makers:
                prefix = "check." if name in FINDINGS else ""
                names = assigned(scopes.get(call, tree)) | imported()
                codes = [prefix + code for code in codes_in(call.args[0], names)]
                given = {keyword.arg or "**" for keyword in call.keywords}
                yield Told(
                    f"{where}:{call.lineno}",
                    codes or ELSEWHERE.get(where, []),
                    given,
                    makers[name],
                    exact=bool(codes) and "**" not in given,
                )


def table_of(code: str) -> dict[str, Any]:
    """Return the strings under a code by what they say; none if there are none."""
    file, *names = code.split(".")
    try:
        found: Any = read("words", f"{file}.toml")
        for name in names:
            found = found[name]
    except (FileNotFoundError, KeyError, TypeError):
        return {}
    return {"what": found} if isinstance(found, str) else found


def wrong_with(told: Told) -> Iterator[str]:
    """Yield what is wrong with the words of one place."""
    if not told.codes:
        yield f"{told.where}: no code can be seen"
    for code in told.codes:
        said = {part: said for part, said in table_of(code).items() if not part.endswith("_one")}
        if said.keys() != told.parts:
            yield f"{told.where}: {code} says {set(said)}, not {told.parts}"
        fields = {
            str(field).removesuffix("_typed")
            for sentence in said.values()
            for _, field, _, _ in Formatter().parse(str(sentence))
            if field
        }
        if "**" not in told.given and not fields <= told.given:
            yield f"{told.where}: {code} lacks {fields - told.given}"
        if told.exact and not told.given <= fields:
            yield f"{told.where}: {code} does not name {told.given - fields}"


@cache
def told_anywhere() -> list[Told]:
    """Return each place of the program that tells something."""
    return [told for where, source in sources().items() for told in told_in(where, source)]


def test_all_that_is_told_has_words_that_name_exactly_that() -> None:
    assert len(told_anywhere()) > 150
    assert [wrong for told in told_anywhere() for wrong in wrong_with(told)] == []


FINDING = "from so_tui.storage.checkup.findings import fine, look\n"


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ('StoreError("storage.no_such")', "says set()"),
        ('StoreInUse("nowhere.busy")', "says set()"),
        ('notice("noticed.torn")', "lacks {'file'}"),
        ('notice("noticed.torn", file=path, day=day)', "does not name {'day'}"),
        ('NoCopy("backup.damaged" if ours else "backup.no_such", file=path)', "no_such says"),
        ('code = "storage.no_such"\nStoreDamaged(code)', "no_such says"),
        ('notice("storage.busy")', "says"),
        ('StoreError("noticed.migrated")', "says"),
        ("StoreError(code)", "no code can be seen"),
        ('StoreError(f"{area}.busy")', "no code can be seen"),
        (f'{FINDING}look("snapshot.fine", schema=1, size=1)', "says"),
        (f'{FINDING}fine("snapshot.fine", schema=1)', "lacks {'size'}"),
        (f'{FINDING}look("folder.read_only")', "lacks {'folder'}"),
    ],
)
def test_the_rule_finds_words_that_are_missing(source: str, wrong: str) -> None:
    (told,) = told_in("storage/new.py", source)
    assert wrong in " ".join(wrong_with(told))


def test_the_rule_knows_each_code_that_is_gathered() -> None:
    """Each code in the check of the files stands in a call, or in the list above."""
    where = "storage/checkup/places.py"
    seen = {code for told in told_anywhere() if told.where.startswith(where) for code in told.codes}
    assert {f"check.{code}" for code in re.findall(r'"(files\.\w+)"', sources()[where])} <= seen


def test_no_words_are_left_over() -> None:
    used = {code for told in told_anywhere() for code in told.codes}
    check = read("words", "check.toml")
    codes = {
        *(f"storage.{name}" for name in read("words", "storage.toml")),
        *(
            f"noticed.{name}"
            for name, said in read("words", "noticed.toml").items()
            if isinstance(said, str)
        ),
        *(
            f"check.{table}.{name}"
            for table, found in check.items()
            if isinstance(found, dict)
            for name in found
            if not name.startswith("colours")
        ),
    }
    assert {code for code in codes if not code.endswith("_one")} - used == set()


def test_an_error_says_what_is_safe_and_what_to_do() -> None:
    error = StoreError("storage.not_allowed", folder=Path("/tmp/my\x1b[31m notes"))
    words = words_of(error)
    assert words.what == "The folder /tmp/my[31m notes cannot be written to."
    assert words.safe == "Nothing in it was changed."
    assert words.todo.endswith("type: chmod u+rwx '/tmp/my[31m notes'")
    assert str(error) == "storage.not_allowed"


def test_what_is_named_may_have_words_of_its_own() -> None:
    when = notice("noticed.when.after", after="2026-11-30 12:56")
    assert sentence_of(notice("noticed.missing", count=1, when=when)).startswith(
        "1 saved change is missing, made after 2026-11-30 12:56. "
    )
    several = (notice("noticed.migrated"), notice("noticed.renumbered"))
    told = notice("noticed.read_only", what=several)
    assert sentence_of(told).startswith(" ".join(map(sentence_of, several)))


def test_a_notice_is_said_once_and_has_nothing_but_a_sentence() -> None:
    migrated = notice("noticed.migrated")
    assert sentences_of((migrated, notice("noticed.migrated"))) == (text("noticed.migrated"),)
    assert words_of(migrated) == Words(text("noticed.migrated"))
    assert len({migrated, notice("noticed.migrated"), notice("noticed.newer")}) == 2


WRITERS = {"Store.open", "vault.switch_on", "vault.switch_off"}


def test_what_is_left_in_the_files_is_in_words_whoever_writes_it() -> None:
    calls = [
        (where, call)
        for where, source in sources().items()
        if not where.startswith("storage/")
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and WRITERS & {ast.unparse(each) for each in (call.func, *call.args)}
    ]
    assert len(calls) >= 6
    wordless = [where for where, call in calls if "sentence_of" not in ast.unparse(call)]
    assert wordless == []
