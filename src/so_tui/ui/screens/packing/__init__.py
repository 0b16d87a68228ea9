"""What to take along to a visit."""
