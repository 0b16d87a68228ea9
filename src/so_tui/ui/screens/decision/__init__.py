"""The decision: what it is about, what matters, what was decided."""
