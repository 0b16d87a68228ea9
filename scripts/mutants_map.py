"""A pytest plugin of `make mutants`: which test runs which lines, and how long each test takes."""

import inspect
import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

import coverage
import hypothesis
import pytest

# No shrinking: one failure is enough. No data base: no run knows of another.
hypothesis.settings.register_profile(
    "mutants",
    deadline=None,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)

_OUT = os.environ.get("MUTANTS_MAP")
"""Folder for what is measured, or None when nothing is to be measured."""
MOST_SECONDS = 10.0
"""A test that takes longer is not measured, and so not used."""
_seconds: dict[str, float] = defaultdict(float)
_failed: set[str] = set()
_running: set[str] = set()
"""The test that runs now, if one does."""


class TooSlow(BaseException):
    """A test that is no fast one is ended by this; only tests that pass are used."""


def _is_fast(item: pytest.Item) -> bool:
    """Return whether the test drives no terminal, no screen, and takes no picture of one."""
    function = getattr(item, "function", None)
    fixtures = getattr(item, "fixturenames", ())
    return not (
        item.get_closest_marker("terminal")
        or inspect.iscoroutinefunction(function)
        or "snap_compare" in fixtures
    )


def name_of(item: pytest.Item) -> str:
    """Return the test's node id without its parameters, which a mutant may change."""
    return item.nodeid.partition("[")[0]


if _OUT:
    _coverage = coverage.Coverage(
        data_file=None, include=[str(Path.cwd() / "src/*")], config_file=False
    )

    def _no_python(event: str, values: tuple[object, ...]) -> None:
        starts = event == "subprocess.Popen" and sys.executable in cast("Sequence[str]", values[1])
        if _running and starts:
            raise TooSlow("it starts another Python")

    def _no_time(number: int, frame: object) -> None:
        with suppress(OSError):  # nobody waits any more for what the test has started
            subprocess.run(["pkill", "-KILL", "-P", str(os.getpid())], check=False)
        raise TooSlow(f"it takes more than {MOST_SECONDS} seconds")

    def _seconds_used() -> float:
        return sum(os.times()[:4])

    def pytest_configure() -> None:
        sys.addaudithook(_no_python)
        signal.signal(signal.SIGALRM, _no_time)
        _coverage.start()

    def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
        items[:] = filter(_is_fast, items)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
        _coverage.switch_context(name_of(item))
        _running.add(item.nodeid)
        signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
        began = _seconds_used()
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if not sys.gettrace():
                raise RuntimeError(f"{item.nodeid} ends the measuring of all after it")
            _seconds[name_of(item)] += _seconds_used() - began
            _coverage.switch_context("")
            _running.clear()

    def pytest_runtest_logreport(report: pytest.TestReport) -> None:
        if report.failed:
            _failed.add(report.nodeid.partition("[")[0])

    def pytest_sessionfinish() -> None:
        _coverage.stop()
        data = _coverage.get_data()
        lines: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for path in data.measured_files():
            for line, tests in data.contexts_by_lineno(path).items():
                for test in set(tests) - {""} - _failed:
                    lines[test][os.path.relpath(path)].append(line)
        measured = {test: {"seconds": _seconds[test], "lines": lines[test]} for test in lines}
        assert _OUT
        Path(_OUT, f"{os.getpid()}.json").write_text(json.dumps(measured), "utf-8")
