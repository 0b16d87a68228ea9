"""The recipe in docs/lock.md opens a locked store with nothing but age and a shell."""

import json
import re
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from so_tui.domain.state import Put
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.support.terminal import Terminal
from tests.support.vault import CANARY, PASSPHRASE, note, used_store

PAGE = Path(__file__).parents[3] / "docs/lock.md"
AGE = shutil.which("age")

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(AGE is None, reason="age is not installed (Debian: apt install age)"),
]


def recipe(name: str) -> list[str]:
    """Return the commands that the page gives, line by line."""
    text = PAGE.read_text("utf-8")
    found = re.search(rf"<!-- recipe: {name} -->\n(.*?)<!-- end -->", text, re.DOTALL)
    assert found, f"{PAGE.name} has no recipe: {name}"
    return [line[4:] for line in found[1].splitlines() if line.startswith("    ")]


@pytest.fixture(scope="module")
def recovery_key() -> str:
    return vault.new_recovery_key()


@pytest.fixture
def home(tmp_path: Path, recovery_key: str) -> Path:
    """A home directory with a locked store, and a session in it that was killed."""
    folder = tmp_path / "home/.local/share/so-tui"
    folder.mkdir(parents=True, mode=0o700)
    used_store(folder)
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    store = Store.open(folder, vault.unlock(folder, PASSPHRASE))
    store.commit([Put(note(5)), Put(note(6))])
    store.commit([Put(note(7))])
    return tmp_path / "home"


def run(home: Path, commands: list[str], asked: str, answer: str, shell: str = "sh") -> None:
    """Run the commands in a terminal, and answer what is asked."""
    script = "set -e\n" + "\n".join(commands) + "\necho the recipe is done"
    env = {"HOME": str(home)}
    with Terminal([shell, "-c", script], env=env, size=(200, 40)) as term:
        term.wait_for(asked, 30)
        term.send(answer)
        term.wait_for("the recipe is done", 30)
        assert term.wait() == 0
        assert "rror" not in term.text()


def check(home: Path) -> None:
    opened = home / "opened"
    assert sorted(path.name for path in opened.iterdir()) == ["later.jsonl", "notes.json"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (opened, *opened.iterdir()))
    with TinyDB(opened / "notes.json", access_mode="r") as database:
        texts = {document["text"] for document in database.table("notes")}
    assert texts == {note(number).text for number in (1, 3, 4)}
    later = [json.loads(line) for line in (opened / "later.jsonl").read_text().splitlines()]
    records = [held for held in later if isinstance(held, dict) and "steps" in held]
    put = [step[3]["text"] for record in records for step in record["steps"]]
    assert put == [note(number).text for number in (5, 6, 7)]
    drafts = [held for held in later if isinstance(held, list)]
    assert f"half a line {CANARY}" in [draft[2] for draft in drafts]


def test_the_passphrase_opens_it(home: Path) -> None:
    run(home, recipe("passphrase"), "passphrase", PASSPHRASE + "\n")
    check(home)


@pytest.mark.parametrize("half_a_line", [True, False])
@pytest.mark.parametrize("shell", ["sh", "bash", "zsh"])
def test_it_is_for_the_shells_that_people_have(home: Path, shell: str, half_a_line: bool) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed (Debian: apt install {shell})")
    if not half_a_line:  # a shell may stop at a pattern that no file has
        for path in (home / ".local/share/so-tui/drafts").iterdir():
            path.unlink()
    run(home, recipe("passphrase"), "passphrase", PASSPHRASE + "\n", shell)
    later = [json.loads(line) for line in (home / "opened/later.jsonl").read_text().splitlines()]
    assert sum(isinstance(held, dict) and "steps" in held for held in later) == 2
    assert any(isinstance(held, list) for held in later) == half_a_line


def test_the_recovery_key_opens_it(home: Path, recovery_key: str) -> None:
    first, second, *rest = recipe("passphrase")
    (instead,) = recipe("recovery key")
    assert "identity.age" in second
    run(home, [first, "echo type:", instead, *rest], "type:", recovery_key + "\n\x04")
    check(home)


def test_one_command_opens_the_snapshot(home: Path) -> None:
    command = "age -d -i identity.age store.json > notes.json"
    assert f"`{command}`" in PAGE.read_text("utf-8")
    folder = home / ".local/share/so-tui"
    run(home, [f"cd {folder}", command], "passphrase", PASSPHRASE + "\n")
    with TinyDB(folder / "notes.json", access_mode="r") as database:
        assert len(database.table("notes")) == 3


def test_what_another_age_has_locked_opens_here(home: Path) -> None:
    folder = home / ".local/share/so-tui"
    keys = "age -d identity.age > keys; mv identity.age old; age -p -o identity.age keys; rm keys"
    with Terminal(["sh", "-c", f"cd {folder}; {keys}; echo done"], size=(100, 24)) as term:
        term.wait_for("Enter passphrase:", 30)
        term.send(PASSPHRASE + "\n")
        term.wait_for("leave empty", 30)
        term.send("chosen elsewhere\n")
        term.wait_for("Confirm", 30)
        term.send("chosen elsewhere\n")
        term.wait_for("done", 30)
        term.wait()
    with Store.open(folder, vault.unlock(folder, "chosen elsewhere")) as store:
        assert len(store.state().notes) == 6
