"""What the program works out from a case. Pure: no clock, no disk, no Textual."""
