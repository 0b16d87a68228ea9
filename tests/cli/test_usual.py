"""The usual starts go past the reading of options, and mean what it would have made of them."""

import subprocess
import sys
from functools import partial

import pytest

from so_tui.cli.group import parse
from so_tui.cli.options import Request
from so_tui.cli.run import understand

USUAL = [[], ["visit"]]


@pytest.mark.parametrize("words", USUAL)
def test_they_mean_what_the_reading_of_options_makes_of_them(words: list[str]) -> None:
    quick, read = understand(words), parse(words)
    assert isinstance(quick, Request)
    assert isinstance(read, Request)
    assert quick.options == read.options
    one, other = partial(quick.action), partial(read.action)
    assert (one.func, one.args, one.keywords) == (other.func, other.args, other.keywords)


@pytest.mark.parametrize("words", USUAL)
def test_they_do_not_import_it(words: list[str]) -> None:
    code = (
        "import sys; from so_tui.cli.run import understand;"
        "understand(sys.argv[1:]); print('click' in sys.modules)"
    )
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
