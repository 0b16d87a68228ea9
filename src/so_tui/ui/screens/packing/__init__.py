"""What to take to a visit."""
