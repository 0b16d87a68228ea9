"""From an empty list of questions to a sheet in a file, by keys alone in a real terminal."""

import stat
from pathlib import Path

import pytest

from so_tui.content import text
from tests.pty.support_companion import Companion, exported
from tests.pty.support_keys import DOWN, EMPTY, ENTER, ESCAPE, SAVE, TAB, key
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

ABEL, BRANDT = "Dr. Abel", "Dr. Brandt"
QUICK = ["What good can the", "What harm can the", "What else could", "What if we do nothing"]
LIBRARY = "[ ] "


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80", "120"])
def test_questions_are_gathered_and_handed_over(tmp_path: Path, size: tuple[int, int]) -> None:
    folder, papers = tmp_path / "new", tmp_path / "papers"
    papers.mkdir()
    with Terminal(so_tui("--data-dir", str(folder)), size=size) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump in the left breast", "Ruth", ABEL)
        companion.add_doctor(BRANDT, "oncology", "City Hospital", "555 0102")
        companion.add_visit(BRANDT, "+9", "2:30 pm", "third floor")
        companion.go("questions")
        pick_from_the_library(companion)
        companion.sees("The others", QUICK[0])
        companion.press("n")
        companion.fill("A new question", "Will {doctor} tell {first_doctor}?")
        companion.sees(f"Added: Will the doctor tell {ABEL}?")
        companion.mark_top(QUICK[1])
        ask_the_same_of_all(companion)
        write_the_sheet(companion, papers)
        companion.quit()

    kept = exported(folder)
    texts = {question["text"]: question for question in kept["questions"]}
    assert "Will {doctor} tell {first_doctor}?" in texts
    assert len(texts) == len(kept["questions"]) == len(QUICK) + 3
    agree = next(q for q in kept["questions"] if q["template"] == "so_agree")
    assert agree["doctor_ids"] == []
    (file,) = papers.iterdir()
    assert file.name == "questions-dr-brandt.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sheet = file.read_text("utf-8")
    first, _, second = sheet.partition("\f")
    assert f"For {BRANDT}" in first
    assert "I was told: A lump in the left breast." in first
    assert f"1. {QUICK[1]}" in first
    assert "The slides" in first
    assert f"Will {BRANDT} tell {ABEL}?" in " ".join(second.split())


def pick_from_the_library(companion: Companion) -> None:
    companion.press("l")
    companion.sees(LIBRARY)
    companion.press("*")
    companion.sees("On your list now: 4")
    companion.press("t")
    companion.sees(text("library.topic_title"))
    companion.press(DOWN)
    companion.sees("│> For the second opinion")
    companion.press(ENTER)
    companion.sees_no_more(text("library.topic_title"))
    companion.choose("What do you agree with")
    companion.press(ENTER)
    companion.sees("On your list: What do you agree")
    companion.press("/")
    companion.press("margins")
    companion.sees("No question fits")
    companion.press(EMPTY + "grade, that is")
    companion.sees("What is the grade")
    companion.press(ENTER)
    companion.choose("What is the grade")
    companion.press(ENTER)
    companion.sees("On your list: What is the grade")
    companion.press(ESCAPE)


def ask_the_same_of_all(companion: Companion) -> None:
    companion.choose("What do you agree with")
    companion.press("*")
    companion.sees("Asked of every doctor")


def write_the_sheet(companion: Companion, papers: Path) -> None:
    companion.press(key("questions.sheet"))
    companion.sees(text("sheet.form"), "^S Save")
    plain = TAB + "p" + "p" + TAB + "The slides" + TAB + EMPTY + str(papers) + SAVE
    companion.press(plain)
    companion.sees_no_more("^S Save")
    companion.sees("The sheet is saved")
    companion.press(DOWN)
