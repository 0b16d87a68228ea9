"""Whether to get a second opinion at all."""
