"""What all papers have: names, a footer, a layout, and a file that only its owner can read."""

import os
import re
import textwrap
from datetime import date
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from so_tui.content import text, words
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import birth_day, show_day
from so_tui.domain.names import name_of
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.logic.about_me import about_of
from so_tui.logic.treating import addressee

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEXT_WIDTH = 72
"""Columns of plain text on a printed page."""

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#|~!&$=^])")
_PHONE = re.compile(r"((?<![\w-])[+(]?\d+(?: \(\d+)?\)?[\d /.-]{3,13}\d(?![\w-]))")
_LIST_MARK = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")


NAME_WIDTH = 45
"""Most characters of a person's name on paper."""


def my_doctor(state: AppState, today: date) -> str:
    """Return the name of the treating doctor, or words for one who is not named yet."""
    doctor = addressee(state, today)
    return (
        first_line(name_of(state, doctor.id), NAME_WIDTH) if doctor else text("whether.my_doctor")
    )


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands below a paper.

    Attributes:
        words: Who wrote it, when, and that it is not a medical record.
        name: The patient's name, for each page; '' if not known.
    """

    words: Clean
    name: Clean = BLANK


def signed(state: AppState, today: date) -> Footer:
    """Return the footer of a paper, which is the patient's, whoever typed it."""
    patient = clean_line(first_line(state.case.patient, NAME_WIDTH) if state.case else "")
    name = patient or text("sheet.paper.me")
    return Footer(clean_line(text("standing.footer", name=name, date=show_day(today))), patient)


def who_i_am(state: AppState) -> Clean:
    """Return the patient's name, birth date and phone in a line, as far as they were given."""
    about, patient = about_of(state), state.case.patient if state.case else ""
    born = text("about.paper.born", day=birth_day(about.born)) if about.born else ""
    phone = text("about.paper.phone", phone=about.phone) if about.phone else ""
    told = (first_line(each, NAME_WIDTH) for each in (patient, born, phone) if each)
    return clean_line(", ".join(told))


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
    """The text of a paper."""

    @property
    def template(self) -> str:
        """The template's name without the ending."""
        ...

    @property
    def footer(self) -> Footer:
        """What stands below it."""
        ...


def write_out(paper: Printable, layout: Layout, *, large: bool = False) -> str:
    """Return the content of a paper's file; only HTML has large print (18 pt)."""
    template = _environment(layout).get_template(f"{paper.template}.{layout.ending}")
    return template.render(paper=paper, words=words("sheet.paper"), large=large)


def _environment(layout: Layout) -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=layout is Layout.HTML,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=in_one_piece if layout is Layout.HTML else None,
    )
    made.filters["plain"] = fold
    made.filters["marked"] = escape_markdown
    made.filters["css"] = escape_css
    return made


def in_one_piece(value: object) -> object:
    """Return a value for HTML with its phone numbers kept on one line; markup stays as it is."""
    from markupsafe import Markup, escape

    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    pieces = ((piece, _PHONE.fullmatch(piece)) for piece in _PHONE.split(value))
    return Markup("").join(
        Markup('<span class="whole">{}</span>').format(piece) if found else escape(piece)
        for piece, found in pieces
    )


def fold(text: str, indent: int = 0) -> str:
    """Return text wrapped to `TEXT_WIDTH` columns, all lines but the first indented."""
    whole = _PHONE.sub(lambda found: found[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(whole, TEXT_WIDTH - indent, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines).replace("\0", " ")


def escape_markdown(text: str) -> str:
    """Return text with all Markdown and HTML characters escaped."""
    return _LIST_MARK.sub(lambda m: f"{m[1]}\\{m[2]}", _MARKS.sub(r"\\\1", text))


def escape_css(text: str) -> "Markup":
    """Return text for a quoted string in a style sheet: all but plain letters as numbers."""
    from markupsafe import Markup

    plain = (c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
    return Markup("".join(plain))  # nothing in it has a meaning in HTML


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_NAME_WIDTH = 40


def file_name(*parts: str) -> str:
    """Return a plain file name from the parts: lower-case letters and digits, joined by '-'."""
    joined = _NOT_A_LETTER.sub("-", "-".join(parts).lower())
    return joined[:_NAME_WIDTH].strip("-") or "paper"


def put_paper(folder: Path, name: str, ending: str, content: str) -> Path:
    """Write a new file (0600) and return its path; an existing file is never touched.

    A number is added to the name if it is taken. The ending is without the dot.

    Raises:
        OSError: There is no such folder, or the file could not be written; nothing is left behind.
    """
    for number in count(1):
        path = folder / f"{name}{f'-{number}' if number > 1 else ''}.{ending}"
        try:
            descriptor = os.open(path, _FLAGS, 0o600)
        except FileExistsError:
            continue
        break
    try:
        _write(descriptor, content.encode("utf-8"))
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def put_at(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file (0600) at exactly this path, completely or not at all.

    Raises:
        FileExistsError: The path is taken, and `replace` is false.
        OSError: It could not be written; an existing file is unchanged.
    """
    if not replace and os.path.lexists(path):
        raise FileExistsError(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(beside, _FLAGS, 0o600)
    try:
        _write(descriptor, content)
        if replace:
            beside.replace(path)
        else:
            os.link(beside, path)  # fails if a file has appeared meanwhile
    finally:
        beside.unlink(missing_ok=True)


def _write(descriptor: int, content: bytes) -> None:
    """Write a file durably and close it; whatever the umask is, only its owner can read it."""
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
