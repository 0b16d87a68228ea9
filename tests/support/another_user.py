"""Run the program as another user of the computer, who need not be able to enter the checkout.

A checkout lies in a home that is closed to others as a rule, and so may Python itself: nothing
is read from there any more once the process is that user's.
"""

import ast
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

ROOT = Path(__file__).parents[2]
NOBODY = 65534


Done = subprocess.CompletedProcess[bytes]


def as_user(user: int, *words: str, env: Mapping[str, str]) -> Done:
    """Run one command as a user, which only root can.

    Args:
        user: The number of the user; the group has the same one.
        words: What stands after the program's name.
        env: The whole environment.
    """
    return as_user_each(user, [words], env)[0]


def as_user_each(
    user: int, commands: Sequence[Sequence[str]], env: Mapping[str, str]
) -> list[Done]:
    """Run commands as a user, one after another, each in a process of its own."""
    wish = json.dumps({"user": user, "commands": commands, "env": dict(env)})
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.another_user", wish],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=ROOT,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    told = [
        subprocess.CompletedProcess(words, code, out.encode(), err.encode())
        for words, (code, out, err) in zip(commands, json.loads(done.stdout), strict=True)
    ]
    assert not [each for each in told if b"Traceback" in each.stderr], told
    return told


def _load_all() -> None:
    """Load what commands load only where they use it, and what that loads; no screens."""
    from so_tui.content.shipped import read
    from so_tui.session.crash_log import describe

    source = ROOT / "src" / "so_tui"
    for path in (source / "content").rglob("*.toml"):
        read(*path.relative_to(source / "content").parts)
    for package in (
        "cli",
        "content",
        "demo",
        "domain",
        "forms",
        "logic",
        "papers",
        "session",
        "storage",
    ):
        for path in sorted((source / package).rglob("*.py")):
            for name in {_name(path), *_imported(path)}:
                with suppress(ImportError):
                    import_module(name)
    describe(OSError())  # looks at what is installed
    datetime.strptime("2026", "%Y")


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)


def _imported(path: Path) -> Iterator[str]:
    """Yield the names of the modules that a file imports anywhere, but the program's screens."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name and name != "so_tui.ui.running")


def _run(user: int, words: list[str], env: Mapping[str, str]) -> tuple[int, str, str]:
    """Run one command in a forked process; return its exit code and what it printed."""
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _be(user, words, env, out.fileno(), err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return code, out.read().decode(), err.read().decode()


def _be(user: int, words: list[str], env: Mapping[str, str], out: int, err: int) -> NoReturn:
    code: object = 99
    try:
        os.setsid()  # away from any terminal
        for descriptor, target, name in ((1, out, "stdout"), (2, err, "stderr")):
            os.dup2(target, descriptor)
            stream = open(descriptor, "w", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        os.chdir("/")
        os.environ.clear()
        os.environ.update(env)
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
        from so_tui.cli import main

        code = main(words)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - whatever it was, the test is to hear of it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    _load_all()
    results = [_run(asked["user"], words, asked["env"]) for words in asked["commands"]]
    sys.stdout.write(json.dumps(results))
