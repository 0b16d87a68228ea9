"""A hard case: the page about the patient, and the letters that ask for records, read back."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.pty.support_companion import Companion
from tests.pty.support_hard import DISC, LAB, PATIENT, asked, on
from tests.pty.support_keys import ENTER, SAVE, TAB
from tests.pty.support_ready import leave, open_side

BORN, PHONE = "17 Apr 1961", "555 0177"
PAGE = {
    "WHAT WAS FOUND AND DONE": ["Two years ago: a kidney stone", "Last month: a scan of the belly"],
    "MEDICINES": ["A water tablet, each morning"],
    "ALLERGIES": ["Contrast dye: hives and a swollen face, in the hospital, a year ago in spring"],
    "OTHER ILLNESSES": ["High blood pressure"],
    "WHO KNOWS MORE": ["Dr. Finn, family doctor, 555 0144"],
}
"""What is written, by the heading it stands under on paper; no device is named."""


@dataclass(frozen=True)
class Request:
    """A letter to an office: what it has to send, each with to whom, and all other lines."""

    to: str
    wanted: tuple[tuple[str, str], ...]
    said: str


def write_about_me(companion: Companion, folder: Path) -> None:
    """Fill in the page by keys alone; two things in one field are pasted, a line each."""
    found, medicines, allergies, illnesses, contacts = (
        f"\x1b[200~{chr(10).join(lines)}\x1b[201~" for lines in PAGE.values()
    )
    open_side(companion, "About me", "nothing written")
    companion.press(ENTER)
    companion.sees("About me", "^S Save")
    fields = (BORN, PHONE, found, medicines, allergies, "", illnesses, contacts)
    companion.press(TAB.join(fields) + SAVE)
    companion.sees_no_more("^S Save")
    companion.sees("Saved: About me", *PAGE["MEDICINES"], *PAGE["OTHER ILLNESSES"], PHONE)
    leave(companion, PAGE["MEDICINES"][0])
    check_about_me(folder)


def check_about_me(folder: Path, *case: str) -> None:
    """Compare the page, alone and with the sheet, with what was typed."""
    told = asked(folder, "paper", "about", *case)
    assert told.splitlines()[1] == f"{PATIENT}, born {BORN}, phone {PHONE}"
    assert page_of(told) == PAGE
    sheet = asked(folder, "sheet", *case)
    assert page_of(sheet.partition("ABOUT ME\n")[2]) == PAGE
    assert f"born {BORN}" in sheet
    listed = asked(folder, "about", "list", *case).splitlines()
    assert [line.partition(": ")[2] for line in listed] == [
        BORN, PHONE, *(line for lines in PAGE.values() for line in lines),
    ]  # fmt: skip


def requests(folder: Path, *case: str) -> set[str]:
    """Return to whom the disc still has to be sent, by the one letter, which says who asks."""
    (letter,) = requests_of(asked(folder, "paper", "request", *case))
    assert letter.to == LAB
    assert {name for name, _ in letter.wanted} == {DISC}
    assert f"My name is {PATIENT}." in letter.said
    assert f"I was born on {BORN}. You can reach me at {PHONE}." in letter.said
    assert f"Thank you. {PATIENT} Written by {PATIENT} on {in_full(0)} " in letter.said
    found = [whom for _, whom in letter.wanted]
    assert len({*found}) == len(found)
    return {*found}


def in_full(days: int) -> str:
    """Return the day so many days from today with its year."""
    return f"{on(days)} {date.today() + timedelta(days=days):%Y}"


def page_of(told: str) -> dict[str, list[str]]:
    """Return the things under each heading of a page of plain text, long lines put together."""
    page: dict[str, list[str]] = {}
    things: list[str] = []
    for line in told.splitlines():
        if re.fullmatch(r"[A-Z][A-Z ]+", line):
            things = page.setdefault(line, [])
        elif line.startswith("- "):
            things.append(line[2:])
        elif line.startswith("  ") and things:
            things[-1] += f" {line.strip()}"
    return page


def requests_of(told: str) -> list[Request]:
    """Return the letters of a paper of plain text."""
    letters = []
    for letter in re.split(r"^-{20}$", told, flags=re.M):
        before, _, rest = letter.partition("Please send these records:\n")
        things, _, after = rest.partition("\n\n")
        wanted = []
        for thing in " ".join(things.split()).removeprefix("- ").split(" - "):
            name, _, whom = thing.partition(", to: ")
            wanted.append((name, whom))
        to = re.search(r"^To: (.+)$", before, re.M)
        assert to is not None
        letters.append(Request(to[1], tuple(wanted), " ".join(f"{before} {after}".split())))
    return letters
