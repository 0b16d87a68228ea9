"""The fields of each entity and how they are checked, for forms and the command line."""
