"""Home: progress, what is next, what is still open."""
