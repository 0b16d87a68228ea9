"""Notes typed live in a visit."""
