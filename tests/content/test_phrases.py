"""Looking up what the program says."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from so_tui.content import has_words, text, words
from so_tui.content.shipped import read
from tests.content.shipped import word_files


def test_a_string_of_a_file() -> None:
    assert text("standing.waiting").startswith("Only your care team can say how long you can wait.")


def test_a_string_of_a_table() -> None:
    assert text("deciding.reasons.rare") == words("deciding.reasons")["rare"]


def test_values_are_filled_in() -> None:
    footer = text("standing.footer", name="Pat Demo", date="23 Nov 2026")
    assert footer.startswith("Written by Pat Demo on 23 Nov 2026")


@pytest.mark.parametrize("value", ["{date}", "{0}", "{", "[red]", "{name.__class__}"])
def test_what_a_user_typed_stays_as_it_is(value: str) -> None:
    assert f"Written by {value} on " in text("standing.footer", name=value, date="today")


@pytest.mark.parametrize(
    "key", ["standing.no_such", "no_such_file.name", "deciding.reasons.x", "deciding.reasons", ""]
)
def test_a_missing_key_is_named(key: str) -> None:
    assert not has_words(key)
    with pytest.raises(KeyError) as raised:
        text(key)
    assert raised.value.args == (key,)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(KeyError, match="date"):
        text("standing.footer", name="Pat Demo")


def test_one_thing_has_words_of_its_own() -> None:
    assert text("backup.entries", count=2) == "2 entries"
    assert text("backup.entries", count=1) == "1 entry"
    assert text("lookback.found", count=1) == "Found: 1"


def test_words_for_one_thing_need_no_other_values_than_those_for_many() -> None:
    found = 0
    for file in word_files():
        for prefix, table in tables(file.removesuffix(".toml")):
            for name in table:
                if name.endswith("_one"):
                    many = table[name.removesuffix("_one")]
                    assert fields(many) - {"count"} == fields(table[name]), f"{prefix}.{name}"
                    assert "count" in fields(many)
                    found += 1
    assert found > 5


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def tables(prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the table of that name and all below it."""
    yield prefix, words(prefix)
    file, *names = prefix.split(".")
    here = read("words", f"{file}.toml")
    for name in names:
        here = here[name]
    for name, value in here.items():
        if isinstance(value, Mapping):
            yield from tables(f"{prefix}.{name}")


def test_a_table_keeps_the_order_of_its_file() -> None:
    assert list(words("deciding.ask_first"))[:2] == ["cannot_wait", "unwell"]


def test_a_file_as_a_table_holds_its_own_strings_only() -> None:
    standing = words("standing")
    assert "waiting" in standing
    assert all(isinstance(text, str) for text in standing.values())
    assert words("deciding") == {}


@pytest.mark.parametrize("prefix", ["no_such_file", "standing.waiting", "deciding.no_such"])
def test_a_missing_table_is_an_error(prefix: str) -> None:
    with pytest.raises(KeyError, match=prefix):
        words(prefix)


def test_every_file_of_words_is_found() -> None:
    for name in word_files():
        assert words(name.removesuffix(".toml")) is not None
        assert name.removesuffix(".toml").isidentifier()


def test_importing_reads_nothing() -> None:
    code = """
import sys
import so_tui.content, so_tui.content.seeds, so_tui.demo.case
from so_tui.content.shipped import read
assert read.cache_info().misses == 0
assert not {"tomllib", "importlib.resources", "textual", "tinydb"} & set(sys.modules)
"""
    ran = subprocess.run([sys.executable, "-S", "-c", _with_path(code)], capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()


def _with_path(code: str) -> str:
    return f"import sys; sys.path[:] = {sys.path!r}\n{code}"
