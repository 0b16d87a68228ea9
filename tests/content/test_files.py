"""Shipped files of the simplest kind are read without the parser, and say the same."""

import tomllib
from pathlib import Path

import pytest

import so_tui.content
from so_tui.content.files import simple_toml

HERE = Path(so_tui.content.__file__).parent
SHIPPED = sorted(HERE.rglob("*.toml"))
AT_A_START = (
    "points.toml",
    "words/commands.toml",
    "words/home.toml",
    "words/locking.toml",
    "words/notes.toml",
    "words/standing.toml",
    "words/status.toml",
)


def test_what_is_read_simply_is_what_the_parser_reads() -> None:
    assert SHIPPED
    for path in SHIPPED:
        content = path.read_text("utf-8")
        assert simple_toml(content) in (None, tomllib.loads(content)), path.name


@pytest.mark.parametrize("name", AT_A_START)
def test_what_the_first_picture_needs_is_simple(name: str) -> None:
    assert simple_toml((HERE / name).read_text("utf-8")) is not None


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", {}),
        ("# only words\n\n", {}),
        ('a = "it\'s"\nb = \'"x" and \\\'\n', {"a": "it's", "b": '"x" and \\'}),
        ("a = 12\nb = true\nc = false\n", {"a": 12, "b": True, "c": False}),
        ("[x.y]\na = 1\n[x]\nb = 2\n", {"x": {"y": {"a": 1}, "b": 2}}),
        (
            'a = """\n\nsaid "so".\n\n[no]\n"""\nb = """x\ny"""\n',
            {"a": '\nsaid "so".\n\n[no]\n', "b": "x\ny"},
        ),
        ('[[x]]\na = 1\n[[x]]\na = [\n  "one",\n]\n', {"x": [{"a": 1}, {"a": ["one"]}]}),
    ],
)
def test_simple_files(content: str, found: dict[str, object]) -> None:
    assert simple_toml(content) == found == tomllib.loads(content)


@pytest.mark.parametrize(
    "content",
    [
        'a = "one\\ntwo"',
        'a = """one\\\\\ntwo"""',
        'a = """one""" # said',
        'a = """one',
        'a = "one" # said',
        "a = 1.5",
        "a = -1",
        "a = [1]",
        'a = [\n  "one", "two",\n]',
        '"a b" = 1',
        "a.b = 1",
        " a = 1",
        "[[x]]\n[x.y]\na = 1",
        "[[x.y]]\na = 1",
        "[a b]\nc = 1",
        "nothing",
    ],
)
def test_what_is_not_simple_is_left_to_the_parser(content: str) -> None:
    assert simple_toml(content) is None
