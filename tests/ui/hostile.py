"""Texts that break programs which trust them, and a case that holds them in every field."""

import json
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from itertools import cycle
from typing import get_type_hints

from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLES, AppState, Conflict, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from tests.ui.support import demo

HOSTILE = {
    "close": "[/]",
    "open": "[/",
    "colour": "[red]x[/blue]",
    "click": "[@click=app.quit]leave[/]",
    "braces": "{name} {0} %s \\[b] $x",
    "escape": "\x1b[2J\x1b[31mred\x1b[0m",
    "title": "\x1b]0;owned\x07after",
    "clipboard": "\x1b]52;c;aGk=\x1b\\after",
    "c1": "\x9b31mred\x9d0;t\x9cafter",
    "control": "a\x00b\x08c\rd\x0be\x7ff\tg",
    "bidi": "safe\u202etxt.exe\u202c \u2066in\u2069 \u200fmark",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \u2764\ufe0f ok",
    "wide": "\u4e73\u304c\u3093\u306e\u7b2c\u4e8c\u610f\u898b\uff21\uff22",
    "marks": "e\u0301a\u0308\u0323o" + "\u0301" * 20 + " end",
    "surrogate": "a\ud800b",
    "lines": "one\r\ntwo\nthree\u2028four",
    "blank": "\u00a0\u3000\u200b",
}
"""Hostile texts by a word for what they try."""

ALL = " ".join(HOSTILE.values())
"""All of them in one."""

LONG = "[/] word " * 11_112
"""A line of 100 kB."""

LISTED = ("tasks", "questions", "notes", "cells")
"""The tables whose entities stand in long lists."""


@cache
def hostile_case(raw: str) -> AppState:
    """Return the made-up case with this text in each text field of its entities.

    The text is put in as it is, past the door that cleans, as another program could write it.
    """
    told = [*entities(demo()), _conflict()]
    return of_case(demo().case_id, [_poisoned(entity, raw) for entity in told])


@cache
def long_case() -> AppState:
    """Return the made-up case with the long line in each text field of one entity of a kind."""
    tables = (list(getattr(demo(), table).values()) for table in TABLES)
    firsts = [*(table[0] for table in tables if table), _conflict()]
    return apply(demo(), [Put(_poisoned(entity, LONG)) for entity in firsts])


@cache
def mixed_case() -> AppState:
    """Return the made-up case with another of the texts in each entity of the lists."""
    changes = []
    for table in LISTED:
        texts = cycle(HOSTILE.values())
        for entity in getattr(demo(), table).values():
            changes.append(Put(_poisoned(entity, next(texts))))
    return apply(demo(), changes)


def _conflict() -> Conflict:
    """Return two versions of a line, as two people write them who keep notes together."""
    note = next(iter(demo().notes.values()))
    return Conflict(
        id="c0ffee" * 2,
        case_id=note.case_id,
        table="notes",
        entity_id=note.id,
        field="text",
        other=Clean(json.dumps("other")),
        at=datetime(2026, 3, 2, 14, 30),
    )


def _poisoned(entity: Entity, raw: str) -> Entity:
    hints = get_type_hints(type(entity))
    names = [f.name for f in fields(entity) if hints[f.name] is Clean]
    return replace(entity, **dict.fromkeys(names, Clean(raw)))
