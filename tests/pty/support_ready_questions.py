"""Questions by keys alone: out of every part of the library, one's own, in order, for whom."""

from pathlib import Path

from so_tui.content import pack_of, text
from so_tui.content.library import PACKS
from so_tui.domain.state import AppState
from tests.pty.support_companion import Companion
from tests.pty.support_keys import DOWN, EMPTY, ENTER, ESCAPE, FIRST
from tests.pty.support_ready import kept, leave, refused

AGREE, GRADE = "What do you agree with", "What is the grade"
HARM, NAME = "What harm can the treatment", "What exactly do I have"
ALIKE = "What are all my options"
GAP, GAP_KEY, GAP_QUESTION = "When to start", "opt_date", "How long can I take"
OWN = "Will {doctor} tell {first_doctor}?"
PLAIN_WORDS = " In plain words."
BY_TOPIC = {
    "For the second opinion": AGREE,
    "Daily life and support": "What will a normal week",
    "From the companion": "Who do I call, and when?",
    "At the follow-up visit": "Who leads my care",
    "Breast cancer that has": "Was a sample taken",
    "Aim and options": "What is the aim",
}
"""Topics to jump to, and a question of each."""
CLOSED = {
    "Fertility": "Could the treatment affect",
    "What lies ahead": "Here is how much",
}
"""Topics that stay closed until they are opened, and a question of each."""
PICKED = 4 + len(BY_TOPIC) + 1 + len(CLOSED) + 4
"""So many: the quick four, by topic, one alike, closed, by kind, by search, by gap, my own."""


def gather_questions(companion: Companion, folder: Path) -> None:
    """Pick by topic, by kind of doctor, by search and by gap; write one; order them."""
    companion.go("questions")
    companion.press("l")
    companion.sees("[ ] ")
    companion.press("*")
    companion.sees("On your list now: 4")
    for topic, question in BY_TOPIC.items():
        go_to_topic(companion, topic)
        pick(companion, question)
    notice_what_is_alike(companion)
    open_what_is_closed(companion)
    pick_by_kind(companion)
    pick_by_search(companion)
    companion.press(ESCAPE)
    companion.sees("The others")
    fill_a_gap(companion)
    write_my_own(companion)
    put_in_order(companion, folder)
    check_questions(kept(folder))


def go_to_topic(companion: Companion, title: str) -> None:
    """Jump to a topic of the library."""
    companion.press("t")
    companion.sees(text("library.topic_title"))
    companion.choose(title)
    companion.press(ENTER)
    companion.sees_no_more(text("library.topic_title"))
    companion.terminal.settle()


def pick(companion: Companion, question: str) -> None:
    """Put a question of the library on the list."""
    companion.choose(question)
    companion.press(ENTER)
    companion.sees("On your list", f"[x] {question}")


def notice_what_is_alike(companion: Companion) -> None:
    """Pick a question that asks much the same as one of the quick four: the program says so."""
    companion.choose(ALIKE)
    companion.press(ENTER)
    companion.sees("It is much like one you have", f"[x] {ALIKE}")


def open_what_is_closed(companion: Companion) -> None:
    """Open the parts that stay closed; until then their questions are not to be seen."""
    for topic, question in CLOSED.items():
        go_to_topic(companion, topic)
        companion.sees("This part is closed", "never have to")
        assert question not in companion.terminal.text()
        companion.press(ENTER)
        companion.sees(f"[ ] {question}")
        pick(companion, question)


def pick_by_kind(companion: Companion) -> None:
    """Show only what a surgeon can answer, and of that only the core questions that are missing."""
    companion.press("d")
    companion.sees(text("library.kind_title"))
    companion.press(DOWN + ENTER)
    companion.sees_no_more(text("library.kind_title"))
    companion.press("f")
    companion.sees("Surgeon, core questions")
    companion.press(FIRST)
    companion.choose(NAME)
    companion.press(ENTER)
    companion.sees(f"On your list: {NAME}")
    companion.press("d")
    companion.sees(text("library.kind_title"))
    companion.press(FIRST + ENTER)
    companion.sees_no_more(text("library.kind_title"))
    companion.press("ff")
    companion.sees("Shown: all questions")


def pick_by_search(companion: Companion) -> None:
    """Search as one types."""
    companion.press("/")
    companion.press("margins")
    companion.sees("No question fits")
    companion.press(EMPTY + "grade, that is")
    companion.sees(GRADE)
    companion.press(ENTER)
    pick(companion, GRADE)


def fill_a_gap(companion: Companion) -> None:
    """Go from a point that no question feeds yet to the library's questions on it."""
    companion.choose(GAP)
    companion.sees("No question yet on", "No question on your list feeds this point")
    companion.press(ENTER)
    companion.sees(text("library.at_point", point=GAP))
    companion.terminal.settle()
    companion.press(ENTER)
    companion.sees(f"On your list: {GAP_QUESTION}")
    leave(companion, "[x] ")
    companion.sees("No question yet on")
    companion.sees_no_more(GAP)


def write_my_own(companion: Companion) -> None:
    """Write a question with blanks to fill in, say which point it feeds; it is not taken twice."""
    companion.press("n")
    companion.fill("A new question", OWN)
    companion.sees("Added: Will ")
    companion.press("o")
    companion.sees(text("questions.feed_title"))
    companion.choose("Reasons given")
    companion.press(ENTER)
    companion.sees("Saved: Will ")
    companion.press("n")
    companion.sees("A new question")
    refused(companion, OWN, "on your list already")


def put_in_order(companion: Companion, folder: Path) -> None:
    """Change words, mark the top three, move one up, ask one of all doctors, and search."""
    companion.press(FIRST)
    companion.reword_question(GRADE, PLAIN_WORDS)
    for question in (HARM, GRADE, "Will "):
        companion.press(FIRST)
        companion.mark_top(question)
    companion.press(FIRST)
    companion.choose(GRADE)
    before = top_three(kept(folder))
    companion.press("K")
    companion.sees("Moved: ")
    assert top_three(kept(folder)) == [before[1], before[0], before[2]]
    companion.choose(AGREE)
    companion.press("*")
    companion.sees("Asked of every doctor")
    companion.press("/")
    companion.press("grade")
    companion.sees_no_more("What harm can the treatment")
    leave(companion, "grade\n")
    companion.sees("What harm can the treatment")


def top_three(state: AppState) -> list[str]:
    """Return the words of the top questions, in their order."""
    found = [question for question in state.questions.values() if question.top]
    return [question.text for question in sorted(found, key=lambda q: q.order)]


def check_questions(state: AppState) -> None:
    """Compare the store with what was picked, written and marked."""
    texts = [question.text for question in state.questions.values()]
    assert len(set(texts)) == len(texts) == PICKED
    packs = {pack_of(q.template).key for q in state.questions.values() if q.template}
    assert packs == set(PACKS)
    top = top_three(state)
    assert top[0].startswith(GRADE)
    assert top[0].endswith(PLAIN_WORDS.strip())
    assert top[1].startswith(HARM)
    assert top[2] == OWN
    by_text = {str(question.text): question for question in state.questions.values()}
    assert by_text[OWN].point == "reasons"
    agree = next(q for q in state.questions.values() if q.template == "so_agree")
    assert agree.doctor_ids == ()
    assert {q.template for q in state.questions.values()} >= {"so_agree", "dx_name", GAP_KEY}
