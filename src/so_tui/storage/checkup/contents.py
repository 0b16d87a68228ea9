"""Checks of a store's content: snapshot, journals, backups, drafts, and damaged files."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.storage.backup.copies import is_sealed
from so_tui.storage.checkup.findings import Finding, fine, look, unknown
from so_tui.storage.disk.files import closing, names_in, open_plain, read_plain_file
from so_tui.storage.disk.inventory import BACKUPS, DAMAGED, FILE, JOURNAL
from so_tui.storage.disk.paths import command_for
from so_tui.storage.documents.journal_entries import BadEntry, JournalEntry
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.drafts.drafts import draft_files, read_drafts
from so_tui.storage.engine.found import traces_in
from so_tui.storage.errors import StoreDamaged, StoreError, notice
from so_tui.storage.journal import journal
from so_tui.storage.journal.lines import read_lines
from so_tui.storage.journal.lock import is_owned
from so_tui.storage.seals.seal import PLAIN, DataDirectory, Seal
from so_tui.storage.snapshot.backups import backups_in
from so_tui.storage.snapshot.snapshot import parse, schema_of
from so_tui.storage.snapshot.stock_write import stock_write


def snapshot(folder: Path, seal: Seal | None) -> Iterator[Finding]:
    """Check the snapshot: its checksum and its schema version."""
    path = folder / FILE
    content = read_plain_file(path)
    if content is None:
        if backups_in(folder):
            yield _no_snapshot(folder, seal, is_gone=True)
        else:
            yield fine("snapshot.none")
    elif seal is None:
        locked = is_sealed(content)
        yield unknown("snapshot.locked") if locked else look("snapshot.plain", file=path)
    else:
        try:
            schema = schema_of(parse(content, path, seal))
        except StoreDamaged:
            if stock_write(content, DataDirectory(folder, seal)) is not None:
                yield look("snapshot.rewritten", file=path)
            else:
                yield _no_snapshot(folder, seal, is_gone=False)
            return
        if schema > SCHEMA:
            yield look("snapshot.newer", schema=schema, known=SCHEMA)
        else:
            yield fine("snapshot.fine", schema=schema, size=len(content))


def _no_snapshot(folder: Path, seal: Seal | None, *, is_gone: bool) -> Finding:
    """Return a finding for a missing or damaged snapshot; the advice depends on the backups."""
    path, command = folder / FILE, _bring_back(folder)
    if any(_is_good(backup.path, seal) for backup in backups_in(folder)):
        return look("snapshot.gone" if is_gone else "snapshot.damaged", file=path)
    code = "snapshot.gone_for_good" if is_gone else "snapshot.damaged_for_good"
    return look(code, file=path, command=command)


def _bring_back(folder: Path) -> str:
    return command_for(folder, "restore", "FILE", "--replace")


@dataclass(frozen=True, slots=True)
class _Journal:
    """Facts about a journal; `head` is empty when its sealed lines cannot be opened."""

    lines: int
    damaged: int
    torn: bool
    cut: bool
    alive: bool
    head: dict[str, Any]


def journals(folder: Path, seal: Seal | None) -> Iterator[Finding]:
    """Check every journal: unreadable lines, and which writers are alive."""
    names = journal.journal_names(folder / JOURNAL)
    files = [_journal(folder / JOURNAL / name, seal) for name in names]
    damaged = sum(file.damaged for file in files)
    if damaged:
        yield look("journal.damaged", count=damaged, files=sum(f.damaged > 0 for f in files))
    if any(file.torn and not file.alive for file in files):
        yield look("journal.torn")
    elif any(file.cut for file in files):
        yield look("journal.cut")
    elif not damaged:
        yield fine("journal.fine", files=len(files), count=sum(file.lines for file in files))
    living = [file for file in files if file.alive]
    if living:
        who = ", ".join(sorted({_who(file.head) for file in living}))
        yield fine("open.here", who=who)
    else:
        yield fine("open.nobody")


def _journal(path: Path, seal: Seal | None) -> _Journal:
    with closing(open_plain(path, os.O_RDONLY)) as descriptor:
        alive = is_owned(descriptor)
        content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    scan = read_lines(content, PLAIN if seal is None else seal, path.name)
    head: dict[str, Any] = {}
    damaged = len(scan.damaged)
    for body in scan.bodies if seal is not None else ():
        try:
            parsed = journal.read_body(body)
        except BadEntry:
            damaged += 1
        else:
            head |= {} if isinstance(parsed, JournalEntry) else parsed
    cut = not alive and not content.endswith(b"\n") and bool(content)
    return _Journal(max(0, len(scan.bodies) - 1), damaged, scan.torn, cut, alive, head)


def _who(head: dict[str, Any]) -> str:
    """Return the process and start time of a writer; the author's name is left out."""
    process = head.get("process")
    with suppress(ValueError, TypeError):
        since = datetime.fromisoformat(head.get("since", ""))
        return f"{process if isinstance(process, int) else '?'} ({since:%Y-%m-%d %H:%M})"
    return "?"


