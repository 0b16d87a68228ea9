"""The looks to choose from."""

THEMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")
"""Names of Textual themes; the first is the one to start with, the ansi ones have 16 colours."""
