"""What the tests share: a real terminal, and the guard around the user's own directories."""
