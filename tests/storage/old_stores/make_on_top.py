"""Make the stores of a version of schema 3 or later, with that version's own code; see README.md.

    python tests/storage/old_stores/make_on_top.py OLD_SRC NAME

OLD_SRC is the `src` folder of a checkout of that version, NAME its commit. What is in the stores of
`b3e060f` is opened with it, so that it migrates them, and two windows go on from there. It writes
the same files as `make.py`.
"""

import json
import os
import sys
import tarfile
import tempfile
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
make: Any = import_module("make")

PAT, SAM = "Pat Demo", "Sam Demo"
SECOND = "f15170000002"


class Later:
    """The parts of a version whose modules are where they are since schema 3."""

    def __init__(self, src: Path) -> None:
        sys.path.insert(0, str(src))
        storage = "so_tui.storage."
        self.state: Any = import_module("so_tui.domain.state")
        self.codec: Any = import_module(storage + "documents.codec")
        self.vault: Any = import_module(storage + "vault.vault")
        self.store: Any = import_module(storage + "store").Store
        self.seal: Any = import_module(storage + "seals.seal").PLAIN
        copies: Any = import_module(storage + "backup.copies")
        self.copies = SimpleNamespace(copy_of=copies.copy_of)

    def commit(self, store: Any, changes: list[Any], label: str, author: str) -> None:
        """Save changes with their label."""
        store.commit(changes, label=label, author=author)


def type_on(old: Any, folder: Path, seal: Any) -> None:
    """Type in two windows of a store that is there already."""
    put, drop = old.state.Put, old.state.Drop
    pat, sam = old.store.open(folder, seal), old.store.open(folder, seal)
    pat.write_as(PAT)
    sam.write_as(SAM)
    state = pat.state()
    visit, task = state.visits[SECOND], state.tasks["7a5000000001"]
    note = state.notes["e07e00000001"]
    transfer = next(iter(state.lanes.values()))
    approval = next(iter(state.approvals.values()))
    twin = replace(visit, id="f15170000003", done=True)
    asked = date(2026, 11, 2)

    def line(id_: str, text: str, author: str) -> Any:
        at = datetime(2026, 11, 6, 9, 0)
        return put(replace(note, id=id_, at=at, author=author, text=text, question_id=""))

    steps: list[tuple[Any, str, list[Any], str]] = [
        (pat, PAT, [line("e07e00000021", "In schema 3", PAT)], "Line saved"),
        (sam, SAM, [line("e07e00000022", "In schema 3 too", SAM)], "Line saved"),
        (pat, PAT, [put(twin)], "Visit added"),
        (pat, PAT, [drop(twin)], "Visit deleted"),
        (sam, SAM, [put(replace(task, owner="Jo"), task)], "Task changed"),
        (sam, SAM, [put(replace(transfer, asked_on=asked), transfer)], "Record asked for"),
        (pat, PAT, [put(replace(approval, number="A-77"), approval)], "Approval changed"),
        (pat, PAT, [put(replace(visit, done=True), visit)], "Visit held"),
        (sam, SAM, [put(replace(visit, place="Room 3"), visit)], "Visit changed"),
    ]
    for store, author, changes, label in steps:
        old.commit(store, changes, label, author)
    pat.drafts.put(f"note:{SECOND}", "half a li")
    if not pat.drafts.flush():
        raise RuntimeError("no drafts")


def main(src: Path, name: str) -> None:
    """Make both stores of one version."""
    old = Later(src)
    for form in ("plain", "locked"):
        with tempfile.TemporaryDirectory() as place:
            with tarfile.open(HERE / f"b3e060f-{form}.tar.gz") as archive:
                archive.extractall(place, filter="tar")
            folder = Path(place) / "notes"
            os.chmod(folder, 0o700)
            seal = old.vault.unlock(folder, make.PASSPHRASE) if form == "locked" else old.seal
            make.two_windows(old, folder, seal, type_on)
            with tarfile.open(HERE / f"{name}-{form}.tar.gz", "w:gz") as archive:
                archive.add(folder, "notes", filter=make.nobody)
            expected = json.dumps(make.read(old, folder, seal), indent=1, ensure_ascii=False)
            (HERE / f"{name}-{form}.json").write_text(expected + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
