"""Notices about what another program changed in the snapshot."""

from collections.abc import Iterator
from pathlib import Path

from so_tui.storage.errors import Notice, notice
from so_tui.storage.snapshot.stock_write import StockWrite


def told_of(stock: StockWrite, file: Path, copy: Path | None = None) -> Iterator[Notice]:
    """Yield the notices about what stock TinyDB wrote.

    Args:
        stock: What it wrote.
        file: The snapshot.
        copy: Where its bytes are kept; None if nothing may be written, so they stay in place.
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
