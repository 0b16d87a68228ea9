"""Traces of saved changes that were found missing, kept until the user deletes them.

Once a writer has opened the store, numbering continues without the missing entries,
and later openings cannot notice them. So it leaves a small file among the damaged ones.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import names_in, replace_file
from so_tui.storage.disk.inventory import DAMAGED, TRACE, is_ours
from so_tui.storage.engine.found import Found
from so_tui.storage.errors import Wording, notice
from so_tui.storage.seals.seal import Seal

_NAME = re.compile(TRACE)
_UNKNOWN = "unknown"
_HEAD = "so-tui: "
"""Beginning of a trace, by which `is_ours` knows it."""
_STAMP = "%Y%m%dT%H%M"


@dataclass(frozen=True, slots=True)
class Trace:
    """Saved changes that were once found missing.

    Attributes:
        path: The file that records it.
        amount: How many; 0 if not known.
        after: When the last change before them was made (local time); None if not known.
    """

    path: Path
    amount: int
    after: datetime | None


def leave_trace(folder: Path, found: Found, seal: Seal, wording: Wording) -> None:
    """Record that saved changes are missing: how many and from when, without any user text.

    Found again because nothing was folded in meanwhile, it is recorded only once.

    Raises:
        StoreDamaged: There is a link, or another user's folder, where it is to be kept.
        OSError: It could not be written.
    """
    if not found.lost:
        return
    names_in(folder / DAMAGED)  # not through a link
    times = [gap.after for gap in found.gaps] or [found.ledger.at]
    stamp = _UNKNOWN
    with suppress(ValueError):
        stamp = f"{datetime.fromisoformat(min(times)):{_STAMP}}"
    path = folder / DAMAGED / f"missing-{found.missing}-{stamp}.txt"
    if path.exists():
        return
    lines = [notice("noticed.trace.head"), *(gap.found for gap in found.gaps)]
    if not found.gaps:
        lines.append(notice("noticed.trace.unsure"))
    lines.append(notice("noticed.trace.tail"))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    content = _HEAD + "".join(f"{wording(line)}\n" for line in lines)
    replace_file(path, seal.seal(content.encode("utf-8"), DAMAGED))


def traces_in(folder: Path) -> Iterator[Trace]:
    """Yield the traces in a data directory, from the file names alone.

    Raises:
        StoreDamaged: The directory is a link, or another user's.
        OSError: A directory or file cannot be read.
    """
    for name in names_in(folder / DAMAGED):
        named = _NAME.fullmatch(name)
        path = folder / DAMAGED / name
        if named is None or not is_ours(path, DAMAGED):
            continue
        after = None
        with suppress(ValueError):
            after = datetime.fromisoformat(named["after"])
        yield Trace(path, int(named["amount"]), after)
