"""The checklist: tasks by section."""
