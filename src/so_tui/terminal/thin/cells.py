"""Parsing a frame into cells: a character or cluster, and its look."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

PLAIN_INK, PLAIN_GROUND = "39", "49"
BLANK_MARKS = frozenset({"1", "2", "3"})
"""Bold, dim and italic, which are invisible on a blank."""

_MARKS = frozenset({*BLANK_MARKS, "4", "5", "7", "9"})
_PIECE = re.compile(r"\x1b\[(\d+);(\d+)H((?:\x1b\[[\d;]*m|[^\x00-\x1f\x7f-\x9f]+)*)\n?")
_LOOK_OR_TEXT = re.compile(r"\x1b\[([\d;]*)m|([^\x1b]+)")
_COLOUR = re.compile(r"(?:3[0-79]|4[0-79]|9[0-7]|10[0-7])\Z")


class Look(NamedTuple):
    """The look of a character, in the codes of the SGR sequence (ECMA-48 8.3.117).

    Attributes:
        ink: Code of the text colour; '' on a blank, where it is invisible.
        ground: Code of the background colour.
        marks: Codes of bold, underlined and so on.
    """

    ink: str = PLAIN_INK
    ground: str = PLAIN_GROUND
    marks: frozenset[str] = frozenset()


PLAIN = Look()


class ScreenCell(NamedTuple):
    """One cell of the terminal.

    Attributes:
        text: Its content; '' in the right half of a wide character.
        look: The requested look.
        shown: The visible part of the look.
        is_loose: Whether some terminals draw it two cells wide ('ambiguous' in Unicode's UAX 11).
    """

    text: str
    look: Look
    shown: Look
    is_loose: bool = False


class Piece(NamedTuple):
    """What a frame draws from one position, up to the next cursor move.

    Attributes:
        x: First column, from 0.
        y: Row, from 0.
        raw: The original text, sequences included.
        cells: Its cells; None if terminals may disagree about its width.
    """

    x: int
    y: int
    raw: str
    cells: list[ScreenCell] | None


def pieces(frame: str) -> list[Piece] | None:
    """Split a frame into pieces.

    Returns:
        The pieces in order; None if it has more than cursor moves, looks and text.
    """
    found: list[Piece] = []
    done = 0
    for match in _PIECE.finditer(frame):
        row, column, raw = match.groups()
        is_known, cells = _read(raw)
        if match.start() != done or not is_known:
            return None
        done = match.end()
        found.append(Piece(int(column) - 1, int(row) - 1, raw, cells))
    return found if done == len(frame) else None


@lru_cache(128)
def _read(raw: str) -> tuple[bool, list[ScreenCell] | None]:
    """Return whether a piece has only looks and text, and its cells, which must not be mutated.

    Cached: most lines of a frame were in a recent one.
    """
    cells: list[ScreenCell] | None = []
    look = PLAIN
    for codes, text in _LOOK_OR_TEXT.findall(raw):
        if text:
            new = None if cells is None else cells_of(text, look)
            cells = None if cells is None or new is None else cells + new
            continue
        drawn = read_look(codes)
        if drawn is None or (look is not PLAIN and drawn is not PLAIN):
            return False, None
        look = drawn
    return look is PLAIN, cells


@lru_cache(1024)
def read_look(codes: str) -> Look | None:
    """Return the look for SGR codes, None if they have other effects."""
    ink, ground, marks = PLAIN_INK, PLAIN_GROUND, set[str]()
    parts = iter(codes.split(";"))
    for part in parts:
        if part in ("38", "48"):
            kind = next(parts, "")
            count = {"5": 1, "2": 3}.get(kind, 0)
            colour = ";".join([part, kind, *(next(parts, "") for _ in range(count))])
            if not count or colour.endswith(";"):
                return None
            ink, ground = (colour, ground) if part == "38" else (ink, colour)
        elif part in ("", "0"):
            ink, ground, marks = PLAIN_INK, PLAIN_GROUND, set()
        elif part in _MARKS:
            marks.add(part)
        elif _COLOUR.match(part):
            is_ink = part[0] in "39"
            ink, ground = (part, ground) if is_ink else (ink, part)
        else:
            return None
    made = Look(ink, ground, frozenset(marks))
    return PLAIN if made == PLAIN else made


@lru_cache(1024)
def of_blank(look: Look) -> Look:
    """Return the look of a blank: only what is visible on it."""
    return look if look.marks - BLANK_MARKS else Look("", look.ground)


def cells_of(text: str, look: Look) -> list[ScreenCell] | None:
    """Return the cells of a text; None if terminals may disagree about their number."""
    if text.isascii():
        return [*map(_letters(look).__getitem__, text)]
    made: list[ScreenCell] = []
    for letter in text:
        width = sure_width(letter)
        if width is None or (width == 0 and not _can_carry(made)):
            return None
        if width == 0:
            made[-1] = made[-1]._replace(text=made[-1].text + letter)
            continue
        shown = of_blank(look) if letter == " " else look
        made.append(ScreenCell(letter, look, shown, unicodedata.east_asian_width(letter) == "A"))
        if width == 2:
            made.append(ScreenCell("", look, look))
    return made


class _Letters(dict[str, ScreenCell]):
    """The cells of one look by letter, created on demand and shared."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, letter: str) -> ScreenCell:
        look = self._look
        cell = self[letter] = ScreenCell(letter, look, of_blank(look) if letter == " " else look)
        return cell


_letters = lru_cache(256)(_Letters)


def _can_carry(cells: list[ScreenCell]) -> bool:
    """Return whether an accent can combine with the last cell: it can with one narrow letter."""
    return bool(cells) and cells[-1].text[:1].isalpha() and len(cells[-1].text) <= 3


@lru_cache(4096)
def sure_width(letter: str) -> int | None:
    """Return the width of a character in cells, None if terminals may disagree.

    Certain are one-cell characters, two-cell ideographs, syllables and full-width forms, and the
    zero-width accents of Western scripts. Emoji, joiners, marks that change the form of others, and
    characters newer than this Python's tables are not.
    """
    if letter.isascii():
        return 1 if letter.isprintable() else None
    code = ord(letter)
    kind, width = unicodedata.category(letter), unicodedata.east_asian_width(letter)
    if kind == "Mn":
        return 0 if 0x0300 <= code <= 0x036F and code != 0x034F else None
    if kind[0] in "MC" or kind == "Zl" or kind == "Zp" or _is_unsettled(code):
        return None
    return 2 if width in "WF" else 1


def _is_unsettled(code: int) -> bool:
    """Return whether a character is an emoji, or from a script that forms clusters."""
    return (
        0x0590 <= code < 0x10A0  # right to left, and the scripts of India and South-East Asia
        or 0x1100 <= code < 0x1200  # parts of Korean syllables
        or 0x1680 <= code < 0x1E00
        or 0x2600 <= code < 0x27C0  # signs that may be drawn as emoji
        or 0x2B00 <= code < 0x2C00
        or 0x3030 <= code < 0x3040
        or 0x3130 <= code < 0x3190
        or 0x3297 <= code < 0x329A
        or 0x4DC0 <= code < 0x4E00
        or 0xA000 <= code < 0xAC00
        or 0xD7B0 <= code < 0xE000
        or 0xFB00 <= code < 0xFF00
        or 0xFFA0 <= code < 0xFFE0
        or 0x10000 <= code < 0x20000
    )


def alike(before: ScreenCell | None, after: ScreenCell) -> bool:
    """Return whether two cells look the same."""
    if before == after:
        return True
    return before is not None and before.text == after.text == " " and before.shown == after.shown


def same_looks(cells: list[ScreenCell]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of cells that share a look and certainty of width."""
    if not cells:
        return
    start, look, is_loose = 0, cells[0].shown, cells[0].is_loose
    blank = of_blank(look)
    for place, (_, _, shown, loose) in enumerate(cells):
        if loose is is_loose and (shown is look or shown is blank or fits(look, cells[place])):
            continue
        yield start, place
        start, look, is_loose = place, shown, loose
        blank = of_blank(look)
    yield start, len(cells)


def fits(look: Look, cell: ScreenCell) -> bool:
    """Return whether a cell is displayed correctly when drawn in this look."""
    wanted = cell.shown
    return wanted is look or wanted == look or (not wanted.ink and wanted == of_blank(look))
