"""Values that no program of ours writes, for files whose checksums are right."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.attack import forms
from tests.attack.forms import Raw, Tables

MOST = 10**12
"""A number of records that is beyond what a store may have."""

NUMBERS: tuple[Any, ...] = (
    MOST - 1,
    MOST - 2,
    MOST - 5,
    MOST,
    MOST + 1,
    10**14,
    2**63,
    10**30,
    Raw(b"1" + b"0" * 5000),
    0,
    -1,
    -MOST,
    1.5,
    Raw(b"1e999"),
    Raw(b"-1e999"),
    Raw(b"NaN"),
    Raw(b"1e5"),
    True,
    None,
    "1",
    "",
    [],
    {},
)
TEXTS: tuple[Any, ...] = (
    "",
    " ",
    "\x00",
    "\x1b[31mred\x1b]0;title\x07",
    "\ud800",
    "a\udfff\ud800b",
    "\u202e\u2066right to left",
    "x" * 300_000,
    "zwj\u200d" * 50,
    "[bold]markup[/bold] [@click=app.quit]",
    "line\nline\r\n\tline",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59.999999",
    "0001-01-01T00:00:00",
    "2026-11-30T09:00:00+02:00",
    "2026-11-30T09:00:00Z",
    "2026-11-30T09:00:00+23:59:59.999999",
    "09:15:00+01:00",
    "24:00",
    "23:59:59.999999",
    "2026-W49-1",
    "10000-01-01",
    "-1",
    "1e999",
    "000000000000",
    "ffffffffffff",
    "d897d08d687c",
)
SPANS: tuple[Any, ...] = (-1, -(10**9), 10**9, 999_999_999, 10**12, 2**63, 10**30, 0)
DEPTHS = (50, 900, 1000, 3000, 100_000)
ODD: tuple[Any, ...] = (*NUMBERS, *TEXTS, *SPANS, [[]], [None], [{}], ["", 1], {"a": 1})


def deep(chance: Random) -> Raw:
    """Return lists or objects in each other, very deep."""
    depth = chance.choice(DEPTHS)
    if chance.random() < 0.5:
        return Raw(b"[" * depth + b"]" * depth)
    return Raw(b'{"a":' * depth + b"1" + b"}" * depth)


def odd(chance: Random, was: Any) -> Any:
    """Return a value in place of one, more often one that is nearly right."""
    near: tuple[Any, ...] = ODD
    if isinstance(was, str):
        near = TEXTS
    elif type(was) is int:
        near = (*NUMBERS, *SPANS)
    pick = chance.random()
    if pick < 0.06:
        return deep(chance)
    return chance.choice(near if pick < 0.7 else ODD)


Change = Callable[[Tables, Random], str]
"""Changes tables in one place and returns what it did."""


def a_field(tables: Tables, chance: Random) -> str:
    """Give one field of one entry an odd value."""
    name = chance.choice(_filled(tables))
    return f"{name}.{_change_one(tables[name], chance)}"


def a_column(tables: Tables, chance: Random) -> str:
    """Give a field of all entries of a table a value of the right type that is beyond reason."""
    table = tables[chance.choice(_filled(tables))]
    key = chance.choice(sorted(next(iter(table.values()))))
    fit: list[Any] = []
    for entry in table.values():
        was = entry.get(key)
        fit = list(SPANS) if type(was) is int else _FAR.get(_form(was), fit)
        if fit:
            entry[key] = chance.choice(fit)
    return f"all {key}" if fit else a_field(tables, chance)


_FAR: dict[str, list[Any]] = {
    "dddd-dd-dd": ["0001-01-01", "9999-12-31", "2026-W49-1"],
    "dddd-dd-ddTdd:dd:dd": [
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "2026-11-30T09:00:00+02:00",
        "2026-11-30T09:00:00Z",
    ],
    "dd:dd:dd": ["09:15:00+01:00", "00:00:00", "23:59:59.999999", "09:15:00Z"],
}
"""Values by the form of those that they take the place of."""


def _form(value: Any) -> str:
    """Return the form of a text: each digit a d, without parts of a second."""
    if not isinstance(value, str):
        return ""
    return re.sub(r"\d", "d", value.partition(".")[0])


def a_meta(tables: Tables, chance: Random) -> str:
    """Give one field of what the snapshot says of itself an odd value."""
    meta = tables["meta"]["1"]
    key = chance.choice(("number", "number", "counts", "schema", "settings", "read_by"))
    inner = chance.random() < 0.6 and key in ("counts", "settings")
    value = odd(chance, meta.get(key))
    if key == "schema" and isinstance(value, int) and value > meta[key]:
        value = str(value)  # the form of a newer version is refused, and rightly
    meta[key] = {"a" * 12: value, "b" * 12: 1 if key == "counts" else "x"} if inner else value
    return f"meta.{key}"


def a_history(tables: Tables, chance: Random) -> str:
    """Give an entry of the history or the trash an odd value."""
    filled = [name for name in ("history", "trash") if tables.get(name)]
    if not filled:
        return a_meta(tables, chance)
    name = chance.choice(filled)
    entry = chance.choice(list(tables[name].values()))
    if name == "history" and chance.random() < 0.4 and entry.get("steps"):
        step = chance.choice(entry["steps"])
        step[chance.randrange(len(step))] = odd(chance, "")
        return "history.steps"
    key = chance.choice(sorted(entry))
    entry[key] = odd(chance, entry[key])
    return f"{name}.{key}"


def an_unknown(tables: Tables, chance: Random) -> str:
    """Add a table, a field or an entry that no version knows."""
    pick = chance.randrange(4)
    if pick == 0:
        tables["unheard"] = {"1": {"of": 1}}
        return "a table that no version knows"
    name = chance.choice(_filled(tables))
    if pick == 1:
        chance.choice(list(tables[name].values()))["unheard"] = odd(chance, None)
        return "a field that no version knows"
    if pick == 2:
        tables[name][str(chance.choice((0, 1, 10**16, "x", "-1", "01")))] = {"id": "0" * 12}
        return f"{name}: an entry without fields"
    value: Any = odd(chance, None)
    tables[name] = value
    return f"{name}: no table"


def an_id(tables: Tables, chance: Random) -> str:
    """Let an entry name another one that is not there, or itself, or be in no case."""
    name = chance.choice(_filled(tables))
    entry = chance.choice(list(tables[name].values()))
    keys = [key for key in entry if key == "id" or key.endswith(("_id", "_ids"))]
    if not keys:
        return a_field(tables, chance)
    key = chance.choice(keys)
    value = chance.choice(("f" * 12, "", entry.get("id", ""), "0" * 12))
    entry[key] = [value] if key.endswith("_ids") else value
    return f"{name}.{key}: an id of nothing"


def _filled(tables: Tables) -> list[str]:
    """Return the names of the tables that hold entries."""
    return [
        name
        for name, table in tables.items()
        if name not in ("meta", "unheard")
        and isinstance(table, dict)
        and table
        and all(isinstance(entry, dict) for entry in table.values())
    ]


def _change_one(table: dict[str, dict[str, Any]], chance: Random) -> str:
    entry = chance.choice(list(table.values()))
    key = chance.choice(sorted(entry))
    if chance.random() < 0.08:
        del entry[key]
        return f"{key} left out"
    entry[key] = odd(chance, entry[key])
    return str(key)


CHANGES: tuple[Change, ...] = (
    a_field,
    a_column,
    a_column,
    a_field,
    a_meta,
    a_history,
    an_unknown,
    an_id,
)
SMALL: tuple[Change, ...] = (a_field, a_column, an_id)
"""Changes of one entry."""


def twice(content: bytes, chance: Random) -> bytes:
    """Return a snapshot in which one key stands twice."""
    rest = forms.rest_of(content)
    key = chance.choice((b'"notes":{', b'"tasks":{', b'"cases":{'))
    return forms.seal_snapshot(rest[:-1] + b"," + key + b"}}")
