"""The guard that keeps tests out of the user's own directories."""

import os
import subprocess
import sys
from pathlib import Path

import platformdirs

TOP = Path(__file__).parents[2]

TRESPASS = """
import pathlib
def test_trespasses():
    place = pathlib.Path({place!r})
    place.mkdir(parents=True, exist_ok=True)
    (place / "store.json").write_text("{{}}")
"""


def test_a_test_lives_in_a_home_of_its_own() -> None:
    home = Path(os.environ["HOME"])
    assert not list(home.iterdir())
    assert Path(platformdirs.user_data_dir("so-tui")).is_relative_to(home)
    assert Path(os.environ["SO_TUI_HOME"]).is_relative_to(home)


def test_a_test_that_writes_to_the_real_place_fails(tmp_path: Path) -> None:
    """The guard is run on a test that trespasses; the 'real' home is made up for it."""
    real = tmp_path / "real"
    place = real / ".local/share/so-tui"
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "conftest.py").write_text((TOP / "tests/conftest.py").read_text())
    (inner / "test_trespass.py").write_text(TRESPASS.format(place=str(place)))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "SO_TUI", "PYTEST"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(inner)],
        cwd=inner,
        env={**env, "HOME": str(real), "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "touched the user's own directories" in done.stdout
