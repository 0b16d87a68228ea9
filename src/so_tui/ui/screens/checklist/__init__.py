"""The checklist: what has to be arranged, ticked off by section."""
