"""What stands on the screen while the notes are hidden."""
