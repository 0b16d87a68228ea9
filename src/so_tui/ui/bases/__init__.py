"""What several screens are built on."""
