"""The decision: what it is about, what weighs, what was decided."""
