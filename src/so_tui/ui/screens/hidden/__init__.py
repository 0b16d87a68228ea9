"""The screen shown while the notes are hidden."""
