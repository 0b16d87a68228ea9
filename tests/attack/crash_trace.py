"""What a run of the program changes on disk, in order, as strace tells it."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,ftruncate,"
    "fsync,fdatasync,mkdir,mkdirat,rmdir,close,copy_file_range,sendfile,writev,pwritev"
)
_LINE = re.compile(r"^(\d+)\s+(.*)$")
_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+|\?)")
_UNFINISHED = re.compile(r"^(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of what lies on disk, or of what is durable there.

    Attributes:
        what: "make", "write", "cut", "sync", "rename", "unlink", "folder", or "say" for words
            that were printed.
        path: The path at that moment.
        data: What was written or printed, or the new path of a rename.
        at: Where it was written, or the new length.
    """

    what: str
    path: str
    data: bytes = b""
    at: int = 0

    @property
    def new_path(self) -> str:
        """The new path of a rename."""
        return self.data.decode()


def strace(log: Path, argv: Sequence[str]) -> list[str]:
    """Return the command line that runs a program and writes its calls to a file."""
    program = shutil.which("strace") or "strace"
    options = ["-f", "-xx", "-y", "-s", "9999999", "-e", f"trace={CALLS}", "-o", str(log)]
    return [program, *options, *argv]


def why_not() -> str:
    """Return why nothing can be traced here, or ''."""
    if not shutil.which("strace"):
        return "strace is not installed"
    done = subprocess.run(
        ["strace", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else f"strace cannot watch a process here: {done.stderr}"


def changes(log: Path, folders: Sequence[Path], sizes: Mapping[str, int]) -> list[Change]:
    """Return what was changed below some folders, and what was printed.

    Args:
        log: What strace wrote.
        folders: What lies elsewhere does not count.
        sizes: The files that were there before, and how long they were.
    """
    return list(_Reader(folders, sizes).read(_whole_calls(log.read_text("ascii", "replace"))))


def _whole_calls(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, arguments and result of each call that has succeeded, as it ended."""
    begun: dict[str, str] = {}
    for row in text.splitlines():
        line = _LINE.match(row)
        if line is None:
            continue
        thread, rest = line[1], line[2]
        if unfinished := _UNFINISHED.match(rest):
            begun[thread] = unfinished[1]
            continue
        if resumed := _RESUMED.match(rest):
            rest = begun.pop(thread, "") + resumed[1]
        call = _CALL.match(rest)
        if call and call[3] not in ("?",) and int(call[3]) >= 0:
            yield call[1], call[2], int(call[3])


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class _Reader:
    """Follows the open files, so that each write is known by its path and place."""

    def __init__(self, folders: Sequence[Path], sizes: Mapping[str, int]) -> None:
        self._tops = tuple(f"{folder}/" for folder in folders)
        self._folders = {str(folder) for folder in folders}
        self._open: dict[int, list[int]] = {}
        """For each descriptor: where it stands, and whether it appends."""
        self._sizes = dict(sizes)
        self._paths: dict[int, str] = {}

    def read(self, calls: Iterator[tuple[str, str, int]]) -> Iterator[Change]:
        for name, words, result in calls:
            texts = [_plain(text).decode("utf-8", "replace") for text in _TEXT.findall(words)]
            if name == "openat":
                yield from self._opened(texts[0], words, result)
            elif name in ("rename", "renameat", "renameat2") and self._is_ours(texts[-1]):
                self._rename(texts[0], texts[-1])
                yield Change("rename", texts[0], texts[-1].encode())
            elif name in ("unlink", "unlinkat", "rmdir") and self._is_ours(texts[0]):
                self._sizes.pop(texts[0], None)
                yield Change("unlink", texts[0])
            elif name in ("mkdir", "mkdirat") and self._is_ours(texts[0]):
                yield Change("folder", texts[0])
            elif file := _FILE.match(words):
                yield from self._on_file(name, words, int(file[1]), result)

    def _is_ours(self, path: str) -> bool:
        return path.startswith(self._tops) or path in self._folders

    def _rename(self, old: str, new: str) -> None:
        if old in self._sizes:
            self._sizes[new] = self._sizes.pop(old)
        for descriptor, path in self._paths.items():
            if path == old:
                self._paths[descriptor] = new

    def _opened(self, path: str, words: str, descriptor: int) -> Iterator[Change]:
        if not self._is_ours(path):
            self._paths.pop(descriptor, None)
            return
        self._paths[descriptor] = path
        self._open[descriptor] = [0, int("O_APPEND" in words)]
        if "O_CREAT" in words and path not in self._sizes:
            self._sizes[path] = 0
            yield Change("make", path)
        if "O_TRUNC" in words:
            self._sizes[path] = 0
            yield Change("cut", path)

    def _on_file(self, name: str, words: str, descriptor: int, result: int) -> Iterator[Change]:
        path = self._paths.get(descriptor)
        if name == "write" and descriptor in (1, 2) and path is None:
            yield Change("say", "", b"".join(map(_plain, _TEXT.findall(words)))[:result])
        if path is None:
            return
        if name in ("write", "pwrite64"):
            data = b"".join(map(_plain, _TEXT.findall(words)))[:result]
            place, appends = self._open[descriptor]
            if name == "pwrite64":
                at = int(words.rsplit(",", 1)[1])
            else:
                at = self._sizes.get(path, 0) if appends else place
                self._open[descriptor][0] = at + len(data)
            self._sizes[path] = max(self._sizes.get(path, 0), at + len(data))
            yield Change("write", path, data, at)
        elif name == "ftruncate":
            length = int(words.rsplit(",", 1)[1])
            self._sizes[path] = length
            yield Change("cut", path, b"", length)
        elif name in ("fsync", "fdatasync"):
            yield Change("sync", path)
        elif name == "close":
            self._paths.pop(descriptor)
        else:
            raise NotImplementedError(f"{name} on {path}")
