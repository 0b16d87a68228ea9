"""The stores that older versions wrote, in `tests/storage/old_stores`."""

import json
import tarfile
from pathlib import Path
from typing import Any

from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.vault import vault

PLACE = Path(__file__).parents[1] / "storage" / "old_stores"
SCHEMA_2 = ("6a58c7e-plain", "6a58c7e-locked", "b3e060f-plain", "b3e060f-locked")
SCHEMA_3 = ("eb714e2-plain", "eb714e2-locked")
NAMES = (*SCHEMA_2, *SCHEMA_3)
PASSPHRASE = "made-up words for a test"


def unpacked(name: str, place: Path) -> Path:
    """Return the data folder of an old store, unpacked in a directory."""
    with tarfile.open(PLACE / f"{name}.tar.gz") as archive:
        archive.extractall(place, filter="tar")
    return place / "notes"


def seal_of(name: str, folder: Path) -> Seal:
    """Return the seal of an old store."""
    return vault.open_only(folder, PASSPHRASE) if name.endswith("locked") else PLAIN


def expected_of(name: str) -> dict[str, Any]:
    """Return what the version that wrote an old store reads in it."""
    expected: dict[str, Any] = json.loads((PLACE / f"{name}.json").read_text(encoding="utf-8"))
    return expected
