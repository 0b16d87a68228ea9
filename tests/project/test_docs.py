"""The pages for people: as long as they may be, and nothing in them that is not there."""

import re
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from so_tui.cli.group import group
from so_tui.content import text
from tests.support.every_command import below

TOP = Path(__file__).parents[2]
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")])
DESIGN = sorted(TOP.glob("docs/design/*.md"))
ROOM = 120
"""The README has no more lines than this."""


def text_of(name: str) -> str:
    return (TOP / name).read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """Return what a link into a page can name, as GitHub makes it of the headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(node: click.Command, path: str = "so-tui") -> dict[str, click.Command]:
    """Return all commands by the words that call them."""
    found = {path: node}
    for name, command in below(node).items():
        found |= commands(command, f"{path} {name}")
    return found


def test_the_readme_is_short_and_names_the_commands() -> None:
    readme = text_of("README.md")
    assert len(readme.splitlines()) <= ROOM
    for command in ("make run", "make run ARGS=demo", "make test"):
        assert command in readme


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_each_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    for link in links:
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_relative_to(TOP), link
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", DESIGN, ids=[page.name for page in DESIGN])
def test_each_picture_fits_the_window_it_is_drawn_for(page: Path) -> None:
    drawn = page.read_text("utf-8")
    for width, height, picture in re.findall(
        r"^(\d+)x(\d+)[^`]*?:\n\n```\n(.*?)\n```", drawn, re.MULTILINE | re.DOTALL
    ):
        lines = picture.split("\n")
        assert max(map(cell_len, lines)) <= int(width), (width, height)
        assert len(lines) <= int(height), (width, height)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_no_page_names_a_place_of_one_machine(page: Path) -> None:
    assert (
        re.findall(r"(?<![\w~.])/(?:work|root|home|opt|Users)/\S*", page.read_text("utf-8")) == []
    )


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_each_target_of_make_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    for line in re.findall(r"(?:^    |`)make ([a-z -]+)", page.read_text("utf-8"), re.MULTILINE):
        assert set(line.split()) <= targets, line


def test_each_command_is_on_the_page_and_each_on_the_page_is_there() -> None:
    page = text_of("docs/commands.md")
    there = set(commands(group))
    table = page.partition("## What there is")[2].partition("\n## ")[0]
    named = {f"so-tui {word}" for word in re.findall(r"so-tui ([a-z]+)", table)}
    assert {name for name in there if name.count(" ") == 1} == named
    for page_text in (
        page,
        text_of("README.md"),
        text_of("docs/lock.md"),
        text_of("docs/guide.md"),
    ):
        for word in re.findall(r"(?:^ {4}|`)so-tui ([a-z]+)", page_text, re.MULTILINE):
            assert f"so-tui {word}" in there, word
        for word in re.findall(r"make run ARGS=\"?([a-z]+)", page_text):
            assert f"so-tui {word}" in there, word


def test_the_examples_have_options_that_are_there() -> None:
    there = commands(group)
    lines = re.findall(r"^    (so-tui [a-z]+ .*--.*)$", text_of("docs/commands.md"), re.MULTILINE)
    assert lines
    for line in lines:
        words = line.split()
        command = there.get(" ".join(words[:4])) or there[" ".join(words[:3])]
        flags = {flag for option in command.params for flag in option.opts}
        assert {word for word in words if word.startswith("--")} <= flags, line


def test_the_exit_codes_are_those_of_the_help() -> None:
    table = text_of("docs/commands.md").partition("## Exit codes")[2]
    codes = re.findall(r"^\| (\d+) \|", table, re.MULTILINE)
    told = re.findall(r"(?<!\w)(\d) ", text("cli.epilog").partition("While")[0])
    assert [code for code in codes if len(code) == 1] == told


def test_each_test_that_a_promise_names_is_there() -> None:
    names = set(re.findall(r"`((?:[a-z]+/)+test_[\w*]+\.py)", text_of("docs/promises.md")))
    assert len(names) > 40
    assert sorted(name for name in names if not list((TOP / "tests").glob(name))) == []


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/storage.md", "CONTRIBUTING.md"])
def test_each_file_that_is_named_is_there(page: str) -> None:
    named = set(re.findall(r"`((?:[a-z_.]+/)+(?:[a-z_]+\.[a-z]+)?)`", text_of(page)))
    places = (TOP, TOP / "src/so_tui")
    kept = {"journal/", "drafts/", "backups/", "damaged/"}
    gone = {name for name in named - kept if not any((each / name).exists() for each in places)}
    assert named
    assert gone == set()


def test_each_folder_of_tests_is_told_of() -> None:
    told = set(re.findall(r"`tests/([a-z_]+)`", text_of("CONTRIBUTING.md")))
    folders = {path.parent.name for path in (TOP / "tests").glob("*/*.py")}
    assert folders - told == set()
    assert told - folders == set()
