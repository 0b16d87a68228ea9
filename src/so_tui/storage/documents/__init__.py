"""Documents and operations on them. No disk."""
