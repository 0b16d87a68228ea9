"""Going over a visit when it is over."""
