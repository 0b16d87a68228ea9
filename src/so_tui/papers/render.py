"""Writing a sheet as plain text, Markdown or HTML, from the templates beside this module."""

import re
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING

from so_tui.content import words
from so_tui.papers.sheet import Sheet

if TYPE_CHECKING:
    from jinja2 import Environment

TEXT_WIDTH = 72
"""Columns of plain text on paper."""

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~!&$=^])")
_LIST_MARK = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")


class Layout(StrEnum):
    """How a paper is written; the value is also the ending of its file's name, but for TEXT."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"

    @property
    def ending(self) -> str:
        """The ending of a file's name, without the dot."""
        return "txt" if self is Layout.TEXT else self.value


def write_sheet(sheet: Sheet, layout: Layout, *, large: bool = False) -> str:
    """Return the sheet as a whole file.

    Args:
        sheet: What stands on it.
        layout: How it is written.
        large: Large print, 18 pt; for HTML, the others have no size of print.
    """
    return fill("sheet", layout, sheet=sheet, words=words("sheet.paper"), large=large)


def fill(name: str, layout: Layout, **values: object) -> str:
    """Return a template, filled in.

    Args:
        name: The template's name without its ending.
        layout: Which of the templates of that name.
        values: What it speaks of; one that is missing is an error.
    """
    return _environment(layout).get_template(f"{name}.{layout.ending}").render(**values)


def _environment(layout: Layout) -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        loader=FunctionLoader(_read),
        autoescape=layout is Layout.HTML,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["plain"] = fold
    made.filters["marked"] = escape_markdown
    return made


def _read(name: str) -> str:
    from importlib.resources import files

    return (files(__package__) / "templates" / name).read_text("utf-8")


def fold(text: str, indent: int = 0) -> str:
    """Return text in lines of `TEXT_WIDTH` columns, all but the first one indented."""
    lines = textwrap.wrap(text, TEXT_WIDTH - indent, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines)


def escape_markdown(text: str) -> str:
    """Return text in which no character is a mark of Markdown or of HTML."""
    return _LIST_MARK.sub(lambda m: f"{m[1]}\\{m[2]}", _MARKS.sub(r"\\\1", text))
