"""What was found in a data directory on opening, and traces of changes found missing."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import Signature, names_in
from so_tui.storage.disk.inventory import DAMAGED, TRACE, is_ours
from so_tui.storage.documents.journal_entries import IMPLAUSIBLE, JournalEntry
from so_tui.storage.documents.ledger import META, Ledger, Tables, Touched
from so_tui.storage.documents.schema import CHECKED, SCHEMA, migrate
from so_tui.storage.engine.notices import told_of
from so_tui.storage.errors import Notice, Wording, notice
from so_tui.storage.seals.seal import DataDirectory
from so_tui.storage.snapshot.snapshot import schema_of, tables_of
from so_tui.storage.snapshot.stock_write import StockWrite


@dataclass(frozen=True, slots=True)
class Gap:
    """Saved journal entries that are missing.

    Attributes:
        amount: How many.
        after: Time of the entry before them (local time, ISO form); '' if not known.
        before: Time of the entry after them; '' if there is none.
    """

    amount: int
    after: str
    before: str

    @property
    def found(self) -> Notice:
        """How many are missing and from when."""
        when = _when(*(at[:16].replace("T", " ") for at in (self.after, self.before)))
        return notice("noticed.missing", count=self.amount, when=when)


def _when(after: str, before: str) -> Notice:
    if after and after == before:
        return notice("noticed.when.about", after=after)
    if after and before:
        return notice("noticed.when.between", after=after, before=before)
    if after:
        return notice("noticed.when.after", after=after)
    return notice("noticed.when.before", before=before) if before else notice("noticed.when.ever")


@dataclass(slots=True)
class Found:
    """The content of a data directory, as read on opening.

    Attributes:
        ledger: The whole content, the journals folded in.
        number: Number of the newest entry in the snapshot; -1 if there is no readable one.
        signature: Of the snapshot file, if it is readable.
        schema: Oldest schema of the documents on disk and of the entries that were folded in.
        reached: Schema of the documents in the ledger.
        before: The documents in an older schema, before they were migrated; None if they were not.
        bad: Whether the snapshot exists but cannot be read.
        older: Whether it can be read, but a backup holds more of what was saved.
        content: The bytes of the snapshot file.
        notices: What the user should know.
        left_out: Those notices that concern saved entries which are not shown.
        doubts: Notices about saved entries that are, or may be, missing.
        lost: Whether saved changes are certainly missing, and in no other file.
        checked: Whether the documents were verified by a checksum.
        gaps: Where saved journal entries are missing.
        unknown: Number of entries that this version cannot show, or only in part, because it does
            not know their format.
        past: Writers whose journals were folded in, removed, and put back.
        stock: What stock TinyDB wrote over the snapshot; None if the snapshot is ours.
    """

    ledger: Ledger
    number: int = -1
    signature: Signature | None = None
    schema: int = SCHEMA
    reached: int = SCHEMA
    before: Tables | None = None
    bad: bool = False
    older: bool = False
    content: bytes | None = None
    notices: list[Notice] = field(default_factory=list)
    left_out: list[Notice] = field(default_factory=list)
    doubts: list[Notice] = field(default_factory=list)
    lost: bool = False
    checked: bool = True
    gaps: list[Gap] = field(default_factory=list)
    past: set[str] = field(default_factory=set)
    unknown: int = 0
    stock: StockWrite | None = None

    def miss(self, found: Notice) -> None:
        """Add a notice about saved entries that are not shown."""
        self.notices.append(found)
        self.left_out.append(found)

    def doubt(self, found: Notice, *, sure: bool = True, lost: bool = True) -> None:
        """Add a notice about saved entries that are, or may be, missing.

        Args:
            found: The notice.
            sure: Whether they are certainly missing.
            lost: If so, whether they are in no other file.
        """
        (self.miss if sure else self.notices.append)(found)
        self.doubts.append(found)
        self.lost = self.lost or (sure and lost)

    @property
    def missing(self) -> int:
        """Number of saved journal entries that are missing."""
        return sum(gap.amount for gap in self.gaps)

    def begin(self, tables: Tables) -> None:
        """Begin with the tables of a snapshot or a backup, of any schema."""
        self.schema = schema_of(tables)
        self.checked = self.schema >= CHECKED
        tables = migrate(tables, CHECKED)
        self.reached = schema_of(tables)
        self.ledger = Ledger(tables)

    def take_in(self, entries: Sequence[JournalEntry], saved: int) -> None:
        """Fold in journal entries in order, and note the gaps.

        The documents are migrated after the entries of an older schema and before those of a newer
        one: each changes documents of its own schema.

        Args:
            entries: The entries in the journals.
            saved: Number of the newest saved entry, as far as known; -1 if not.
        """
        for entry in entries:
            if self.ledger.is_past(entry):
                self.past.add(entry.writer)
                continue
            self._miss(entry.after, entry.at)
            self._lift(min(entry.schema, SCHEMA))
            if self.ledger.fold(entry) and 0 < entry.schema < self.reached:
                self.reached = entry.schema
        self._lift(SCHEMA)
        self._miss(saved, "")
        if self.ledger.number < saved < IMPLAUSIBLE:
            self.ledger.number = saved  # no number is ever reused

    def show_stock(self, file: Path) -> None:
        """Fold what stock TinyDB changed into the ledger, where nothing may be written."""
        if self.stock is not None:
            entry = self.stock.entry_after(self.ledger.number)
            if entry.operations:
                self.ledger.fold(entry)
            self.notices += told_of(self.stock, file)

    def _lift(self, to: int) -> None:
        """Migrate the documents, if they are of an older schema than this one."""
        if self.reached < to:
            self.schema = min(self.schema, self.reached)
            before = lift(self.ledger, self.reached, to)
            self.before, self.reached = self.before or before, to

    def _miss(self, number: int, before: str) -> None:
        if self.ledger.number < number < IMPLAUSIBLE:
            self.gaps.append(Gap(number - self.ledger.number, self.ledger.at, before))


def lift(ledger: Ledger, schema: int, to: int = SCHEMA) -> Tables:
    """Migrate all documents of a ledger from one schema to another; return them as they were."""
    from so_tui.storage.snapshot.database import open_tables, tables_in  # imports TinyDB

    tables = {name: dict(table) for name, table in tables_of(ledger).items()}
    tables[META] = {"1": {**tables[META]["1"], "schema": schema}}
    ledger.migrated(migrate(tables_in(open_tables(tables)), to))
    return tables


def fold_lifted(ledger: Ledger, entry: JournalEntry) -> Touched:
    """Fold an entry into a ledger of the current schema, and return what it touched.

    One of an older schema is from an old journal that was put back.
    """
    touched = ledger.fold(entry)
    if touched and 0 < entry.schema < SCHEMA:
        before = ledger.copy()
        lift(ledger, entry.schema)
        touched |= before.differences(ledger)
    return touched


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


def leave_trace(home: DataDirectory, found: Found, wording: Wording) -> None:
    """Record that saved changes are missing: how many and from when, without any user text.

    Once a writer has opened the store, numbering continues without the missing entries, and later
    openings cannot notice them. Found again because nothing was folded in meanwhile, it is recorded
    only once. The user may delete the file.

    Raises:
        StoreDamaged: There is a link, or another user's folder, where it is to be kept.
        OSError: It could not be written.
    """
    if not found.lost:
        return
    names_in(home.damaged)  # not through a link
    times = [gap.after for gap in found.gaps] or [found.ledger.at]
    stamp = _UNKNOWN
    with suppress(ValueError):
        stamp = f"{datetime.fromisoformat(min(times)):{_STAMP}}"
    path = home.damaged / f"missing-{found.missing}-{stamp}.txt"
    if path.exists():
        return
    lines = [notice("noticed.trace.head"), *(gap.found for gap in found.gaps)]
    if not found.gaps:
        lines.append(notice("noticed.trace.unsure"))
    lines.append(notice("noticed.trace.tail"))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    content = _HEAD + "".join(f"{wording(line)}\n" for line in lines)
    home.replace(path, content.encode("utf-8"), DAMAGED)


def traces_in(folder: Path) -> Iterator[Trace]:
    """Yield the traces in a data directory, from the file names alone.

    Raises:
        StoreDamaged: The directory is a link, or another user's.
        OSError: A directory or file cannot be read.
    """
    for name in names_in(folder / DAMAGED):
        named = re.fullmatch(TRACE, name)
        path = folder / DAMAGED / name
        if named is None or not is_ours(path, DAMAGED):
            continue
        after = None
        with suppress(ValueError):
            after = datetime.fromisoformat(named["after"])
        yield Trace(path, int(named["amount"]), after)
