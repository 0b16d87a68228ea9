"""Half-typed words on disk."""
