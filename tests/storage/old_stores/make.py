"""Make the stores of an older version with that version's own code; see README.md.

    python tests/storage/old_stores/make.py OLD_SRC NAME

OLD_SRC is the `src` folder of a checkout of that version, NAME its commit. It writes
`NAME-plain.tar.gz` and `NAME-locked.tar.gz` beside this file, and beside each a JSON file with what
the old code itself reads there.
"""

import inspect
import json
import os
import shutil
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PASSPHRASE = "made-up words for a test"
CASE = "ca5e00000001"
ADA, BEN, CLEO = "d0c000000001", "d0c000000002", "d0c000000003"
PAT, SAM = "Pat Demo", "Sam Demo"
Documents = dict[str, dict[str, dict[str, Any]]]


class Old:
    """The parts of the old version, whose modules and words have changed since."""

    def __init__(self, src: Path) -> None:
        sys.path.insert(0, str(src))
        try:
            state = import_module("so_tui.domain.state")
        except ModuleNotFoundError:
            state = import_module("so_tui.state")
        storage = "so_tui.storage."
        self.state: Any = state
        self.codec: Any = import_module(storage + "codec")
        self.copies: Any = import_module(storage + "copies")
        self.export: Any = import_module(storage + "export")
        self.vault: Any = import_module(storage + "vault")
        self.store: Any = import_module(storage + "store").Store
        self.seal: Any = import_module(storage + "seal").PLAIN
        self.opinions: Any = import_module("so_tui.domain.opinions")
        self.comparison: Any = import_module("so_tui.domain.comparison")
        scrypt: Any = import_module(storage + "age_scrypt")
        scrypt.WORK = 8  # a passphrase is to take little work here
        named = inspect.signature(self.store.commit).parameters
        self._label = "label" if "label" in named else "said"

    def commit(self, store: Any, changes: list[Any], label: str, author: str) -> None:
        """Save changes with their label."""
        store.commit(changes, author=author, **{self._label: label})

    def content(self) -> dict[str, list[Any]]:
        """Return the entities of `content.toml`, by table."""
        ids: dict[str, Callable[[dict[str, Any]], str]] = {
            "cells": lambda d: self.opinions.cell_id(d["case_id"], d["doctor_id"], d["point"]),
            "marks": lambda d: self.comparison.mark_id(
                d["case_id"], d["doctor_id"], d["against"], d["point"]
            ),
            "differences": lambda d: self.comparison.difference_id(
                d["case_id"], d["doctor_id"], d["against"], d["point"]
            ),
            "references": lambda d: self.opinions.pair_id("reference", d["case_id"]),
        }
        tables = tomllib.loads((HERE / "content.toml").read_text(encoding="utf-8"))
        for name, documents in tables.items():
            for document in documents:
                if name != "cases":
                    document.setdefault("case_id", CASE)
                if name in ids:
                    document["id"] = ids[name](document)
        kinds = self.state.TABLES
        missing = kinds.keys() - tables.keys() - {"conflicts"}
        if missing:
            raise ValueError(f"nothing of {missing}")
        return {
            name: [self.codec.decode(kinds[name], document) for document in documents]
            for name, documents in tables.items()
        }


def fill(old: Old, folder: Path, *, locked: bool) -> Any:
    """Write the content with one window, and lock it; return the seal."""
    content = old.content()
    with old.store.open(folder) as store:
        everything = [old.state.Put(each) for entities in content.values() for each in entities]
        old.commit(store, everything, "Case started", PAT)
        store.set_setting("theme", "textual-light")
    if not locked:
        return old.seal
    from pyrage import x25519

    old.vault.switch_on(folder, PASSPHRASE, str(x25519.Identity.generate()))
    return old.vault.unlock(folder, PASSPHRASE)


