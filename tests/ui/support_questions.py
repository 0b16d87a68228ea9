"""Find a question by its words, and open the library of questions."""

from so_tui.domain.questions import Question
from so_tui.domain.state import AppState
from tests.ui.support import Session


def question_called(state: AppState, part: str) -> Question:
    """Return the one question whose words hold `part`."""
    (question,) = (q for q in state.questions.values() if part in q.text)
    return question


async def open_library(user: Session) -> None:
    """Open the library and wait for it."""
    await user.press("l")
    await user.wait(lambda: user.app.screen.query("#library"), "the library")
