"""All dates in order."""
