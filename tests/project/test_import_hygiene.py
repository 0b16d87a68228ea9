"""What is slow stays out of what must be quick, and what is pure knows nothing of the rest."""

import subprocess
import sys

import pytest

SHOW = """
import sys
{code}
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def imported(code: str) -> set[str]:
    """Return the packages that a fresh Python has imported after running some code."""
    run = [sys.executable, "-c", SHOW.format(code=code)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.splitlines()[-1].split())


def every_module(package: str) -> str:
    """Return code that imports a package and all that is in it."""
    return (
        f"import importlib, pkgutil, so_tui.{package} as package\n"
        f"for found in pkgutil.walk_packages(package.__path__, 'so_tui.{package}.'):\n"
        "    importlib.import_module(found.name)"
    )


@pytest.mark.parametrize(
    "code",
    [
        every_module("domain"),
        every_module("content"),
        "import so_tui.domain.state",
        every_module("logic"),
        every_module("demo"),
        every_module("forms"),
    ],
    ids=["domain", "content", "state", "logic", "demo", "forms"],
)
def test_what_is_pure_needs_neither_textual_nor_tinydb(code: str) -> None:
    assert not imported(code) & {"textual", "rich", "tinydb", "click"}


def test_a_start_is_spared_the_calendar_of_the_standard_library() -> None:
    code = "import so_tui.cli.opening, so_tui.ui.running, so_tui.ui.screens.home.screen"
    assert "calendar" not in imported(code)


def test_the_store_needs_no_textual() -> None:
    assert not imported(every_module("storage")) & {"textual", "rich", "click"}


def test_the_commands_need_no_textual_until_they_are_bound() -> None:
    assert not imported("import so_tui.ui.commands.specs") & {"textual", "rich", "tinydb"}


def test_telling_the_version_needs_neither_textual_nor_tinydb() -> None:
    code = (
        "from so_tui.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit as end:\n    assert not end.code"
    )
    assert not imported(code) & {"textual", "rich", "tinydb"}


def test_the_program_loads_nothing_for_talking_to_a_network() -> None:
    code = (
        "from so_tui.terminal.environment import prepare\n"
        "prepare()\n"
        + "\n".join(map(every_module, ("ui", "terminal", "papers", "storage")))
        + "\nimport so_tui.ui.running, sys, icalendar, jinja2, pyrage\n"
        "import cryptography.hazmat.primitives.kdf.scrypt\n"
        "assert sys.modules['ssl'] is None and '_ssl' not in sys.modules"
    )
    assert "textual" in imported(code)
