"""Have tables left unread as those of a large store are, and see what is read of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from so_tui.domain.notes import Note
from so_tui.storage.documents import reading
from so_tui.storage.documents.codec import decode_all


@contextmanager
def left_unread_from(size: int) -> Iterator[None]:
    """Leave tables of so many bytes unread during the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "MANY", size)
        yield


@contextmanager
def notes_made() -> Iterator[list[str]]:
    """Give the ids of the notes that are made of a table's documents during the block."""
    ids: list[str] = []

    def noting(kind: Any, documents: Any) -> Any:
        made = decode_all(kind, documents)
        ids.extend(each.id for each in made if kind is Note)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("so_tui.storage.documents.tables.decode_all", noting)
        yield ids
