"""A folder a screen; each is imported when it is first opened."""
