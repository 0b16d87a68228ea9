"""The shipped words, as data: checklist, questions, comparison points and standing texts.

Everything is read once, at first use, from TOML files beside this module.
"""

from so_tui.content.library import (
    Pack,
    QuestionTemplate,
    Topic,
    core_questions,
    has_question,
    pack_of,
    question_packs,
    question_template,
    topic_of,
    topics,
)
from so_tui.content.packs import (
    Point,
    Section,
    TaskTemplate,
    core_points,
    point,
    points,
    section,
    sections,
)
from so_tui.content.phrases import has_words, text, words

__all__ = [
    "Pack",
    "Point",
    "QuestionTemplate",
    "Section",
    "TaskTemplate",
    "Topic",
    "core_points",
    "core_questions",
    "has_question",
    "has_words",
    "pack_of",
    "point",
    "points",
    "question_packs",
    "question_template",
    "section",
    "sections",
    "text",
    "topic_of",
    "topics",
    "words",
]
