"""What may lie on a disk after a crash, by what was synced and what was not.

Of each file, what was written since its last sync may be there up to any write, the next one in
part or as zeros. Of each folder, names that were made, changed and removed since its last sync
may have been so up to any of them. More than that no system promises that the program runs on.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.attack.crash_trace import Change

STYLES = ("all", "synced", "names", "data", "random", "random")
"""What of the unsynced is there: all, nothing, names alone, data alone, or as chance has it."""


@dataclass(slots=True)
class _File:
    content: bytearray


class Disk:
    """A folder as it was before some changes, and the changes."""

    def __init__(self, before: Path, changes: Sequence[Change]) -> None:
        """Take a copy of the folder from before.

        Args:
            before: The copy; paths of `changes` are below the same folder, as it was called then.
            changes: With paths relative to it.
        """
        self._before = before
        self._changes = changes

    def after(self, count: int, style: str, chance: Random, target: Path) -> None:
        """Make the folder as it may be after a crash that followed so many changes.

        Args:
            count: So many changes were made.
            style: One of `STYLES`.
            chance: Decides what is random.
            target: Where to make it; must not be there yet.
        """
        shutil.copytree(self._before, target, symlinks=True)
        files, owners = self._files()
        kept = self._kept(count, style, chance, owners)
        names: dict[str, _File] = dict(files)
        folders: set[str] = set()
        gone: set[str] = set()
        for number in range(count):
            if number in kept:
                change = self._changes[number]
                self._apply(change, owners.get(number), kept[number], names, folders, gone)
        for path in gone - set(names):
            _remove(target / path)
        for folder in sorted(folders):
            (target / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        for path, file in names.items():
            place = target / path
            if file is not files.get(path) or bytes(file.content) != place.read_bytes():
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                place.write_bytes(file.content)
                place.chmod(0o600)

    def _files(self) -> tuple[dict[str, _File], dict[int, _File]]:
        """Return the files from before by path, and the file of each change by its number."""
        files = {
            str(Path(top, name).relative_to(self._before)): _File(
                bytearray(Path(top, name).read_bytes())
            )
            for top, _, names in os.walk(self._before)
            for name in names
        }
        now, owners = dict(files), {}
        for number, change in enumerate(self._changes):
            if change.what == "make":
                now[change.path] = _File(bytearray())
            file = now.get(change.path)
            if file is not None:
                owners[number] = file
            if change.what == "rename" and file is not None:
                now[change.new_path] = now.pop(change.path)
            elif change.what == "unlink":
                now.pop(change.path, None)
        return files, owners

    def _kept(
        self, count: int, style: str, chance: Random, owners: dict[int, _File]
    ) -> dict[int, float]:
        """Return which changes are there after the crash, and how much of each: 1 is all.

        Less is that part of a write; minus that part, the rest as zeros.
        """
        kept: dict[int, float] = {}
        queues: dict[object, list[int]] = {}
        for number, change in enumerate(self._changes[:count]):
            owner = owners.get(number)
            if change.what in ("write", "cut"):
                queues.setdefault(id(owner), []).append(number)
            elif change.what in ("make", "rename", "unlink", "folder"):
                queues.setdefault(str(Path(change.path).parent), []).append(number)
            elif change.what == "sync":
                synced: object = change.path if owner is None else id(owner)
                kept.update((each, 1.0) for each in queues.pop(synced, []))
        for place, queue in queues.items():
            is_name = isinstance(place, str)
            if style == "all" or style == ("names" if is_name else "data"):
                kept.update((each, 1.0) for each in queue)
            elif style == "random":
                amount = chance.randint(0, len(queue))
                kept.update((each, 1.0) for each in queue[:amount])
                if not is_name and amount < len(queue) and chance.random() < 0.7:
                    kept[queue[amount]] = chance.choice((1, -1)) * chance.random()
        return kept

    @staticmethod
    def _apply(
        change: Change,
        file: _File | None,
        part: float,
        names: dict[str, _File],
        folders: set[str],
        gone: set[str],
    ) -> None:
        if change.what == "folder":
            folders.add(change.path)
        elif change.what == "unlink":
            names.pop(change.path, None)
            gone.add(change.path)
        elif file is None:
            return
        elif change.what == "make":
            names[change.path] = file
        elif change.what == "rename":
            if names.get(change.path) is file:
                names[change.new_path] = names.pop(change.path)
                gone.add(change.path)
        elif change.what == "cut":
            del file.content[change.at :]
            file.content.extend(bytes(change.at - len(file.content)))
        elif change.what == "write":
            size = round(abs(part) * len(change.data))
            data = change.data[:size]
            if part < 0:
                data += bytes(len(change.data) - size)
            file.content.extend(bytes(max(0, change.at - len(file.content))))
            file.content[change.at : change.at + len(data)] = data


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
