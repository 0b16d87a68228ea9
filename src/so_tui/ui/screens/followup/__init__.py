"""Going back to the first doctor, and the letters and papers for it."""
