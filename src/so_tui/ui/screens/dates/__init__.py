"""What is due when, in the order of its days."""
