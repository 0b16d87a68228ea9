"""Pictures of the library and of the sheet's form."""

import pytest

from tests.snapshots.support import LARGE, MEDIUM, SMALL, Build, Snap


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE], ids=["small", "medium", "large"])
def test_library(snap_compare: Snap, build: Build, size: tuple[int, int]) -> None:
    assert snap_compare(build("questions"), press=("l", "j"), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, MEDIUM], ids=["small", "medium"])
def test_sheet_form(snap_compare: Snap, build: Build, size: tuple[int, int]) -> None:
    assert snap_compare(build("questions"), press=("h",), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_questions(snap_compare: Snap, build: Build, size: tuple[int, int]) -> None:
    assert snap_compare(build("questions"), press=("end",), terminal_size=size)
