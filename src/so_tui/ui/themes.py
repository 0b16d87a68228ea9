"""The themes to choose from."""

THEMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")
"""Names of Textual themes; the first is the default, the ansi ones have 16 colours."""
