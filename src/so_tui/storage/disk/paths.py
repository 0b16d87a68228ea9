"""The location of the store on disk: created durably, closed to others."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from shlex import join

from so_tui.storage.disk.files import sync_directory
from so_tui.storage.disk.inventory import FOLDERS, others_files, own_files
from so_tui.storage.errors import StoreError, cannot_write

ROOT = 0


def home_data_dir() -> Path:
    """Return the platform's user data directory for this program, as an absolute path.

    Raises:
        StoreError: HOME is not an absolute path, or this user has no home.
    """
    from platformdirs import user_data_dir

    home = os.environ.get("HOME")
    named = os.path.isabs(os.environ.get("XDG_DATA_HOME", ""))
    if home is not None and not os.path.isabs(home) and not named:
        raise StoreError("storage.odd_home", home=home)
    try:
        folder = user_data_dir("so-tui", appauthor=False)
    except RuntimeError:  # raised by newer versions of platformdirs
        folder = ""
    if not os.path.isabs(folder):
        raise StoreError("storage.no_home")
    return Path(folder)


def make_folder(folder: Path) -> None:
    """Create a directory and its missing parents (0700), durably.

    Raises:
        StoreError: We are root, and it would lie in another user's folder: that user could not
            open it, nor make one in its place.
    """
    missing = [folder]
    while not missing[-1].is_dir() and missing[-1].parent != missing[-1]:
        missing.append(missing[-1].parent)
    parent = missing.pop()
    if missing and would_be_anothers(parent):
        raise StoreError("storage.for_another", above=parent)
    for path in reversed(missing):
        path.mkdir(mode=0o700)
        with suppress(PermissionError):  # writable but not readable
            sync_directory(path.parent)


def would_be_anothers(parent: Path) -> bool:
    """Return whether we are root and this folder belongs to another user."""
    return os.geteuid() == ROOT and parent.stat().st_uid != ROOT


HOME_VARIABLE = "SO_TUI_HOME"
"""Environment variable that names the data directory; `--data-dir` takes precedence."""


def locate(explicit: Path | None = None) -> Path:
    """Return the absolute path of the data directory with links resolved, without creating it.

    Args:
        explicit: The value of `--data-dir`; None to use `SO_TUI_HOME`, or else the platform's
            user data directory.

    Raises:
        StoreError: The path is relative and the current directory is gone; or none was given
            and there is no home directory.
    """
    return Path(os.path.realpath(_named(explicit)))


def _named(explicit: Path | None) -> Path:
    named = explicit or os.environ.get(HOME_VARIABLE)
    if not named:
        return home_data_dir()
    path = Path(os.path.expanduser(named))
    try:
        return path.absolute()
    except OSError:  # the current directory was removed
        raise StoreError("storage.nowhere", folder=path) from None


def command_for(folder: Path, *words: str) -> str:
    """Return the shell command for this data directory, quoted for a shell.

    The directory is named unless it is the default.
    """
    with suppress(StoreError):
        if locate() == folder:
            return f"so-tui {join(words)}"
    return f"so-tui {join((*words, '--data-dir', str(folder)))}"


def data_dir(explicit: Path | None = None) -> Path:
    """Return the data directory, created if missing (mode 0700) and closed to other users.

    Closing it only removes the rights of others. A directory that also holds other files keeps its
    mode: someone may have named `/tmp`. The store's own files are closed to other users wherever
    they are.

    Raises:
        StoreError: It cannot be created, is not a directory, or it or the link to it belongs to
            another user.
    """
    named, folder = _named(explicit), locate(explicit)
    try:
        # A link in a shared directory, such as /tmp, may have been made by anyone.
        if named.is_symlink() and named.lstat().st_uid not in (0, os.geteuid()):
            raise StoreError("storage.not_yours", folder=named)
        make_folder(folder)
        status = folder.stat()
        if status.st_uid != os.geteuid():
            raise StoreError("storage.not_yours", folder=folder)
        if status.st_mode & 0o077 and not others_files(folder):
            folder.chmod(status.st_mode & 0o700)
    except (FileExistsError, NotADirectoryError):
        raise StoreError("storage.no_folder", folder=folder) from None
    except OSError as error:
        raise cannot_write(error, folder) from error
    return folder


def close_to_others(folder: Path) -> bool:
    """Close the store's own files to other users; return whether any was open to them.

    Links are skipped: opening what they lead to is refused.
    """
    was_open = False
    for path in (*(folder / name for name in FOLDERS), *(path for path, _ in own_files(folder))):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        is_plain = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
        if status.st_mode & 0o077 and (is_plain or stat.S_ISDIR(status.st_mode)):
            path.chmod(status.st_mode & 0o700)
            was_open = True
    return was_open


_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "ncpfs"),
    *("fuse.sshfs", "fuse.rclone"),
}
MOUNTS = Path("/proc/self/mounts")
"""The mount table on Linux."""


def network_file_system(folder: Path, mounts: Path = MOUNTS) -> str:
    """Return the network file system type that a directory is on, or '' if it is local."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:  # not Linux
        return ""
    nearest = deepest = ""
    place = str(folder.resolve())
    for line in lines:
        _, mount_point, kind, *_ = line.split(" ")
        mount_point = mount_point.replace("\\040", " ")
        inside = place == mount_point or place.startswith(mount_point.rstrip("/") + "/")
        if inside and len(mount_point) >= len(deepest):
            nearest, deepest = kind, mount_point
    return nearest if nearest in _NETWORK else ""


def close_found_open(folder: Path) -> bool:
    """Close a data directory and its files to other users; return whether any were readable.

    In a closed directory no file can be read by others, whatever its own mode. If closing fails, as
    on a read-only drive, nothing changes: opening the store reports it. A directory that also holds
    other files keeps its mode.
    """
    was_open = False
    with suppress(OSError):
        status = folder.stat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            return False
        is_open = bool(status.st_mode & 0o077)
        if is_open and any(folder.iterdir()) and not others_files(folder):
            folder.chmod(status.st_mode & 0o700)
            was_open = True
        was_open = (close_to_others(folder) and is_open) or was_open
    return was_open
