"""Notices about what another program changed, and about entries that cannot be shown."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from so_tui.domain.text import clean_line, first_line
from so_tui.storage.documents.codec import FIRST_YEAR, LAST_YEAR
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.documents.reading import plain
from so_tui.storage.errors import Notice, notice
from so_tui.storage.snapshot.stock_write import StockWrite


def told_of(stock: StockWrite, file: Path, copy: Path | None = None) -> Iterator[Notice]:
    """Yield the notices about what stock TinyDB wrote over the snapshot, which is the file.

    The copy holds its bytes; None if nothing may be written, so they stay in place.
    """
    count = len(stock.changes.operations)
    if copy is not None and count:
        yield notice("noticed.rewritten", count=count, file=file, copy=copy)
    elif copy is not None:
        yield notice("noticed.rewritten_none", file=file, copy=copy)
    elif count:
        yield notice("noticed.rewritten_seen", count=count, file=file)
    if stock.changes.left:
        yield notice("noticed.rewritten_left", count=stock.changes.left, file=copy or file)


_WHO = ("author", "by", "patient")
_WHEN = ("at", "day", "opened", "asked_on", "signed_on")
_LONGEST = 30
"""Longest part of a name that is shown, in characters."""


def entry_words(ledger: Ledger, table: str, number: str) -> Notice:
    """Name an entry, such as "a line of notes (Ruth, 2026-11-02 10:05)"."""
    document = plain(ledger.tables[table][number])
    kind = notice(f"noticed.entry.{table}")
    parts = [part for part in (_who(ledger, document), _when(document)) if part]
    return notice("noticed.entry_of", kind=kind, whose=", ".join(parts)) if parts else kind


def _who(ledger: Ledger, document: Mapping[str, Any]) -> str:
    """Return its author, or else the doctor it is about."""
    names = [document.get(field) for field in _WHO]
    doctor = document.get("doctor_id")
    if isinstance(doctor, str):
        with suppress(ValueError):  # no id
            names.append((ledger.document("doctors", doctor) or {}).get("name"))
    name = next((n for n in names if isinstance(n, str) and n.strip()), "")
    return first_line(clean_line(name), _LONGEST)


def _when(document: Mapping[str, Any]) -> str:
    """Return its day, and the minute if known."""
    for field in _WHEN:
        text = document.get(field)
        if isinstance(text, str):
            try:
                at = datetime.fromisoformat(text)
            except ValueError:
                continue
            if FIRST_YEAR <= at.year <= LAST_YEAR:
                return f"{at:%Y-%m-%d %H:%M}" if len(text) > len("2026-11-30") else f"{at:%Y-%m-%d}"
    return ""
