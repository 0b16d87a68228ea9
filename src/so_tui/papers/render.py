"""Writing a paper as plain text, Markdown or HTML, from the templates beside this module."""

import re
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from so_tui.content import words

if TYPE_CHECKING:
    from jinja2 import Environment

TEXT_WIDTH = 72
"""Columns of plain text on a printed page."""

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~!&$=^])")
_LIST_MARK = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")


class Layout(StrEnum):
    """The layout of a paper; except for TEXT, the value is also the file extension."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"

    @property
    def ending(self) -> str:
        """The file extension, without the dot."""
        return "txt" if self is Layout.TEXT else self.value


class Printable(Protocol):
    """The text of a paper; its TEMPLATE is the template's name without the ending."""

    TEMPLATE: ClassVar[str]


def write_out(paper: Printable, layout: Layout, *, large: bool = False) -> str:
    """Return the content of a paper's file.

    Args:
        paper: Its text.
        layout: Its layout.
        large: Large print (18 pt), for HTML; the other layouts have no print size.
    """
    template = _environment(layout).get_template(f"{paper.TEMPLATE}.{layout.ending}")
    return template.render(paper=paper, words=words("sheet.paper"), large=large)


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
    """Return text wrapped to `TEXT_WIDTH` columns, all lines but the first indented."""
    lines = textwrap.wrap(text, TEXT_WIDTH - indent, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines)


def escape_markdown(text: str) -> str:
    """Return text with all Markdown and HTML characters escaped."""
    return _LIST_MARK.sub(lambda m: f"{m[1]}\\{m[2]}", _MARKS.sub(r"\\\1", text))
