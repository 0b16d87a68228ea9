"""What the program says is plain, neutral, and safe to send to a terminal."""

import re
import statistics
import string
import unicodedata
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from so_tui.domain.text import clean
from tests.content.leaning import LEANING
from tests.content.reading import grade, syllables, words_of
from tests.content.shipped import PACKS, Shipped, Voice, pack, strings, word_files
from tests.content.turns import TURNS

ALL = strings()
SPOKEN = [s for s in ALL if s.voice is not Voice.MADE_UP]


def prose(text: str) -> str:
    """Return the sentences of a text: no lists of keys and commands, a short word for a value."""
    lines = [line for line in text.split("\n") if not line.startswith("  ")]
    lines = [line for line in lines if "   " not in line]
    return re.sub(r"\{\w+\}", "it", " ".join(lines))


SENTENCES = [replace(s, text=prose(s.text)) for s in ALL if len(words_of(prose(s.text))) >= 5]
"""The formula says nothing about a label of a few words."""

TERMS = frozenset(
    re.findall(
        r"\w+",
        "biopsy computer doctor electronic emergency insurance insurer interpreter "
        "medicine medicines operation opinion pathology placebo positive radiation referral "
        "specialists tumour",
    )
)
"""Words of the field that the reader meets anyway; each counts as two syllables at most."""

HARDEST = 7.0
"""No string may be above this school grade; what is typical of a file is held to `TYPICAL`."""
TYPICAL = 5.0
HARDER = {
    "cli.toml: epilog": "a list of exit codes, for those who write scripts",
    "storage.toml: not_yours what": "names a folder's owner; no shorter word says it",
}
"""Where a string may be harder, and why."""

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "docs/guide.md",
    "docs/commands.md",
    "docs/lock.md",
    "docs/promises.md",
)
"""What users read beside the program."""

EXCEPTIONS: dict[str, str] = {}
"""Where a string has to hold such a word after all, and why."""

MEDICINES = re.compile(
    r"\b\w+(mab|nib|ciclib|taxel|platin|rubicin|oxifen|rozole|mestane|parib|strant|stat"
    r"|bine|gliptin|mycin|zumab|tecan|deruxtecan)\b",
    re.IGNORECASE,
)
"""Endings of cancer medicines' names: the words speak of kinds of treatment only."""


def named(found: list[Shipped]) -> str:
    return "\n".join(f"{s.where}: {s.text}" for s in found)


def test_every_string_passes_the_door_unchanged() -> None:
    assert len(ALL) > 400
    changed = [s for s in ALL if clean(s.text) != s.text]
    assert not changed, named(changed)


def test_every_character_takes_one_column() -> None:
    def odd(text: str) -> bool:
        return any(
            unicodedata.east_asian_width(c) in "WF" or unicodedata.category(c)[0] in "MC"
            for c in text.replace("\n", "")
        )

    wide = [s for s in ALL if odd(s.text)]
    assert not wide, named(wide)


def test_no_string_leans_towards_a_choice() -> None:
    leaning = [s for s in SPOKEN if LEANING.search(s.text) and s.where not in EXCEPTIONS]
    assert not leaning, named(leaning)


def test_each_exception_is_still_needed() -> None:
    needed = {s.where for s in SPOKEN if LEANING.search(s.text)}
    assert set(EXCEPTIONS) <= needed


@pytest.mark.parametrize(
    "text", ["Dr Example is better", "You SHOULD go", "Survival at 5 years", "This opinion wins"]
)
def test_the_rule_finds_leaning_words(text: str) -> None:
    assert LEANING.search(text)


def test_no_turn_comes_back() -> None:
    found = [s for s in ALL if TURNS.search(s.text)]
    assert not found, named(found)


@pytest.mark.parametrize("page", PAGES)
def test_no_turn_comes_back_on_a_page_for_users(page: str) -> None:
    words = re.sub(r"`[^`]*`|\([^)]*\)", "", (ROOT / page).read_text("utf-8"))
    assert [line for line in words.splitlines() if TURNS.search(line)] == []


def test_no_medicine_is_named() -> None:
    found = [s for s in ALL if MEDICINES.search(s.text)]
    assert not found, named(found)


def test_no_string_is_hard_to_read() -> None:
    hard = [s for s in SENTENCES if grade(s.text, TERMS) > HARDEST and s.voice is not Voice.MADE_UP]
    found = [s for s in hard if s.where not in HARDER]
    assert not found, "\n".join(f"{grade(s.text, TERMS):.1f} {s.where}: {s.text}" for s in found)


def test_each_file_is_easy_to_read() -> None:
    grades = defaultdict(list)
    for s in SENTENCES:
        grades[s.where.split(":")[0]].append(grade(s.text))
    typical = {file: statistics.median(found) for file, found in grades.items()}
    assert {file: round(g, 1) for file, g in typical.items() if g > TYPICAL} == {}


def test_terms_are_used() -> None:
    used = {word for s in SENTENCES for word in words_of(s.text)}
    assert used >= TERMS


def test_medical_terms_are_explained_at_the_spot() -> None:
    explained = {
        "biopsy": "a new sample",
        "placebo": "a dummy medicine",
        "tumour board": "a meeting of",
        "trial": "a study of",
        "stage": "how far has the cancer spread",
        "grade": "how do the cells look",
        "palliative": "who help with pain",
    }
    questions = [s.text for s in ALL if s.voice is Voice.QUESTION]
    for term, words in explained.items():
        first = next(text for text in questions if re.search(rf"\b{term}\b", text))
        in_all = [text for text in questions if re.search(rf"\b{term}\b", text) and words in text]
        assert in_all, f"{term} is never explained"
        assert first in in_all or term in {"grade", "biopsy"}, f"{term} is explained too late"


@pytest.mark.parametrize("name", PACKS)
def test_each_pack_says_when_it_was_reviewed_and_from_what(name: str) -> None:
    content = pack(name)
    assert isinstance(content["last_reviewed"], date)
    assert content["sources"]
    assert all(re.search(r"\S .*https?://\S+$", source) for source in content["sources"])


def test_what_is_filled_in_has_a_plain_name() -> None:
    for name, content in word_files().items():
        for s in ALL:
            if s.where.startswith(f"{name}:"):
                fields = [field for _, field, _, _ in string.Formatter().parse(s.text) if field]
                assert all(field.isidentifier() for field in fields), s
        assert content


def test_the_reading_formula() -> None:
    # Worked by hand: 0.39 * 6 words / 1 sentence + 11.8 * 6 syllables / 6 words - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    assert grade("Radiation. Radiation.") > grade("Radiation. Radiation.", {"radiation"})


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("asked", 1),
        ("wanted", 2),
        ("notes", 1),
        ("places", 2),
        ("table", 2),
        ("while", 1),
        ("safely", 2),
        ("diagnosis", 4),
        ("insurance", 3),
        ("21", 1),
        ("radiation", 4),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count
