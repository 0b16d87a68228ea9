"""Notes typed live during a visit."""
