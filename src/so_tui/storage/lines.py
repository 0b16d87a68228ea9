"""Files of lines, each of which carries its own checksum and is sealed for its place."""

from zlib import crc32

from so_tui.domain.dataclass import dataclass
from so_tui.storage.seal import Seal

Place = tuple[int, int]
"""The first byte of a piece of a file and the first one after it."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What was found in a part of a file.

    Attributes:
        bodies: The plain bytes of each good line.
        damaged: Where whole lines were that cannot be read.
        end: The byte after the last whole line.
        torn: Whether something without an end follows there.
    """

    bodies: list[bytes]
    damaged: list[Place]
    end: int
    torn: bool


def to_line(body: bytes, seal: Seal, name: str, offset: int) -> bytes:
    """Return the line for these bytes, which is to lie at `offset` of the file called `name`."""
    sealed = seal.seal(body, f"{name}@{offset}")
    return b"%08x %s\n" % (crc32(sealed), sealed)


def read_lines(content: bytes, seal: Seal, name: str, start: int = 0) -> Lines:
    """Return the lines in this part of a file.

    Args:
        content: The bytes from `start` to the end of the file.
        seal: What opens them.
        name: The name of the file.
        start: The offset of the first byte, which begins a line.
    """
    bodies: list[bytes] = []
    damaged: list[Place] = []
    at = 0
    while at < len(content):
        stop = content.find(b"\n", at)
        place = f"{name}@{start + at}"
        body = open_line(content[at : stop if stop >= 0 else None], seal, place)
        if stop < 0 and body is None:
            body = open_line(content[at:-1], seal, place)  # only its newline may be damaged
        if stop < 0 and body is None:
            return Lines(bodies, damaged, start + at, True)
        if body is not None:
            bodies.append(body)
        elif stop > at:
            damaged.append((start + at, start + stop + 1))
        at = stop + 1 if stop >= 0 else len(content)
    return Lines(bodies, damaged, start + at, False)


def open_line(line: bytes, seal: Seal, place: str) -> bytes | None:
    """Return the plain bytes of a line without its newline, or None when it is damaged."""
    sealed = line[9:]
    if len(line) < 10 or line[:9] != b"%08x " % crc32(sealed):
        return None
    try:
        return seal.open(sealed, place)
    except ValueError:
        return None
