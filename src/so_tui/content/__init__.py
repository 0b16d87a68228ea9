"""The shipped words, as data: checklist, questions, comparison points and standing texts.

Everything is read from TOML files beside this module when it is first asked for, once.
"""

from so_tui.content.packs import (
    Point,
    QuestionTemplate,
    Section,
    TaskTemplate,
    Topic,
    core_points,
    core_questions,
    point,
    points,
    question_template,
    section,
    sections,
    topic_of,
    topics,
)
from so_tui.content.phrases import has_words, say, words

__all__ = [
    "Point",
    "QuestionTemplate",
    "Section",
    "TaskTemplate",
    "Topic",
    "core_points",
    "core_questions",
    "has_words",
    "point",
    "points",
    "question_template",
    "say",
    "section",
    "sections",
    "topic_of",
    "topics",
    "words",
]
