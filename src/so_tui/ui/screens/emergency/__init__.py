"""The emergency card, on top of any screen."""
