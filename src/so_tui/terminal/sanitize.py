"""The last check before the terminal: text in any widget is displayed, never interpreted.

Text is cleaned when it comes in (`domain.text`). Here anything that was missed, or came another
way, is shown with a visible symbol for each character that a terminal could act on.
"""

from rich.segment import Segment
from textual.strip import Strip

from so_tui.terminal.textual_internals import check_strips

_UNKNOWN = 0xFFFD


class _Symbols(dict[int, int]):
    """The symbol for a character, by code point; a lone surrogate is one of 2,048."""

    def __missing__(self, code: int) -> int:
        if 0xD800 <= code < 0xE000:
            return _UNKNOWN
        raise LookupError(code)


_SYMBOLS = _Symbols(
    {
        **{code: 0x2400 + code for code in range(0x20)},  # C0 controls have pictures of their own
        0x7F: 0x2421,
        **dict.fromkeys(range(0x80, 0xA0), _UNKNOWN),  # C1 controls
        **dict.fromkeys((0x061C, 0x200E, 0x200F), _UNKNOWN),  # bidi marks
        **dict.fromkeys(range(0x2028, 0x202F), _UNKNOWN),  # separators, bidi embeddings, overrides
        **dict.fromkeys(range(0x2066, 0x206A), _UNKNOWN),  # bidi isolates
        0xFEFF: _UNKNOWN,
    }
)


def shown(text: str) -> str:
    """Return the text with a one-cell symbol for each character a terminal could act on.

    Those are C0, DEL and C1 controls, bidi controls, line and paragraph separators, the byte-order
    mark and lone surrogates.
    """
    return text if text.isprintable() else text.translate(_SYMBOLS)


def harmless(strip: Strip) -> Strip:
    """Return a safe version of one line of a widget.

    Links are removed too: a terminal reads their address, which is text, from a control sequence.
    Segments that Textual itself marks as controls stay. The line keeps its width.
    """
    drawn, room = [], strip.cell_length
    for segment in strip:
        if not segment.control:
            segment = _harmless(segment).split_cells(room)[0]
            room -= segment.cell_length
        drawn.append(segment)
    return Strip(drawn)


def _harmless(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link:
        style = style.update_link(None)
    return Segment(shown(text), style)


def guard_the_terminal() -> None:
    """Check each line that Textual draws, in any widget."""
    check_strips(harmless)
