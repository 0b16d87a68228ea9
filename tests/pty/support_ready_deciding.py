"""Whether to get a second opinion, by keys alone: the lists, the form, words for the doctor."""

from pathlib import Path

from so_tui.content import words
from so_tui.domain.state import AppState
from tests.pty.support_companion import Companion, in_days
from tests.pty.support_keys import EMPTY, ENTER, FIRST
from tests.pty.support_ready import ABEL, SENTENCE, kept, leave, open_side, tick, write_out

FIRST_REASON, REASON = "They know me there", "I want to be sure"
OWN, THANKS = "My sister had it too", " And thank you."
ALL_KINDS = ("pathology", "imaging", "treatment", "board", "in_person", "remote")


def decide_whether(companion: Companion, folder: Path, papers: Path) -> None:
    """Tick lines of each list, write what is to be decided, and words for the first doctor."""
    open_side(companion, "Decide whether", "Reasons for a second opinion")
    ticked = [("reasons", "rare"), ("ask_first", "cost"), *(("kinds", k) for k in ALL_KINDS)]
    for listed, key in ticked:
        tick(companion, words(f"deciding.{listed}")[key][:20])
    companion.press(FIRST)
    companion.choose("[x] What I have is rare")
    companion.press("n")
    companion.fill("A line of my own", OWN)
    companion.sees(f"[x] {OWN}")
    put_into_words(companion, folder)
    companion.choose(telling()[:20])
    companion.press("e")
    companion.fill("The words of this line", THANKS)
    tick(companion, telling()[:20])
    write_out(companion, papers)
    leave(companion, "[x] ")
    companion.go("home")
    companion.sees("go ahead, ")
    check_what_is_to_be_decided(kept(folder))
    check_words_to_say(papers)


def telling() -> str:
    """Return the ready sentence that is said to the first doctor."""
    return words("deciding.telling")["calm"]


def put_into_words(companion: Companion, folder: Path) -> None:
    """Choose to ask the team first, and then to go ahead after all."""
    companion.choose("To decide:")
    companion.press(ENTER)
    values = (SENTENCE, "+60", ABEL, "yesterday", "t", "3", "a", "yesterday", FIRST_REASON)
    companion.fill("What I have to decide", *values)
    companion.sees(f"To decide: {SENTENCE}")
    decision = kept(folder).decision
    assert decision is not None
    assert (decision.outcome, decision.outcome_reason) == ("ask my team first", FIRST_REASON)
    assert str(decision.outcome_on) == in_days(-1)
    companion.choose("Second opinion:")
    companion.press(ENTER)
    companion.fill("What I have to decide", "g", EMPTY + "today", EMPTY + REASON)
    companion.sees("Second opinion: go ahead")


def check_what_is_to_be_decided(state: AppState) -> None:
    """Compare the store with what was typed and ticked."""
    decision = state.decision
    assert decision is not None
    assert decision.sentence == SENTENCE
    assert (str(decision.decide_by), str(decision.given_on)) == (in_days(60), in_days(-1))
    assert (decision.given_by, decision.part, decision.sure) == (ABEL, "together", 3)
    assert (decision.outcome, str(decision.outcome_on)) == ("go ahead", in_days(0))
    assert decision.outcome_reason == REASON
    ticked = {(t.listed, t.template or t.text) for t in state.ticks.values() if t.on}
    assert ticked == {
        ("reasons", "rare"),
        ("reasons", OWN),
        ("ask_first", "cost"),
        ("telling", "calm"),
        *(("kinds", kind) for kind in ALL_KINDS),
    }


def check_words_to_say(papers: Path) -> None:
    """Look into the printed paper for the sentence in its new words, and for that one alone."""
    paper = (papers / "what-to-say.html").read_text("utf-8")
    assert f"What I want to say to {ABEL}" in paper
    assert telling() + THANKS in paper
    assert words("deciding.telling")["view"] not in paper
