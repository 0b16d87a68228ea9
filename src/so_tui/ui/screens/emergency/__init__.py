"""The emergency card, over whatever is open."""