def two_windows(old: Any, folder: Path, seal: Any, type_in: Callable[..., None]) -> None:
    """Type in two windows at once, in a process that is then killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            type_in(old, folder, seal)
            code = 0
        finally:
            os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise RuntimeError("the windows failed")


def _type(old: Old, folder: Path, seal: Any) -> None:
    content = {name: {e.id: e for e in entities} for name, entities in old.content().items()}
    cells = {(cell.doctor_id, cell.point): cell for cell in content["cells"].values()}
    marks = {(m.doctor_id, m.against, m.point): m for m in content["marks"].values()}
    tasks, decision = content["tasks"], content["decisions"]["dec000000001"]
    put, drop, mark = old.state.Put, old.state.Drop, old.opinions.State
    note = content["notes"]["e07e00000001"]

    def changed(entity: Any, **values: Any) -> Any:
        return put(replace(entity, **values), entity)

    def line(id_: str, text: str, author: str) -> Any:
        at = datetime(2026, 11, 5, 14, 30)
        return put(replace(note, id=id_, at=at, author=author, text=text, question_id=""))

    pat, sam = old.store.open(folder, seal), old.store.open(folder, seal)
    pat.write_as(PAT)
    sam.write_as(SAM)
    plan, tests = cells[BEN, "plan"], cells[BEN, "tests"]
    theirs, third = marks[CLEO, BEN, "diagnosis"], cells[CLEO, "plan"]
    steps: list[tuple[Any, str, list[Any], str]] = [
        (pat, PAT, [line("e07e00000011", "In the first window", PAT)], "Line saved"),
        (sam, SAM, [line("e07e00000012", "In the second window", SAM)], "Line saved"),
        (pat, PAT, [changed(decision, sentence="Wait for the ISH?")], "Decision changed"),
        (sam, SAM, [changed(decision, sentence="Ask for a third opinion?")], "Decision changed"),
        (pat, PAT, [changed(plan, state=mark.SAME)], "Marked the plan"),
        (sam, SAM, [changed(plan, state=mark.NOT_CLEAR)], "Marked the plan"),
        (pat, PAT, [changed(tests, state=mark.SAME)], "Marked the tests"),
        (pat, PAT, [changed(third, state=mark.ADDS)], "Marked the third plan"),
        (sam, SAM, [changed(third, state=mark.SAME)], "Marked the third plan"),
        (pat, PAT, [changed(theirs, state=mark.DIFFERS)], "Marked the diagnosis"),
        (sam, SAM, [changed(theirs, state=mark.SAME)], "Marked the diagnosis"),
        (pat, PAT, [drop(tasks["7a5000000003"])], "Task deleted"),
        (sam, SAM, [changed(tasks["7a5000000001"], owner="Pat")], "Task changed"),
        (pat, PAT, [drop(cells[BEN, "cost"])], "Cell emptied"),
        (pat, PAT, [drop(cells[BEN, "aim"])], "Mark removed"),
        (sam, SAM, [drop(marks[CLEO, BEN, "stage"])], "Mark removed"),
        (pat, PAT, [line("e07e00000013", "Typed by mistake", PAT)], "Line saved"),
    ]
    for store, author, changes, label in steps:
        old.commit(store, changes, label, author)
    pat.undo(PAT)
    sam.set_setting("case", CASE)
    old.commit(pat, [changed(cells[BEN, "stage"], state=mark.DIFFERS)], "Marked the stage", PAT)
    timing = replace(third, id=old.opinions.cell_id(CASE, CLEO, "timing"), point="timing")
    old.commit(sam, [put(replace(timing, text="Soon", state=mark.ADDS))], "Timing written", SAM)

    pat.drafts.put("note:f15170000002", "! A whole line\nand half a li")
    pat.drafts.put("form:task:7a5000000002", json.dumps({"text": "Ask Jo or Al"}))
    sam.drafts.put("note:f15170000002", "> In the other wind")
    sam.drafts.put(f"form:cell:{BEN}/stage", json.dumps({"text": "Wants an MRI, and so"}))
    if not (pat.drafts.flush() and sam.drafts.flush()):
        raise RuntimeError("no drafts")


def read(old: Any, folder: Path, seal: Any) -> dict[str, Any]:
    """Return all that the old version finds in a store, and what undoing changes."""
    store = old.store.read(folder, seal)
    before = _documents(old, store)
    history = store.tables()["history"].values()
    expected: dict[str, Any] = {
        "notices": store.notices,
        "settings": dict(store.settings),
        "tables": before,
        "drafts": [[key, d.text, d.at.isoformat()] for key, d in old.copies.copy_of(store).drafts],
        "trash": [
            {
                "table": old.state.TABLE_OF[type(item.entity)],
                "document": old.codec.encode(item.entity),
                "at": item.at.isoformat(),
                "by": item.by,
            }
            for item in store.trash
        ],
        "history": [[entry["by"], entry["said"]] for entry in history],
        "undo": {},
    }
    for author in (PAT, SAM):
        with tempfile.TemporaryDirectory() as place:
            copy = shutil.copytree(folder, Path(place) / "notes")
            with old.store.open(copy, seal) as writer:
                label = writer.next_undo(author)
                writer.undo(author)
                after = _documents(old, writer)
        changed = {
            name: {key: after[name].get(key) for key in before[name] | after[name]
                   if before[name].get(key) != after[name].get(key)}
            for name in before
        }  # fmt: skip
        expected["undo"][author] = {
            "label": label,
            "changed": {k: v for k, v in changed.items() if v},
        }
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copytree(folder, Path(place) / "notes")
        with old.store.open(copy, seal) as writer:
            for author in (PAT, SAM):
                while writer.next_undo(author) is not None:
                    writer.undo(author)
            expected["all undone"] = _documents(old, writer)
    return expected


def _documents(old: Any, store: Any) -> Documents:
    tables: Documents = {name: {} for name in old.state.TABLES}
    for entity in store.entities():
        tables[old.state.TABLE_OF[type(entity)]][entity.id] = old.codec.encode(entity)
    return tables


def main(src: Path, name: str) -> None:
    """Make both stores of one version."""
    old = Old(src)
    for form in ("plain", "locked"):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "notes"
            folder.mkdir(mode=0o700)
            seal = fill(old, folder, locked=form == "locked")
            two_windows(old, folder, seal, _type)
            with tarfile.open(HERE / f"{name}-{form}.tar.gz", "w:gz") as archive:
                archive.add(folder, "notes", filter=nobody)
            expected = json.dumps(read(old, folder, seal), indent=1, ensure_ascii=False)
            (HERE / f"{name}-{form}.json").write_text(expected + "\n", encoding="utf-8")


def nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made the file, and when."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
