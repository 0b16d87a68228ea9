"""Looking it all up later, in this case and in earlier ones."""
