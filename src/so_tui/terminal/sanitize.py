"""The last check before the terminal: text in any widget is displayed, never interpreted.

Text is cleaned when it comes in (`domain.text`). Here anything that was missed, or came another
way, is shown with a visible symbol for each character that a terminal could act on.
"""

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

STRIP_FIELDS = ("_segments", "_render_cache")
"""Slots of `textual.strip.Strip`, whose `render` is the only way from a widget to the terminal."""

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
            text, style, _ = segment
            if style is not None and style.link:
                style = style.update_link(None)
            segment = Segment(shown(text), style).split_cells(room)[0]
            room -= segment.cell_length
        drawn.append(segment)
    return Strip(drawn)


def guard_the_terminal() -> None:
    """From now on draw a line of any widget that has more than plain printable text harmlessly.

    Most lines are all printable and cost only that check. A second call does nothing.

    Raises:
        RuntimeError: Textual draws in another way than the one examined.
    """
    if not set(STRIP_FIELDS) <= set(Strip.__slots__):
        raise RuntimeError("textual.strip.Strip is not the one that was read")
    render = Strip.render
    if hasattr(render, "is_checked"):
        return

    def checked(strip: Strip, console: Console) -> str:
        if strip._render_cache is None:
            for text, style, _ in strip._segments:
                if not text.isprintable() or (style is not None and style._link):
                    strip._render_cache = render(harmless(strip), console)
                    break
        return render(strip, console)

    checked.is_checked = True  # type: ignore[attr-defined]  # a mark for the next call
    setattr(Strip, "render", checked)  # noqa: B010 - mypy takes it for a method already bound
