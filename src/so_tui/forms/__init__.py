"""What can be filled in of each thing, and how it is checked: by a form, or by the command line."""
