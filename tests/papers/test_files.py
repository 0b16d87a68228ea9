"""Papers are put into new files, for their owner only, and nothing is ever overwritten."""

import os
import resource
import signal
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.state import of_case
from so_tui.domain.text import Clean
from so_tui.papers.files import (
    Footer,
    Layout,
    escape_css,
    file_name,
    fold,
    in_one_piece,
    put_paper,
    signed,
    write_out,
)
from so_tui.papers.listing import Block, Item, Listing
from tests.support.values import CASE_ID, TODAY, case


def test_a_paper_is_open_to_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = put_paper(tmp_path, "sheet", "txt", "words\n")
    finally:
        os.umask(old)
    assert path == tmp_path / "sheet.txt"
    assert path.read_text("utf-8") == "words\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text("mine")
    (tmp_path / "sheet-2.txt").symlink_to(tmp_path / "elsewhere")
    path = put_paper(tmp_path, "sheet", "txt", "new")
    assert path.name == "sheet-3.txt"
    assert (tmp_path / "sheet.txt").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_without_a_folder_there_is_an_error_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put_paper(tmp_path / "none", "sheet", "txt", "new")
    assert list(tmp_path.iterdir()) == []


def test_text_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="File too large"):
        _write_past_the_limit(tmp_path)
    assert list(tmp_path.iterdir()) == []


def _write_past_the_limit(folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        put_paper(folder, "sheet", "txt", "x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("questions", "Dr Ada Example"), "questions-dr-ada-example"),
        (("questions", "../../etc/passwd"), "questions-etc-passwd"),
        (("questions", "\u4e73\u304c\u3093"), "questions"),
        (("..", "/"), "paper"),
        (("questions", "x" * 300), "questions-" + "x" * 30),
    ],
)
def test_names_are_plain(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts) == name


@pytest.mark.parametrize("phone", ["555-0101", "555 0101", "+1 (555) 123-4567", "(555) 123-4567",
                                   "+44 20 7946 0958", "0170/1234567"])  # fmt: skip
def test_a_phone_number_stays_on_one_line(phone: str) -> None:
    """On a printed page it was broken at its hyphen, and in plain text at its space."""
    for before in range(40, 75):
        lines = fold(f"{'x' * before} {phone} and more").splitlines()
        assert any(phone in line for line in lines)
    assert " ".join(fold(f"a {phone} b " * 20).split()) == " ".join([f"a {phone} b"] * 20)


def test_a_phone_number_is_one_piece_of_html_and_the_rest_is_escaped() -> None:
    told = str(in_one_piece("Call <b>Lee</b>: 555-0101 (10 to 12), ref. EX-4471"))
    assert told == (
        'Call &lt;b&gt;Lee&lt;/b&gt;: <span class="whole">555-0101</span> (10 to 12), ref. EX-4471'
    )
    marked = escape_css("555-0101")
    assert in_one_piece(marked) is marked
    assert str(in_one_piece("at 5 mg on 3 Dec 2026")) == "at 5 mg on 3 Dec 2026"


def test_the_title_of_a_page_has_no_markup_in_it() -> None:
    item = Item(Clean("Call 555-0101"))
    made = Listing(Clean("Office 555-0101"), (), (Block(Clean(""), (item,)),), Footer(Clean("end")))
    page = write_out(made, Layout.HTML)
    assert "<title>Office 555-0101</title>" in page
    assert 'Call <span class="whole">555-0101</span>' in page


def test_a_paper_is_signed_by_the_patient_whoever_typed_it() -> None:
    """The letter is signed as written by the companion (`visit --as COMPANION` before)."""
    state = of_case(CASE_ID, [replace(case(), patient=Clean("Pat Example"))])
    footer = signed(state, TODAY)
    assert "Pat Example" in footer.words
    assert footer.name == "Pat Example"
