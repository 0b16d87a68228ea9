"""An open store: what was found in its directory, and what a writer needs."""

from so_tui.domain.dataclass import dataclass
from so_tui.storage.documents.views import Views
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.engine.checkpoint import Checkpoints
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.pending import Pending
from so_tui.storage.errors import Notice, StoreError, Wording
from so_tui.storage.seals.directory import DataDirectory


@dataclass(slots=True)
class Opened:
    """An open store.

    Attributes:
        found: What was found in the data directory.
        log: The unsaved entries.
        checkpoints: Those of its writer; None if it is read-only.
        refusal: Why it is read-only, if it was to be opened for writing.
        standing: The notice that says so.
        wording: Words what is left in the files for the user to read.
    """

    home: DataDirectory
    found: Found
    views: Views
    drafts: Drafts
    log: Pending
    checkpoints: Checkpoints | None = None
    refusal: StoreError | None = None
    standing: Notice | None = None
    wording: Wording = str
