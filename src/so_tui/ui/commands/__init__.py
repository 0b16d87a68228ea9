"""Every command: its name, its keys, what it does, and where it works."""
