"""Run the program as another user of the computer, who need not be able to enter the checkout.

A checkout lies in a home that is closed to others as a rule, and so may Python itself: nothing
is read from there any more once the process is that user's.
"""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def as_user(user: int, *words: str, env: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a user, which only root can.

    Args:
        user: The number of the user; the group has the same one.
        words: What stands after the program's name.
        env: The whole environment.
    """
    wish = json.dumps({"user": user, "words": words, "env": dict(env)})
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.another_user", wish],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def _load_all() -> None:
    """Load what commands load only where they use it, and what that loads; no screens."""
    from so_tui.content.files import read
    from so_tui.runtime.crash import describe

    source = ROOT / "src" / "so_tui"
    for path in (source / "content").rglob("*.toml"):
        read(*path.relative_to(source / "content").parts)
    for package in ("cli", "content", "domain", "filling", "papers", "storage"):
        for path in sorted((source / package).rglob("*.py")):
            for name in {_name(path), *_imported(path)}:
                with suppress(ImportError):
                    import_module(name)
    describe(OSError())  # looks at what is installed


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)


def _imported(path: Path) -> Iterator[str]:
    """Yield the names of the modules that a file imports anywhere, but the program's screens."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in names if name and name != "so_tui.running")


def _be(user: int, words: list[str], env: Mapping[str, str]) -> int:
    _load_all()
    os.chdir("/")
    os.environ.clear()
    os.environ.update(env)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    from so_tui.cli import main

    return main(words)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    sys.exit(_be(asked["user"], asked["words"], asked["env"]))
