"""Records on their way to the doctors."""
