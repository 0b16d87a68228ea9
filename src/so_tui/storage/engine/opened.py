"""An open store: what was found in its directory, and what a writer needs."""

from so_tui.domain.dataclass import dataclass
from so_tui.storage.documents.views import Views
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.engine.checkpoint import Checkpoints
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.log import Log
from so_tui.storage.errors import Notice, StoreError, Wording
from so_tui.storage.journal.journal import Journals
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.directory import DataDirectory
from so_tui.storage.snapshot.current import Current


@dataclass(slots=True)
class Writing:
    """What a writer needs.

    Attributes:
        lock: Taken for each read and each write.
        journals: Those of the other writers.
        writer: Writes its own journal.
        log: The entries of all writers.
        checkpoints: Writes the snapshots.
        current: The snapshot on disk.
    """

    lock: StoreLock
    journals: Journals
    writer: JournalWriter
    log: Log
    checkpoints: Checkpoints
    current: Current


@dataclass(slots=True)
class Opened:
    """An open store.

    Attributes:
        home: The data directory.
        found: What was found in it.
        views: The entities in it.
        drafts: The drafts.
        writing: None if it is read-only.
        refusal: Why it is read-only, if it was to be opened for writing.
        standing: The notice that says so.
        wording: Words what is left in the files for the user to read.
    """

    home: DataDirectory
    found: Found
    views: Views
    drafts: Drafts
    writing: Writing | None = None
    refusal: StoreError | None = None
    standing: Notice | None = None
    wording: Wording = str
