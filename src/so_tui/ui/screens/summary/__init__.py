"""One point of the comparison after the other, in words."""
