"""Where the snapshot plugin puts its report while the tests run."""

import os

import pytest

TEMPDIR = "TEXTUAL_SNAPSHOT_TEMPDIR"
FOLDER = os.environ.get(TEMPDIR, "")
"""What the plugin set when the run began."""


@pytest.fixture(autouse=True)
def _report_folder(_own_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the plugin its variable back, which the guard took away with the user's own."""
    monkeypatch.setenv(TEMPDIR, FOLDER)
