"""Base classes and helpers of several screens."""
