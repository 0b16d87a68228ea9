"""Every command: its name, its key, what it does, and where it works."""
