"""Each screen, driven by keys as a user drives it."""
