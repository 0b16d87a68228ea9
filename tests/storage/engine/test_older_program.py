"""Stores of today, opened by the code of older versions."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.state import TABLE_OF, Put, entities
from so_tui.storage.store import Store
from tests.support.old_stores import expected_of
from tests.support.values import TODAY

DEMO = demo_state(TODAY)
COMMITS = ("6a58c7e", "b3e060f", "eb714e2")
"""Commits that write schema 2, and the last one that writes schema 3."""
ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from pathlib import Path
from so_tui.storage.errors import StoreError
from so_tui.storage.store import Store
try:
    from so_tui.domain.state import Drop
except ModuleNotFoundError:
    from so_tui.state import Drop
try:
    from so_tui.session.wording import sentence_of, words_of
except ModuleNotFoundError:
    sentence_of, words_of = str, lambda error: error

store = Store.open(Path(sys.argv[1]))
first, *rest = map(sentence_of, store.notices)
print(store.read_only, first)
print(*rest, sep=" ")
print(len(store.entities()))
try:
    store.commit([Drop(store.entities()[0])])
except StoreError as error:
    print(words_of(error).what)
store.close()
"""


@pytest.fixture(scope="module", params=COMMITS)
def old_source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the source of an older version, out of the history of the repository."""
    command = ["git", "archive", request.param, "src"]
    try:
        archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no git")
    if archive.returncode:
        pytest.skip(f"the commit {request.param} is not in the history here")
    place = tmp_path_factory.mktemp(request.param)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as source:
        source.extractall(place, filter="data")
    return place / "src"


def opened_by(source: Path, folder: Path) -> list[str]:
    """Return what the older version says of a store."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.splitlines()


@pytest.mark.parametrize("only_journals", [False, True])
def test_an_older_version_only_reads_it_and_says_so_in_one_line(
    only_journals: bool, old_source: Path, tmp_path: Path
) -> None:
    store = Store.open(tmp_path)
    store.commit([*map(Put, entities(DEMO))])
    if not only_journals:
        store.close()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert (tmp_path / "store.json" in before) is not only_journals
    newer, partly, number, refused = opened_by(old_source, tmp_path)
    store.close()
    assert newer.startswith("True A newer version of this program wrote these notes.")
    known = expected_of("6a58c7e-plain")["tables"]
    assert int(number) == sum(TABLE_OF[type(each)] in known for each in entities(DEMO))
    assert not partly or "cannot show" in partly
    assert "newer version" in refused
    if not only_journals:
        after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert after == before
