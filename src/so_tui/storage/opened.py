"""An open store: what was found in its directory, and what a session needs to write in it."""

from dataclasses import field
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.checkpoint import Checkpoints
from so_tui.storage.current import Current
from so_tui.storage.drafts import Drafts
from so_tui.storage.errors import StoreError
from so_tui.storage.found import Found
from so_tui.storage.journal import Journals
from so_tui.storage.lock import Lock
from so_tui.storage.log import Log
from so_tui.storage.seal import Seal
from so_tui.storage.views import Views
from so_tui.storage.writer import Writer


@dataclass(slots=True)
class Writing:
    """What a session that writes needs.

    Attributes:
        lock: Taken for each look and each write.
        journals: Of the other sessions.
        writer: The journal of this session.
        log: The records of all.
        checkpoints: Makes the snapshots.
        current: The snapshot on disk.
    """

    lock: Lock
    journals: Journals
    writer: Writer
    log: Log
    checkpoints: Checkpoints
    current: Current


@dataclass(slots=True)
class Opened:
    """An open store.

    Attributes:
        folder: The data directory.
        seal: What seals its files.
        found: What was found in it.
        views: The entities in it.
        drafts: Unfinished text.
        writing: None when it can only be read.
        why_not: Why it can only be read: what `StoreError.because` is to be given.
        refusal: The same as an error, for who opened it to write.
        standing: The sentence among the notices that tells a window that it can only be read.
        notices: What was found that the user should know, in sentences.
        left_out: Those of them that tell of saved words which are not shown.
    """

    folder: Path
    seal: Seal
    found: Found
    views: Views
    drafts: Drafts
    writing: Writing | None = None
    why_not: str = "read_only"
    refusal: StoreError | None = None
    standing: str = ""
    notices: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def opened_from(
    folder: Path,
    seal: Seal,
    found: Found,
    views: Views,
    drafts: Drafts,
    writing: Writing | None = None,
    why_not: str = "read_only",
) -> Opened:
    """Return an open store with all that was said of what was found."""
    said, left_out = found.notices, found.left_out
    return Opened(
        folder, seal, found, views, drafts, writing, why_not, notices=said, left_out=left_out
    )
