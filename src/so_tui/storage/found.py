"""What was found in a data directory, and what of it has to be said."""

from collections.abc import Iterable
from dataclasses import field

from so_tui.domain.dataclass import dataclass
from so_tui.storage.errors import notice
from so_tui.storage.journal_entries import IMPLAUSIBLE, JournalEntry
from so_tui.storage.ledger import Ledger
from so_tui.storage.snapshot import SCHEMA

Signature = tuple[int, int, int]
"""Tells whether a file is the one that was looked at: inode, size, time of change in ns."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Saved records that are there no more.

    Attributes:
        amount: How many.
        after: When the one before them was made (local time, ISO form); '' when not known.
        before: When the one after them was made; '' if there is none.
    """

    amount: int
    after: str
    before: str

    @property
    def said(self) -> str:
        """How many are missing and from when, in a sentence."""
        after, before = (_minute(at) for at in (self.after, self.before))
        when = "between" if after and before else "after" if after else "before" if before else ""
        when = "about" if after and after == before else when or "ever"
        when_words = notice(f"when_{when}", after=after, before=before)
        return notice("missing", count=self.amount, when=when_words)


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


@dataclass(slots=True)
class Found:
    """What lies in a data directory.

    Attributes:
        ledger: Everything, the journals folded in.
        number: Number of the newest record in the snapshot; -1 when there is no good one.
        signature: Of the snapshot's file, if it is good.
        schema: Schema of the documents on disk.
        bad: Whether the snapshot is there but cannot be read.
        older: Whether it can be read, but a backup holds more of what was saved.
        content: The bytes of the snapshot's file.
        notices: Sentences for the user.
        left_out: Those of them that tell of saved words which are not shown.
        doubts: Sentences on saved words that are there no more, or may not be.
        lost: Whether saved changes are surely missing, and nothing that is kept has them.
        checked: Whether a checksum vouches for the documents.
        gaps: Where saved records are missing.
        unknown: How many entries this version cannot show, or only in part, as it does not know
            what they hold.
        past: The sessions whose journals were folded in, removed, and put there again.
    """

    ledger: Ledger
    number: int = -1
    signature: Signature | None = None
    schema: int = SCHEMA
    bad: bool = False
    older: bool = False
    content: bytes | None = None
    notices: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    lost: bool = False
    checked: bool = True
    gaps: list[Gap] = field(default_factory=list)
    past: set[str] = field(default_factory=set)
    unknown: int = 0

    def tell(self, reason: str, /, **values: object) -> None:
        """Add the sentence for a reason."""
        self.notices.append(notice(reason, **values))

    def miss(self, reason: str, /, **values: object) -> None:
        """Add a sentence on saved words that are not shown."""
        self.tell(reason, **values)
        self.left_out.append(self.notices[-1])

    def doubt(
        self, reason: str, /, *, sure: bool = True, lost: bool = True, **values: object
    ) -> None:
        """Add a sentence on saved words that are there no more.

        Args:
            reason: As `tell` has it.
            sure: Whether they are gone for sure.
            lost: Whether they are nowhere, if so.
            values: What fills in the sentence.
        """
        (self.miss if sure else self.tell)(reason, **values)
        self.doubts.append(self.notices[-1])
        self.lost = self.lost or (sure and lost)

    def say_missing(self) -> None:
        """Say where saved records are missing."""
        for gap in self.gaps:
            self.notices.append(gap.said)
            self.left_out.append(gap.said)
            self.doubts.append(gap.said)
            self.lost = True

    @property
    def missing(self) -> int:
        """How many saved records are there no more."""
        return sum(gap.amount for gap in self.gaps)

    def take_in(self, records: Iterable[JournalEntry], saved: int) -> None:
        """Fold records in, in their order, and note where some are missing.

        Args:
            records: What the journals hold.
            saved: Number of the newest record that was saved, as far as is known; -1 if not.
        """
        for record in records:
            if self.ledger.is_past(record):
                self.past.add(record.session)
                continue
            self._miss(record.after, record.at)
            self.ledger.fold(record)
        self._miss(saved, "")
        if self.ledger.number < saved < IMPLAUSIBLE:
            self.ledger.number = saved  # no number is ever given twice

    def _miss(self, number: int, before: str) -> None:
        if self.ledger.number < number < IMPLAUSIBLE:
            self.gaps.append(Gap(number - self.ledger.number, self.ledger.at, before))
