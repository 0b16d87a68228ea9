"""Every string that the program ships in `content/`, with who speaks it."""

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from importlib.resources import files
from typing import Any

from so_tui.content import points, sections
from so_tui.content.library import PACKS as LIBRARY
from so_tui.content.library import question_packs
from so_tui.content.packs import call_script
from so_tui.content.seeds import record_templates
from so_tui.demo.case import demo_state
from so_tui.domain import state

PACKS = (
    "checklist.toml",
    "points.toml",
    "callscript.toml",
    "records.toml",
    *(f"questions/{key}.toml" for key in LIBRARY),
)
CLICK_KEEP_LINES = "\b\n"
"""A sign to click in help texts, which it takes out: do not wrap the lines that follow."""
_KEYS = {"id", "case_id", "section", "template", "topic", "point", "knew_first"}


class Voice(Enum):
    """Who speaks a string."""

    PROGRAM = "the program"
    QUESTION = "the patient, asking a doctor"
    MADE_UP = "the people of the made-up case"


@dataclass(frozen=True)
class Shipped:
    """One shipped string, where it stands as 'file: key', and who speaks it."""

    where: str
    text: str
    voice: Voice = Voice.PROGRAM


def strings() -> list[Shipped]:
    """Return every shipped string that can come to the screen or onto paper."""
    return [*_packs(), *_words(), *_made_up()]


def word_files() -> dict[str, dict[str, Any]]:
    """Return the files of `content/words/` by name, as they are read."""
    folder = files("so_tui.content") / "words"
    found = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    return {item.name: tomllib.loads(item.read_text("utf-8")) for item in found}


def pack(name: str) -> dict[str, Any]:
    """Return a file of `content/` as it is read."""
    return tomllib.loads((files("so_tui.content") / name).read_text("utf-8"))


def _packs() -> Iterator[Shipped]:
    for section in sections():
        yield Shipped(f"checklist.toml: {section.key}", section.title)
        yield from (Shipped(f"checklist.toml: {task.key}", task.text) for task in section.tasks)
    for pack in question_packs():
        yield Shipped(f"questions/{pack.key}.toml: title", pack.title)
        for topic in pack.topics:
            yield Shipped(f"questions/{pack.key}.toml: {topic.key}", topic.title)
            for question in topic.questions:
                where = f"questions/{pack.key}.toml: {question.key}"
                yield Shipped(where, question.text, Voice.QUESTION)
    for line in call_script():
        for name in ("say", "label", "write"):
            yield Shipped(f"callscript.toml: {line.key}.{name}", getattr(line, name))
    for record in record_templates():
        yield Shipped(f"records.toml: {record.key}.name", record.name)
        yield Shipped(f"records.toml: {record.key}.note", record.note)
    for point in points():
        yield Shipped(f"points.toml: {point.key}.label", point.label)
        yield Shipped(f"points.toml: {point.key}.hint", point.hint)


def _words() -> Iterator[Shipped]:
    for name, content in word_files().items():
        yield from _nested(f"{name}:", {k: v for k, v in content.items() if k != "sources"})


def _nested(where: str, value: Any) -> Iterator[Shipped]:
    if isinstance(value, str):
        yield Shipped(where, value.replace(CLICK_KEEP_LINES, ""))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _nested(f"{where} {key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nested(where, inner)


def _made_up() -> Iterator[Shipped]:
    for entity in state.entities(demo_state(datetime.date(2026, 11, 23))):
        for field in fields(entity):
            value = getattr(entity, field.name)
            is_key = field.name in _KEYS or field.name.endswith("_id")
            if type(value) is str and value and not is_key:
                where = f"demo.toml: {type(entity).__name__} {field.name}"
                yield Shipped(where, value, Voice.MADE_UP)
