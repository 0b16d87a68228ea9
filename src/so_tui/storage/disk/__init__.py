"""Files and folders: reading, replacing, syncing; where they are and what they are called."""