def backups(folder: Path, seal: Seal | None, now: datetime) -> Iterator[Finding]:
    """Check every backup: whether it can be read, and the age of the newest."""
    all_backups = backups_in(folder)
    bad = [backup for backup in all_backups if not _is_good(backup.path, seal)]
    kept = [name for name in names_in(folder / BACKUPS) if name.startswith("before-")]
    good = [backup for backup in all_backups if backup not in bad]
    opens = bool(good) or not bad or _is_good(folder / FILE, seal)
    if bad and opens:
        every, file = len(all_backups), bad[-1].path
        yield look("backups.damaged", count=len(bad), all=every, file=file)
    elif bad:
        command, file = _bring_back(folder), bad[-1].path
        yield look("backups.damaged_for_good", count=len(bad), file=file, command=command)
    if good:
        count, age = len(good), max(0, (now - good[-1].at).days)
        if seal is None:
            yield unknown("backups.locked", count=count, days=age, kept=len(kept))
        else:
            yield fine("backups.fine", count=count, days=age, kept=len(kept))
    elif not opens:
        pass
    elif os.path.lexists(folder / FILE):
        yield look("backups.none")
    else:
        yield fine("backups.nothing_yet")


def _is_good(path: Path, seal: Seal | None) -> bool:
    try:
        content = read_plain_file(path) or b""
        if seal is None:
            return is_sealed(content)
        parse(content, path, seal)
    except StoreError:
        return False
    return True


def drafts(folder: Path, seal: Seal | None) -> Iterator[Finding]:
    """Check the draft files."""
    texts, bad, cut = 0, 0, 0
    for path in draft_files(folder):
        content = read_plain_file(path) or b""
        if seal is None:
            lines = read_lines(content, PLAIN, path.name)
            texts, damaged = texts + len(lines.bodies), bool(lines.damaged)
        else:
            found, damaged = read_drafts(content, seal)
            texts += len(found)
        is_complete = content.endswith(b"\n")
        bad += damaged and is_complete
        cut += bool(content) and not is_complete
    if bad:
        yield look("drafts.damaged", count=bad)
    elif cut:
        yield look("drafts.cut", count=cut)
    else:
        yield fine("drafts.fine", count=texts)


def damaged(folder: Path) -> Iterator[Finding]:
    """Check whether anything was set aside as damaged or found missing."""
    names = names_in(folder / DAMAGED)
    traces = list(traces_in(folder))
    for trace in traces:
        when = notice("noticed.when.ever")
        if trace.after is not None:
            when = notice("noticed.when.after", after=f"{trace.after:%Y-%m-%d %H:%M}")
        if trace.amount:
            yield look("damaged.missing", amount=trace.amount, when=when, file=trace.path)
        else:
            yield look("damaged.unsure", when=when, file=trace.path)
    if len(names) > len(traces):
        yield look("damaged.some", count=len(names) - len(traces), folder=folder / DAMAGED)
    elif not traces:
        yield fine("damaged.none")
