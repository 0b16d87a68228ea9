"""Home: where you are, what is next, what is still open."""
