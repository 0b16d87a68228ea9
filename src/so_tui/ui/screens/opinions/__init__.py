"""The doctors' opinions side by side."""
