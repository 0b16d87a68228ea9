"""Forms of several screens: the fields of an entity, and building it from their values."""
