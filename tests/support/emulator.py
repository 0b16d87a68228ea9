"""The screen side of a terminal: bytes in, a picture and the answers to queries out."""

import re
from collections import deque
from functools import cache
from itertools import islice
from typing import Any

import pyte
from pyte import modes
from pyte.screens import Char, wcwidth

ESCAPE = re.compile(
    rb"\x1b(?:"
    rb"\[(?P<private>[<=>?]*)(?P<params>[0-9;:]*)(?P<inter>[ -/]*)(?P<final>[@-~])"
    rb"|(?P<kind>[\]P_^X])(?P<string>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|(?P<short>[ -/]*[0-OQ-WYZ`-~\\=>])"
    rb")"
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|[ -/]+)?\Z")
ALTERNATE = {47, 1047, 1049}
"""Private modes that show the alternate screen."""


class Cells(dict[str, Char]):
    """The cells of one look, by what stands in them; each is made once.

    Args:
        look: A cell that has it.
    """

    def __init__(self, look: Char) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, character: str) -> Char:
        made = self[character] = self._look._replace(data=character)
        return made


cells_of = cache(Cells)


class Screen(pyte.Screen):
    """The picture, in which dim text is kept as blinking: pyte knows no dim, and nothing blinks.

    What pyte does with care for each character is done quickly here where that comes to the same.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._looks: dict[tuple[Char, Char, tuple[int, ...]], Char] = {}
        super().__init__(columns, lines)

    @property
    def display(self) -> list[str]:
        """The lines of text."""
        lines = [self.buffer[y] for y in range(self.lines)]
        rows = [
            "".join([line.get(x, line.default).data for x in range(self.columns)]) for line in lines
        ]
        widths = set(map(wcwidth, "".join(rows))) | {len(row) - self.columns + 1 for row in rows}
        return rows if widths == {1} else super().display

    def draw(self, data: str) -> None:
        """Show characters where the cursor is."""
        cursor = self.cursor
        end = cursor.x + len(data)
        are_plain = set(map(wcwidth, data)) == {1} and modes.IRM not in self.mode
        if not are_plain or end > self.columns:
            super().draw(data)
            return
        cells = map(cells_of(cursor.attrs).__getitem__, data)
        self.buffer[cursor.y].update(zip(range(cursor.x, end), cells, strict=True))
        self.dirty.add(cursor.y)
        cursor.x = end

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        """Change the look of what is drawn next."""
        change = self.cursor.attrs, self.default_char, attrs
        if change not in self._looks:
            self._change_look(*attrs, **kwargs)
            self._looks[change] = self.cursor.attrs
        self.cursor.attrs = self._looks[change]

    def _change_look(self, *attrs: int, **kwargs: Any) -> None:
        is_dim, codes = self.cursor.attrs.blink, iter(attrs or (0,))
        for code in codes:
            if code in (38, 48):
                deque(islice(codes, {2: 3, 5: 1}.get(next(codes, 0), 0)), maxlen=0)
            elif code in (0, 2, 22):
                is_dim = code == 2
        super().select_graphic_rendition(*attrs, **kwargs)
        self.cursor.attrs = self.cursor.attrs._replace(blink=is_dim)


class Emulator:
    """A plain terminal in the manner of xterm, without the newer key and drawing protocols.

    It keeps two screens as terminals do, so what a program leaves behind can be told from what
    it drew. Sequences that pyte takes for something else are kept from it.

    Attributes:
        modes: The private modes that are set now, such as 1049 (alternate screen).
        titles: Every window title asked for, in order.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.modes: set[int] = set()
        self.titles: list[str] = []
        self._pending = b""
        self._screens = [Screen(columns, rows), Screen(columns, rows)]
        self._streams = [pyte.ByteStream(screen) for screen in self._screens]

    @property
    def screen(self) -> pyte.Screen:
        """The screen that is shown."""
        return self._screens[self._shown]

    @property
    def left_behind(self) -> list[str]:
        """The rows of the alternate screen that hold something."""
        return [row.rstrip() for row in self._screens[1].display if row.strip()]

    @property
    def _shown(self) -> int:
        return 1 if self.modes & ALTERNATE else 0

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, in character cells."""
        for screen in self._screens:
            screen.resize(rows, columns)

    def feed(self, data: bytes) -> bytes:
        """Take in output of the program and return what the terminal answers to it."""
        data = self._pending + data
        tail = UNFINISHED.search(data)
        self._pending = data[tail.start() :] if tail else b""
        data = data[: tail.start()] if tail else data
        answers, start = b"", 0
        for match in ESCAPE.finditer(data):
            self._draw(data[start : match.start()])
            answers += self._escape(match)
            start = match.end()
        self._draw(data[start:])
        return answers

    def _draw(self, data: bytes) -> None:
        if data:
            self._streams[self._shown].feed(data)

    def _escape(self, match: re.Match[bytes]) -> bytes:
        """Act on one whole escape sequence and return the answer to it."""
        if match["kind"]:
            return self._string(match["kind"], match["string"])
        if not match["final"]:
            self._draw(match[0])
            return b""
        private, final = match["private"], match["final"]
        if private == b"?" and final in b"hl" and not match["inter"]:
            self._set_modes(match["params"], final == b"h")
        drawn = final not in b"cn" if not private else private == b"?" and final in b"hlJK"
        if drawn and not match["inter"]:
            self._control(private, re.sub(rb":\d*", b"", match["params"]), final)
        return self._answer(private, match["params"], match["inter"] + final)

    def _control(self, private: bytes, params: bytes, final: bytes) -> None:
        """Have a sequence drawn, as pyte does that reads it letter by letter."""
        stream = self._streams[self._shown]
        if stream.utf8_decoder.getstate()[0] or not stream._taking_plain_text:
            self._draw(b"\x1b[" + private + params + final)  # it ends what was not finished
        elif name := pyte.Stream.csi.get(final.decode()):
            numbers = [min(int(number or 0), 9999) for number in params.split(b";")]
            getattr(self.screen, name)(*numbers, **({"private": True} if private else {}))

    def _set_modes(self, params: bytes, on: bool) -> None:
        modes = {int(mode) for mode in params.split(b";") if mode}
        if on and modes & ALTERNATE and not self._shown:
            self._screens[1].reset()
        self.modes = self.modes | modes if on else self.modes - modes

    def _string(self, kind: bytes, text: bytes) -> bytes:
        """Act on an operating system command; other strings are ignored."""
        if kind != b"]":
            return b""
        code, _, value = text.partition(b";")
        if code in (b"0", b"2"):
            self.titles.append(value.decode(errors="replace"))
        if code in (b"10", b"11") and value == b"?":
            colour = b"ffff/ffff/ffff" if code == b"10" else b"0000/0000/0000"
            return b"\x1b]" + code + b";rgb:" + colour + b"\x1b\\"
        return b""

    def _answer(self, private: bytes, params: bytes, final: bytes) -> bytes:
        """Return what a plain terminal answers; the kitty key query gets none, as on xterm."""
        screen = self.screen
        match private, params, final:
            case b"", b"" | b"0", b"c":
                return b"\x1b[?62;22c"
            case b">", b"" | b"0", b"c":
                return b"\x1b[>0;276;0c"
            case b"", b"5", b"n":
                return b"\x1b[0n"
            case b"", b"6", b"n":
                column = min(screen.cursor.x, screen.columns - 1)
                return b"\x1b[%d;%dR" % (screen.cursor.y + 1, column + 1)
            case b"?", _, b"$p":
                return b"\x1b[?" + params + b";0$y"
            case b"", b"18", b"t":
                return b"\x1b[8;%d;%dt" % (screen.lines, screen.columns)
        return b""
