"""Files of lines, each with its own checksum and sealed for its position."""

from zlib import crc32

from so_tui.domain.dataclass import dataclass
from so_tui.storage.seals.seal import Seal

Place = tuple[int, int]
"""Start and end offset of part of a file; the end is exclusive."""


@dataclass(frozen=True, slots=True)
class LineScan:
    """The lines found in part of a file.

    Attributes:
        bodies: The plain bytes of each good line.
        damaged: Where complete but unreadable lines are.
        end: The offset after the last complete line.
        torn: Whether an incomplete line follows it.
    """

    bodies: list[bytes]
    damaged: list[Place]
    end: int
    torn: bool


def to_line(body: bytes, seal: Seal, name: str, offset: int) -> bytes:
    """Return the line for these bytes, to be written at `offset` of the file `name`."""
    sealed = seal.seal(body, f"{name}@{offset}")
    return b"%08x %s\n" % (crc32(sealed), sealed)


def read_lines(content: bytes, seal: Seal, name: str, start: int = 0) -> LineScan:
    """Return the lines in part of a file.

    Args:
        content: The bytes from `start` to the end of the file.
        seal: Opens them.
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
            body = open_line(content[at:-1], seal, place)  # perhaps only the newline is damaged
        if stop < 0 and body is None:
            return LineScan(bodies, damaged, start + at, True)
        if body is not None:
            bodies.append(body)
        elif stop > at:
            damaged.append((start + at, start + stop + 1))
        at = stop + 1 if stop >= 0 else len(content)
    return LineScan(bodies, damaged, start + at, False)


def open_line(line: bytes, seal: Seal, place: str) -> bytes | None:
    """Return the plain bytes of a line without its newline, or None when it is damaged."""
    sealed = line[9:]
    if len(line) < 10 or line[:9] != b"%08x " % crc32(sealed):
        return None
    try:
        return seal.open(sealed, place)
    except ValueError:
        return None
