"""The shipped words, as data: checklist, questions, comparison points and standing texts.

Everything is read once, at first use, from TOML files beside this module.
"""

from so_tui.content.library import (
    QuestionTemplate,
    Topic,
    core_questions,
    has_question,
    pack_of,
    question_template,
    topic_of,
    topics,
)
from so_tui.content.packs import GROUPS, Point, core_points, in_blocks, point, points, sections
from so_tui.content.shipped import has_words, text, words

__all__ = [
    "GROUPS",
    "Point",
    "QuestionTemplate",
    "Topic",
    "core_points",
    "core_questions",
    "has_question",
    "has_words",
    "in_blocks",
    "pack_of",
    "point",
    "points",
    "question_template",
    "sections",
    "text",
    "topic_of",
    "topics",
    "words",
]
