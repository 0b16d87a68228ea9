"""Turns that read as translated, or give one thing a second name: they may not come back."""

import re

TURNS = re.compile(
    r"\bchecklist\b",
    re.IGNORECASE,
)
"""Each was found once where users read it, and has a better word by now."""
