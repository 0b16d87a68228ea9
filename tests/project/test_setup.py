"""Setting up: what a machine that lacks something is told, and what the locks hold."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
TOOLS = ("sh", "cat", "cksum", "dirname", "rm")

OLD = 'case "$2" in *version_info\\[:2*) echo 3.9;; *) exit 1;; esac'
NO_VENV = 'case "$2" in *version_info\\[:2*) echo 3.12;; *ensurepip*) exit 1;; esac'


class Machine:
    """A checkout, and a PATH that holds only what a test puts there."""

    def __init__(self, top: Path) -> None:
        self.checkout, self.bin = top / "checkout", top / "bin"
        (self.checkout / "scripts").mkdir(parents=True)
        self.bin.mkdir()
        for name in (*LOCKS, "pyproject.toml", "scripts/bootstrap.sh"):
            shutil.copy(TOP / name, self.checkout / name)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (self.bin / tool).symlink_to(found)

    def has(self, name: str, script: str) -> None:
        """Put a command there."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def set_up(self, kind: str = "run") -> subprocess.CompletedProcess[str]:
        """Run the set-up as make does."""
        return subprocess.run(
            ["scripts/bootstrap.sh", kind],
            cwd=self.checkout,
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_no_python_gets_one_line(machine: Machine) -> None:
    done = machine.set_up()
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed: install it")
    assert done.stderr.count("\n") == 1


def test_old_python_gets_one_line_with_its_version(machine: Machine) -> None:
    machine.has("python3", OLD)
    done = machine.set_up()
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed and this is Python 3.9: install it" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (machine.checkout / ".venv").exists()


def test_python_without_venv_gets_one_line_with_the_package(machine: Machine) -> None:
    machine.has("python3.12", NO_VENV)
    machine.has("python3", OLD)
    done = machine.set_up("dev")
    assert done.returncode == 1
    assert "sudo apt install python3.12-venv" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (machine.checkout / ".venv").exists()


def fake_python(machine: Machine) -> None:
    """Put a Python there whose venvs hold a Python that writes down what it is asked."""
    inner = 'printf "%s\\n" "$*" >>calls'
    machine.has(
        "python3",
        'case "$*" in *version_info\\[:2*) echo 3.12;; '
        f"*venv*) mkdir -p .venv/bin; cp {machine.bin}/inner .venv/bin/python;; esac",
    )
    machine.has("inner", inner)
    for tool in ("mkdir", "cp"):
        (machine.bin / tool).symlink_to(str(shutil.which(tool)))


def calls(machine: Machine) -> list[str]:
    """Return what the fake Python of the venv was asked, and forget it."""
    path = machine.checkout / "calls"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return lines


def test_builds_once_and_again_only_when_a_lock_changed(machine: Machine) -> None:
    fake_python(machine)
    assert machine.set_up().returncode == 0
    asked = calls(machine)
    assert "--require-hashes -r requirements.lock -r requirements-build.lock" in asked[0]
    assert "--no-deps --no-build-isolation --editable ." in asked[1]

    again = machine.set_up()
    assert (again.returncode, again.stderr, calls(machine)) == (0, "", [])

    with (machine.checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert machine.set_up().returncode == 0
    assert calls(machine)


def test_the_tests_set_up_serves_the_program_too(machine: Machine) -> None:
    fake_python(machine)
    machine.set_up("run")
    calls(machine)
    machine.set_up("dev")
    assert "--require-hashes -r requirements-dev.lock" in calls(machine)[0]
    machine.set_up("run")
    assert calls(machine) == []


def test_a_broken_off_set_up_is_begun_again(machine: Machine) -> None:
    fake_python(machine)
    machine.has("inner", "echo no network >&2; exit 2")
    failed = machine.set_up()
    assert failed.returncode == 2
    assert "no network" in failed.stderr
    assert "to try again" in failed.stderr
    machine.has("inner", 'printf "%s\\n" "$*" >>calls')
    assert machine.set_up().returncode == 0
    assert calls(machine)


def pinned(lock: str) -> dict[str, str]:
    """Return the versions in a lock by package name."""
    text = (TOP / lock).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_have_hashes_and_no_addresses(lock: str) -> None:
    text = (TOP / lock).read_text()
    assert not re.search(r"://|--(index|extra|find|trusted)", text)
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert requirement.count("--hash=sha256:") >= 2, requirement  # an archive and a wheel


def test_locks_agree_and_cover_the_project() -> None:
    run, build, dev = (pinned(lock) for lock in LOCKS)
    assert {**run, **build}.items() <= dev.items()
    project = tomllib.loads((TOP / "pyproject.toml").read_text())
    wanted = {re.split(r"[<>=]", name)[0] for name in project["project"]["dependencies"]}
    assert wanted <= run.keys()
    assert {"hatchling", "editables"} <= build.keys()


def test_scripts_can_be_run() -> None:
    assert os.access(TOP / "scripts/bootstrap.sh", os.X_OK)
    assert os.access(TOP / ".ci/run", os.X_OK)
